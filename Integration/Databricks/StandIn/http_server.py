"""HTTP/1.1 with persistent connections: requests in, responses out, and a table of routes. It knows no API."""
import json
import re
import socket
import sys
import threading
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from errors import ApiError, bad_request

_BLOCK = 1 << 18
_DRAIN = 8 << 20  # a refused request's body is read up to this size, to keep the connection


class Response:
    """A status, headers and a body: octets, or a file with the part of it to send."""

    def __init__(self, status, body=b"", headers=None, file=None, length=None):
        self.status, self.body, self.file = status, body, file
        self.length = len(body) if length is None else length
        self.headers = headers or {}

    @classmethod
    def json(cls, body, status=200):
        return cls(status, json.dumps(body).encode(), {"Content-Type": "application/json"})

    @classmethod
    def of_error(cls, error):
        return cls.json(error.body(), error.status)


class Request:
    """One request. The body is read only when it is asked for."""

    def __init__(self, handler):
        self._handler = handler
        self.method = handler.command
        split = urlsplit(handler.path)
        self.raw_path, self.path = split.path, unquote(split.path)
        self.query = {key: values[-1] for key, values in parse_qs(split.query, keep_blank_values=True).items()}
        self.headers = {name.lower(): value for name, value in handler.headers.items()}
        self.connection = handler.connection_id
        self.parameters = {}
        self.user = None
        self.received = time.time()
        self._left = None
        self._chunked = "chunked" in self.headers.get("transfer-encoding", "").lower()
        if not self._chunked:
            text = self.headers.get("content-length", "0")
            self._left = int(text) if text.isdigit() else 0

    @property
    def base_url(self):
        return f"http://{self.headers.get('host') or '127.0.0.1:%d' % self._handler.server.server_port}"

    def blocks(self):
        """The body, block by block. A body that ends early raises ConnectionError."""
        read = self._handler.rfile
        if self._chunked:
            yield from self._chunks(read)
            return
        while self._left:
            block = read.read(min(_BLOCK, self._left))
            if not block:
                raise ConnectionError("the body ended early")
            self._left -= len(block)
            yield block

    def _chunks(self, read):
        while True:
            line = read.readline(100).split(b";")[0].strip()
            if not re.fullmatch(rb"[0-9A-Fa-f]+", line):
                raise ConnectionError("the body ended early")
            size = int(line, 16)
            if size == 0:
                while read.readline(4000).strip():
                    pass
                self._chunked, self._left = False, 0
                return
            while size:
                block = read.read(min(_BLOCK, size))
                if not block:
                    raise ConnectionError("the body ended early")
                size -= len(block)
                yield block
            read.readline(10)

    def body(self):
        return b"".join(self.blocks())

    def json(self):
        """The body as a JSON object; an empty body is an empty object."""
        text = self.body()
        try:
            body = json.loads(text) if text.strip() else {}
        except (ValueError, RecursionError) as error:
            raise bad_request(f"Could not parse request object: {error}", "MALFORMED_REQUEST") from None
        if not isinstance(body, dict):
            raise bad_request("Could not parse request object: an object was expected.", "MALFORMED_REQUEST")
        return body

    def drain(self):
        """Reads what is left of the body; says whether the connection can go on."""
        if self._left and self._left > _DRAIN:
            return False
        read = 0
        for block in self.blocks():
            read += len(block)
            if read > _DRAIN:
                return False
        return True


class Routes:
    """Finds the function for a method and a path such as `/api/2.1/unity-catalog/tables/{name}` or `/files{path*}`."""

    def __init__(self):
        self._routes = []

    def add(self, method, template, function):
        pattern = ""
        for piece in re.split(r"(\{\w+\*?\})", template):
            name = piece[1:-1].rstrip("*")
            if piece.endswith("*}"):
                pattern += f"(?P<{name}>.*)"
            elif piece.startswith("{"):
                pattern += f"(?P<{name}>[^/]+)"
            else:
                pattern += re.escape(piece)
        self._routes.append((method, re.compile(pattern), function))

    def find(self, request):
        for method, pattern, function in self._routes:
            match = pattern.fullmatch(request.raw_path)
            if match and method == request.method:
                request.parameters = {name: unquote(value) for name, value in match.groupdict().items()}
                return function
        raise ApiError(404, "ENDPOINT_NOT_FOUND", f"No API found for '{request.method} {request.path}'")


class Dropped(Exception):
    """The connection is to be closed without (the rest of) an answer."""

    def __init__(self, response=None):
        super().__init__("dropped")
        self.response = response


class Server(ThreadingHTTPServer):
    """Hands every request to `answer`, on a thread per connection."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port, answer):
        self.answer = answer
        self.connections = 0
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), Handler)

    def next_connection(self):
        with self._lock:
            self.connections += 1
            return self.connections

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            traceback.print_exc()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "StandIn"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16

    def setup(self):
        super().setup()
        self.connection_id = self.server.next_connection()

    def log_message(self, *_):
        pass

    def _serve(self):
        request = Request(self)
        try:
            response = self.server.answer(request)
        except Dropped as drop:
            self._drop(drop.response)
            return
        except ConnectionError:
            self.close_connection = True
            return
        self._send(request, response)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = _serve

    def _send(self, request, response):
        try:
            whole = request.drain()
        except ConnectionError:
            whole = False
        if not whole:
            self.close_connection = True
        self._headers(response)
        if self.command != "HEAD" and response.status not in (204, 304):
            self._content(response, response.length)
        elif response.file:
            response.file.close()
        self.wfile.flush()

    def _headers(self, response):
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status not in (204, 304):
            self.send_header("Content-Length", str(response.length))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _content(self, response, length):
        if response.file is None:
            self.wfile.write(response.body[:length])
            return
        with response.file as file:
            while length:
                block = file.read(min(_BLOCK, length))
                if not block:
                    self.close_connection = True
                    return
                self.wfile.write(block)
                length -= len(block)

    def _drop(self, response):
        """Closes at once, or in the middle of a response's body."""
        self.close_connection = True
        if response is not None:
            self._headers(response)
            self._content(response, response.length // 2)
            self.wfile.flush()
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
