"""Requests that fail on their way: limits, lost connections, pages of proxies, wrong hosts and certificates."""
import contextlib
import http.server
import socket
import ssl
import subprocess
import threading

import pyarrow.parquet as pq

from checking import expect, expect_equal
from failures_world import SUBMIT

LIST, TABLES, FILES, LINKS = "/unity-catalog/tables$", "/unity-catalog/tables/", "/fs/files/", "/_links/"
PAGE = "<!DOCTYPE html>\n<html><head><title>Sign in to the proxy</title></head><body>no</body></html>"


def check_asked_to_wait(world):
    """429 with Retry-After, and 503, are tried again, wherever they come."""
    for number, (method, path) in enumerate([("GET", TABLES), ("POST", SUBMIT), ("PUT", FILES), ("DELETE", FILES)]):
        name = f"patient_{number}"
        world.workspace.fault(method=method, path=path, status=429, headers={"Retry-After": "1"})
        world.workspace.fault(method=method, path=path, status=503, headers={"Retry-After": "0"})
        world.register(name, world.rows(400))
        expect_equal((world.workspace.faults_left(), len(world.table(name))), (0, 400), f"{method} {path}")
        world.expect_clean(name)
    world.workspace.fault(path=LINKS, status=503)
    training = world.historical("patient_0", world.entities(20))
    expect_equal(training.column("amount").to_pylist(), [1.5 + row for row in range(20)], "amounts")


def check_cut_upload(world):
    """A connection that is lost in the middle of an upload: once is no failure; for ever is one, and nothing stays."""
    rows = world.rows(300_000)  # several MB, more than the kernel takes at once
    for drop in ("before", "after"):
        world.workspace.fault(method="PUT", path=FILES, drop=drop)
        world.register(f"cut_{drop}", rows)
        expect_equal(world.workspace.sql(f"SELECT count(*), sum(customer_id) FROM main.feature_store.cut_{drop}"),
                     [["300000", str(sum(range(300_000)))]], drop)
    world.workspace.fault(method="PUT", path=FILES, drop="before", times=1000)
    world.fails(["view 'never_there'", "127.0.0.1"],
                *world.register_words("never_there", rows),
                retry_timeout_seconds=2)
    expect_equal(world.table("never_there"), None, "no table")
    world.expect_clean("a lost upload")


def check_cut_chunk(world):
    """The same in the middle of a chunk of a result, and of a file of results."""
    world.register("chunks", world.rows(120))
    for path, times in ((LINKS, 2), ("/result/chunks/", 2)):
        world.workspace.fault(path=path, drop="body", times=times)
        training = world.historical("chunks", world.entities(120))
        expect_equal(training.column("amount").to_pylist(), [1.5 + row for row in range(120)], path)
    output = world.folder / "cut.parquet"
    world.workspace.fault(path=LINKS, drop="body", times=1000)
    message = world.fails(["Chunk", "statement", "127.0.0.1"],
                          *world.historical_words("chunks", world.entities(120), output))
    expect("/_links/" not in message, f"the link is shown: {message}")
    expect(not output.exists(), "half a result was written")
    world.workspace.clear_faults()
    world.workspace.fault(method="GET", path=FILES, drop="body", times=2)
    whole = world.folder / "whole.parquet"
    world.succeeds("tables", "read", "chunks", "--output", whole)
    expect_equal(world.workspace.faults_left(), 0, "faults")
    world.expect_clean("a file that came in parts")


def check_lost_export(world):
    """The answer to an export is lost while the statement may go on: it is run again elsewhere, no row is doubled."""
    world.register("exported", world.rows(30))
    for drop in ("before", "after", "body"):
        world.workspace.forget_requests()
        world.workspace.fault(method="POST", path=SUBMIT, drop=drop)
        output = world.folder / f"exported-{drop}.parquet"
        world.succeeds("tables", "read", "exported", "--output", output)
        expect_equal(sorted(pq.read_table(output).column("customer_id").to_pylist()), list(range(30)), drop)
        folders = {item["path"] for item in world.asked("GET", "/fs/directories/")}
        expect(len(folders) > 1, f"{drop}: one folder for both statements: {folders}")
        world.expect_clean(drop)


def check_pages(world):
    """A page where JSON was expected, whatever its status, is no success and no missing table."""
    world.register("paged", world.rows(400))
    before, words = world.table("paged"), world.register_words("paged", world.rows(400, first=1000))
    for method, path in (("GET", TABLES), ("POST", SUBMIT), ("PUT", FILES)):
        for status in (200, 404):
            world.workspace.fault(method=method, path=path, status=status, body=PAGE, times=1000)
            world.fails(["Sign in to the proxy", "DATABRICKS_HOST", "127.0.0.1" if status == 200 else "404"], *words)
            world.workspace.clear_faults()
            expect_equal(world.table("paged"), before, f"{method} {path} {status}")
            world.expect_clean(f"{method} {path} {status}")
    world.workspace.fault(path="/unity-catalog/", status=404, body=PAGE, times=1000)
    world.fails(["Sign in to the proxy", "DATABRICKS_HOST"], "views", "list")
    world.workspace.clear_faults()
    world.workspace.fault(path="/unity-catalog/",
                          status=302,
                          headers={"Location": "/login.html?next_url=x&secret=wrong-secret"},
                          body="")
    world.fails(["302", "/login.html", "DATABRICKS_HOST"], "views", "list")
    world.workspace.fault(path="/unity-catalog/", status=302, body="",
                          headers={"Location": "/login.html?error=private-link-validation-error"})
    world.fails(["private link", "302"], "views", "list")
    world.workspace.fault(path="/unity-catalog/",
                          status=200,
                          body="{\"tables\": [",
                          headers={"Content-Type": "application/json"})
    world.fails(["no JSON", "DATABRICKS_HOST", "/unity-catalog/tables"], "views", "list")
    world.workspace.fault(path=LINKS, status=200, body=PAGE)
    world.fails(["Chunk 0 of statement", "proxy"],
                *world.historical_words("paged", world.entities(20), world.folder / "page.parquet"))
    world.workspace.fault(method="GET", path=FILES, status=200, body=PAGE)
    world.fails(["web page", "DATABRICKS_HOST"], "tables", "read", "paged", "--output", world.folder / "page.parquet")
    expect(not (world.folder / "page.parquet").exists(), "a page was written as rows")
    world.expect_clean("a page as a file")


