"""The Files API: `/api/2.0/fs/files/Volumes/…` and `/api/2.0/fs/directories/Volumes/…`."""
import base64
import hashlib
import json
import os
import re
import secrets
import shutil
import uuid
from email.utils import formatdate, parsedate_to_datetime

import fields
from errors import ApiError, bad_request, exists, missing
from http_server import Response

_PAGE = 1000


class Files:
    def __init__(self, workspace):
        self.workspace, self.volumes = workspace, workspace.volumes
        self.uploads = {}  # session token → (path, overwrite, folder of parts)

    def routes(self):
        return [(method, path, _refusing(function)) for method, path, function in self._routes()]

    def _routes(self):
        files, folders = "/api/2.0/fs/files{path*}", "/api/2.0/fs/directories{path*}"
        return [
            ("PUT", files, self.put), ("GET", files, self.get), ("HEAD", files, self.get),
                ("DELETE", files, self.delete),
            ("POST", files, self.multipart),
            ("POST", "/api/2.0/fs/create-upload-part-urls", self.part_urls),
            ("POST", "/api/2.0/fs/create-abort-upload-url", self.abort_url),
            ("PUT", "/_parts/{token}/{number}", self.put_part), ("DELETE", "/_parts/{token}", self.drop_parts),
            ("PUT", folders, self.make_folder), ("GET", folders, self.list), ("HEAD", folders, self.head_folder),
            ("DELETE", folders, self.delete_folder),
        ]

    def _local(self, request):
        local = self.volumes.rest_path(request.parameters["path"])
        self.workspace.permissions.volume(local, rest=True)
        return local

    # --- Files ---

    def put(self, request):
        """The file appears whole or not at all."""
        local = self._local(request)
        overwrite = request.query.get("overwrite", "false").lower() == "true"
        self._check_target(request, local, overwrite)
        os.makedirs(os.path.dirname(local), exist_ok=True)
        temporary = self._scratch()
        try:
            with open(temporary, "wb") as file:
                for block in request.blocks():
                    file.write(block)
            self._place(request.parameters["path"], temporary, local, overwrite)
        finally:
            if os.path.exists(temporary):
                os.unlink(temporary)
        return Response(204)

    def _scratch(self):
        folder = os.path.join(self.workspace.root, "uploads")
        os.makedirs(folder, exist_ok=True)
        return os.path.join(folder, uuid.uuid4().hex)

    def _check_target(self, request, local, overwrite):
        path = request.parameters["path"]
        if path.endswith("/") or os.path.isdir(local):
            raise bad_request(f"The path '{path}' is a directory.")
        if os.path.exists(local) and not overwrite:
            raise exists(f"The file being created already exists: {path}", "ALREADY_EXISTS")

    def _place(self, path, temporary, local, overwrite):
        if overwrite:
            os.replace(temporary, local)
            return
        try:
            os.link(temporary, local)
        except FileExistsError:
            raise exists(f"The file being created already exists: {path}", "ALREADY_EXISTS") from None

    def get(self, request):
        """GET with Range and If-Unmodified-Since, and HEAD."""
        local = self._local(request)
        if not os.path.isfile(local) or request.parameters["path"].endswith("/"):
            raise missing(f"The file '{request.parameters['path']}' was not found.", "NOT_FOUND")
        file = open(local, "rb")
        size, modified = os.fstat(file.fileno()).st_size, os.fstat(file.fileno()).st_mtime
        since = request.headers.get("if-unmodified-since")
        if since and int(modified) > parsedate_to_datetime(since).timestamp():
            file.close()
            raise ApiError(412, "PRECONDITION_FAILED", "The file was changed.")
        headers = {"Content-Type": "application/octet-stream", "Last-Modified": formatdate(modified, usegmt=True),
                   "Accept-Ranges": "bytes"}
        span = _range(request.headers.get("range"), size)
        if span is None:
            return Response(200, headers=headers, file=file, length=size)
        start, end = span
        if start >= size:
            file.close()
            return Response(416, headers={"Content-Range": f"bytes */{size}"})
        file.seek(start)
        headers["Content-Range"] = f"bytes {start}-{end}/{size}"
        return Response(206, headers=headers, file=file, length=end - start + 1)

    def delete(self, request):
        local = self._local(request)
        if not os.path.isfile(local) or request.parameters["path"].endswith("/"):
            raise missing(f"The file '{request.parameters['path']}' was not found.", "NOT_FOUND")
        os.unlink(local)
        return Response(204)

    # --- Directories ---

    def make_folder(self, request):
        local = self._local(request)
        if os.path.isfile(local):
            raise exists(f"The path '{request.parameters['path']}' is a file.", "ALREADY_EXISTS")
        os.makedirs(local, exist_ok=True)
        return Response(204)

    def head_folder(self, request):
        if not os.path.isdir(self._local(request)):
            raise missing(f"The directory '{request.parameters['path']}' was not found.", "NOT_FOUND")
        return Response(200)

    def delete_folder(self, request):
        local = self._local(request)
        if not os.path.isdir(local):
            raise missing(f"The directory '{request.parameters['path']}' was not found.", "NOT_FOUND")
        try:
            os.rmdir(local)
        except OSError:
            raise bad_request(f"The directory '{request.parameters['path']}' is not empty.",
                              "DIRECTORY_NOT_EMPTY") from None
        return Response(204)

    def list(self, request):
        local, path = self._local(request), request.parameters["path"].rstrip("/")
        if not os.path.isdir(local):
            raise missing(f"The directory '{path}' was not found.", "NOT_FOUND")
        size = request.query.get("page_size", "")
        size = min(int(size), _PAGE) if size.isdigit() and int(size) else _PAGE
        names = [name for name in sorted(os.listdir(local)) if name > _after(request)]
        body = {"contents": [_entry(local, path, name) for name in names[:size]]}
        if not body["contents"]:
            body = {}
        if len(names) > size:
            body["next_page_token"] = base64.urlsafe_b64encode(names[size - 1].encode()).decode()
        return Response.json(body)

    # --- Multipart uploads ---

    def multipart(self, request):
        action, path = request.query.get("action"), request.parameters["path"]
        local = self._local(request)
        if action == "initiate-upload":
            overwrite = request.query.get("overwrite", "false").lower() == "true"
            self._check_target(request, local, overwrite)
            token = secrets.token_urlsafe(16)
            folder = self._scratch()
            os.makedirs(folder)
            self.uploads[token] = (path, overwrite, folder)
            return Response.json({"multipart_upload": {"session_token": token}})
        if action == "complete-upload":
            return self._complete(request, local)
        raise bad_request(f"Unknown action '{action}'.")

    def _upload(self, token):
        if token not in self.uploads:
            raise missing("The upload session does not exist.", "NOT_FOUND")
        return self.uploads[token]

    def part_urls(self, request):
        body = request.json()
        self._upload(fields.text(body, "session_token"))
        first, count = fields.integer(body, "start_part_number", 1, 10_000) or 1, fields.integer(body, "count", 1,
                                                                                                 100) or 1
        return Response.json({"upload_part_urls": [
            {"part_number": number, "url": f"{request.base_url}/_parts/{body['session_token']}/{number}",
             "headers": [{"name": "x-upload-part", "value": str(number)}]} for number in range(first, first + count)]})

    def abort_url(self, request):
        token = fields.text(request.json(), "session_token")
        self._upload(token)
        return Response.json({"abort_upload_url": {"url": f"{request.base_url}/_parts/{token}", "headers": []}})

    def put_part(self, request):
        if "authorization" in request.headers or request.headers.get("x-upload-part") != request.parameters["number"]:
            raise ApiError(403, "PERMISSION_DENIED",
                           "The URL has a credential of its own; send only the headers given with it.")
        _, _, folder = self._upload(request.parameters["token"])
        digest = hashlib.md5()
        with open(os.path.join(folder, request.parameters["number"]), "wb") as file:
            for block in request.blocks():
                digest.update(block)
                file.write(block)
        return Response(200, headers={"ETag": f'"{digest.hexdigest()}"'})

    def drop_parts(self, request):
        shutil.rmtree(self._upload(request.parameters["token"])[2], ignore_errors=True)
        del self.uploads[request.parameters["token"]]
        return Response(204)

    def _complete(self, request, local):
        token = request.query.get("session_token")
        path, overwrite, folder = self._upload(token)
        parts = fields.objects(request.json(), "parts", required=True)
        temporary = self._scratch()
        try:
            with open(temporary, "wb") as whole:
                for part in sorted(parts, key=lambda part: part["part_number"]):
                    with open(os.path.join(folder, str(part["part_number"])), "rb") as file:
                        octets = file.read()
                    if part.get("etag") != f'"{hashlib.md5(octets).hexdigest()}"':
                        raise bad_request(f"The ETag of part {part['part_number']} is wrong.")
                    whole.write(octets)
            os.makedirs(os.path.dirname(local), exist_ok=True)
            self._place(path, temporary, local, overwrite)
        except (KeyError, TypeError, FileNotFoundError):
            raise bad_request("A part is missing.") from None
        finally:
            if os.path.exists(temporary):
                os.unlink(temporary)
        shutil.rmtree(folder, ignore_errors=True)
        del self.uploads[token]
        return Response(200, json.dumps({}).encode(), {"Content-Type": "application/json"})


