"""The Files API with the SDK's client, and its smaller rules with plain requests."""
import io
import random

from databricks.sdk.errors import BadRequest, NotFound, ResourceConflict

from checking import expect, expect_equal
from clients import by_client, by_token, expect_error

ROOT = "/Volumes/main/fs/stage/files"


def check_files(workspace):
    client = by_token(workspace)
    content = random.Random(1).randbytes(300_000)
    path = f"{ROOT}/a b/ü%/part-0.bin"
    client.files.upload(path, io.BytesIO(content))
    expect_equal(client.files.download(path).contents.read(), content, "content")
    metadata = client.files.get_metadata(path)
    expect_equal(metadata.content_length, len(content), "length")
    expect(metadata.last_modified.endswith("GMT"), "Last-Modified")
    expect_error(ResourceConflict, lambda: client.files.upload(path, io.BytesIO(b"x"), overwrite=False),
                 "already exists")
    client.files.upload(path, io.BytesIO(b"second"), overwrite=True)
    expect_equal(client.files.download(path).contents.read(), b"second", "overwritten content")
    client.files.upload(f"{ROOT}/empty", io.BytesIO(b""))
    expect_equal(client.files.download(f"{ROOT}/empty").contents.read(), b"", "empty file")
    client.files.delete(path)
    expect_error(NotFound, lambda: client.files.delete(path), "not found")
    expect_error(NotFound, lambda: client.files.get_metadata(path))
    expect_error(NotFound, lambda: client.files.upload("/Volumes/main/fs/nope/x", io.BytesIO(b"x")), "nope")


def check_directories(workspace):
    client = by_token(workspace)
    client.files.create_directory(f"{ROOT}/list/sub")
    client.files.create_directory(f"{ROOT}/list/sub")
    for number in range(23):
        client.files.upload(f"{ROOT}/list/f{number:02}", io.BytesIO(b"x" * number))
    workspace.forget_requests()
    found = list(client.files.list_directory_contents(f"{ROOT}/list", page_size=10))
    expect_equal(len([item for item in workspace.requests() if "/directories/" in item["path"]]), 3, "pages")
    expect_equal([item.name for item in found], [f"f{number:02}" for number in range(23)] + ["sub"], "names")
    expect_equal([item.file_size for item in found[:23]], list(range(23)), "sizes")
    expect(found[23].is_directory and found[0].last_modified > 1_600_000_000_000, "kind and time")
    expect_equal(found[3].path, f"{ROOT}/list/f03", "path")
    expect_error(BadRequest, lambda: client.files.delete_directory(f"{ROOT}/list"), "not empty")
    client.files.delete_directory(f"{ROOT}/list/sub")
    client.files.get_directory_metadata(f"{ROOT}/list")
    expect_error(NotFound, lambda: client.files.get_directory_metadata(f"{ROOT}/list/sub"))
    expect_error(NotFound, lambda: list(client.files.list_directory_contents(f"{ROOT}/nowhere")))


def check_ranges(workspace):
    url = f"/api/2.0/fs/files{ROOT}/range"
    expect_equal(workspace.call("PUT", url, b"0123456789")[0], 204, "PUT")
    for given, status, content in (("bytes=2-4", 206, b"234"), ("bytes=7-", 206, b"789"), ("bytes=-3", 206, b"789"),
                                   ("bytes=5-99", 206, b"56789"), ("bytes=10-", 416, b""),
                                   ("nonsense", 200, b"0123456789")):
        expect_equal(workspace.call("GET", url, headers={"Range": given}, raw=True), (status, content), given)
    expect_equal(workspace.call("PUT", url, b"x")[0], 409, "PUT again")
    status, _ = workspace.call("GET", url, headers={"If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"})
    expect_equal(status, 412, "If-Unmodified-Since")


def check_outside(workspace):
    for path in ("/Volumes/main/fs/stage/../../x", "/Volumes/main/fs", "/etc/passwd", "/Volumes/main/fs/stage/%2e%2e/x",
                 "/"):
        status, _ = workspace.call("GET", f"/api/2.0/fs/files{path}")
        expect(status in (400, 404), f"{path} was answered with {status}")
    by_token(workspace).files.upload(f"{ROOT}/plain", io.BytesIO(b"x"), overwrite=True)
    for path in (f"{ROOT}/plain/below", f"{ROOT}/{'n' * 300}", f"{ROOT}/%00", f"{ROOT}/plain/"):
        for method, kind in (("PUT", "files"), ("GET", "files"), ("PUT", "directories"), ("DELETE", "directories")):
            status, _ = workspace.call(method, f"/api/2.0/fs/{kind}{path}", b"x" if method == "PUT" else None)
            expect(status in (400, 404, 409, 200, 204) and (status >= 400 or method != "PUT"),
                   f"{method} {kind} {path}: {status}")


def check_multipart(workspace):
    """The SDK sends large files in parts, with URLs that carry their own credential."""
    client = by_client(workspace, files_ext_multipart_upload_min_stream_size=1_000_000,
                       files_ext_multipart_upload_part_size_options=[400_000])
    content = random.Random(2).randbytes(2_500_000)
    workspace.forget_requests()
    client.files.upload(f"{ROOT}/large", io.BytesIO(content), overwrite=True)
    parts = [item for item in workspace.requests() if item["path"].startswith("/_parts/") and item["method"] == "PUT"]
    expect_equal(len(parts), 7, "parts")
    expect(not any(item["authorized"] for item in parts), "a part was sent with our credential")
    expect_equal(workspace.call("GET", f"/api/2.0/fs/files{ROOT}/large", raw=True)[1], content, "content")


CHECKS = {
    "Files are uploaded, read, replaced and deleted": check_files,
    "Directories are made, listed in pages and deleted": check_directories,
    "Ranges and conditions of downloads": check_ranges,
    "Paths outside of volumes are refused": check_outside,
    "Large files are sent in parts": check_multipart,
}