def check_server_errors(world):
    """500 is no success and not repeated; 502 is repeated; the request is named by its number."""
    world.register("served", world.rows(5))
    world.workspace.fault(path=LIST,
                          status=500,
                          headers={"x-request-id": "req-500"},
                          body={"error_code": "INTERNAL_ERROR", "message": "Oh."})
    world.fails(["Oh.", "500", "req-500", "try again later"], "views", "show", "served")
    world.workspace.fault(path=LIST, status=502, body="<html><pre>upstream is away</pre></html>", times=2)
    world.succeeds("views", "show", "served")
    body = {"error_code": "ABORTED", "message": "Busy\nnow.\u001b[31m"}
    world.workspace.fault(path=LIST, status=409, body=body)
    message = world.fails(["Busy now.", "try again"], "views", "show", "served")
    expect("\u001b" not in message, "a control character reached the terminal")


class Nonsense(http.server.BaseHTTPRequestHandler):
    """Some other server: it answers everything the same way."""

    def do_GET(self):
        status, kind, body = self.server.reply
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_PUT = do_DELETE = do_GET

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def other_server(reply):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Nonsense)
    server.reply = reply
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def check_wrong_host(world):
    """A server that is no workspace is never taken for an empty one."""
    entities = world.entities(3)
    for reply in ((404, "text/html", PAGE.encode()), (200, "text/html", PAGE.encode()),
                  (404, "text/plain", b"404 page not found"), (200, "text/plain", b"hello"),
                  (404, "application/json", b'{"error_code": "ENDPOINT_NOT_FOUND", "message": "No API."}')):
        with other_server(reply) as url:
            for words in (["views", "list"], world.register_words("v", world.rows(3)),
                          world.historical_words("v", entities, world.folder / "wrong.parquet")):
                message = world.fails([], *words, host=url)
                expect("DATABRICKS_HOST" in message or "No API" in message, f"{reply}: {message}")


def check_unreachable(world):
    for host, words in (("https://no-such-workspace.invalid", ["no-such-workspace.invalid"]),
                        (f"http://127.0.0.1:{free_port()}", ["127.0.0.1"])):
        message = world.fails([*words, "DATABRICKS_HOST", "There is no connection"],
                              "views",
                              "list",
                              host=host,
                              retry_timeout_seconds=2)
        code, _, errors = world.run("views", "list", host=host, retry_timeout_seconds=8)
        expect(code == 1 and "again in" in errors, f"retries are not logged: {errors}")
        expect("Check" in message, message)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def encrypted(world, certificate, key):
    """A server that speaks TLS in front of the stand-in."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))
    target = ("127.0.0.1", int(world.workspace.url.rpartition(":")[2]))

    def copy(source, sink):
        with contextlib.suppress(OSError):
            while block := source.recv(65536):
                sink.sendall(block)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
                outside = context.wrap_socket(connection, server_side=True)
            except ssl.SSLError:
                continue
            except OSError:
                if listener.fileno() < 0:
                    return
                continue
            inside = socket.create_connection(target)
            for pair in ((outside, inside), (inside, outside)):
                threading.Thread(target=copy, args=pair, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"https://localhost:{listener.getsockname()[1]}"
    finally:
        listener.close()


def check_tls(world):
    """A certificate that is not trusted, not of this host, or no TLS at all; one's own is trusted when it is named."""
    key, own, other = (world.folder / name for name in ("key.pem", "own.pem", "other.pem"))
    for name, file in (("localhost", own), ("elsewhere.example", other)):
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", file]
        command += ["-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
        subprocess.run(command, check=True, capture_output=True)
        with encrypted(world, file, key) as url:
            world.fails(["localhost", "cannot be trusted", "SSL_CERT_FILE"], "views", "list", host=url)
            trusting = {"SSL_CERT_FILE": str(file)}
            if file is own:
                world.succeeds("views", "list", host=url, variables=trusting)
            else:
                world.fails(["localhost", "cannot be trusted"], "views", "list", host=url, variables=trusting)
    world.fails(["127.0.0.1"],
                "views",
                "list",
                host=world.workspace.url.replace("http:", "https:"),
                retry_timeout_seconds=2)
    world.fails(["nowhere.pem", "SSL_CERT_FILE"], "views", "list", variables={"SSL_CERT_FILE": "/nowhere.pem"})


CHECKS = {
    "Asked to wait: tried again": check_asked_to_wait,
    "The connection is lost during an upload": check_cut_upload,
    "The connection is lost during a result": check_cut_chunk,
    "The answer to an export is lost": check_lost_export,
    "Pages of proxies and redirections": check_pages,
    "Errors of the server": check_server_errors,
    "Another server than a workspace": check_wrong_host,
    "Hosts that cannot be reached": check_unreachable,
    "Certificates": check_tls,
}