def _refusing(function):
    """The function, with what the file system refuses (a file where a directory should be, and the like) as bad requests."""
    def answer(request):
        try:
            return function(request)
        except ConnectionError:
            raise
        except OSError as error:
            raise bad_request(f"The path '{request.parameters.get('path')}' cannot be used: {error.strerror}.") from None
    return answer


def _range(text, size):
    """The first and the last octet of a Range header; None to send all."""
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", (text or "").strip())
    if not match or not (match[1] or match[2]):
        return None
    if not match[1]:
        return max(0, size - int(match[2])), size - 1
    end = min(int(match[2]), size - 1) if match[2] else size - 1
    return (int(match[1]), end) if int(match[1]) <= end or int(match[1]) >= size else None


def _after(request):
    """The name after which a page begins."""
    try:
        return base64.urlsafe_b64decode(request.query.get("page_token", "")).decode()
    except ValueError:
        raise bad_request("page_token is not valid.") from None


def _entry(local, path, name):
    status = os.stat(os.path.join(local, name))
    if os.path.isdir(os.path.join(local, name)):
        return {"path": f"{path}/{name}/", "name": name, "is_directory": True,
                "last_modified": int(status.st_mtime * 1000)}
    return {"path": f"{path}/{name}", "name": name, "is_directory": False, "file_size": status.st_size,
            "last_modified": int(status.st_mtime * 1000)}
