"""A web server for tests, on a free port of the loopback interface.

usage: server.py [CERTIFICATE KEY]

Says its port on the first line of standard output and ends when its standard input does.
"""

import http.server
import json
import socket
import ssl
import struct
import sys
import threading
import time
import urllib.parse

ended = threading.Event()
counts = {}
gates = {}
counts_lock = threading.Lock()
connections = iter(range(1, 1 << 40))


def count(key):
    with counts_lock:
        counts[key] = counts.get(key, 0) + 1
        return counts[key]


def gate(key):
    with counts_lock:
        return gates.setdefault(key, threading.Event())


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16

    def setup(self):
        super().setup()
        self.connection_number = next(connections)

    def log_message(self, *arguments):
        pass

    def log_error(self, *arguments):
        pass

    def read_body(self):
        """The number of bytes, the first of them and a checksum of all."""
        rest, first, checksum = int(self.headers.get("Content-Length", 0)), b"", 0
        length = rest
        while rest:
            piece = self.rfile.read(min(rest, 1 << 16))
            if not piece:
                break
            first = (first + piece)[:1024]
            checksum = (checksum + sum(piece)) % (1 << 32)
            rest -= len(piece)
        return length - rest, first, checksum

    def reply(self, status, body=b"", fields=()):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def hang_up(self):
        """Resets the connection."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def handle_any(self):
        parts = urllib.parse.urlsplit(self.path)
        self.query = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
        route = getattr(self, "at_" + parts.path.strip("/").split("/")[0].replace("-", "_"), None)
        if route is None:
            # As a proxy gets it, or something unknown.
            self.read_body()
            return self.reply(404, ("nothing at " + self.path).encode())
        route()

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

    def at_echo(self):
        length, first, checksum = self.read_body()
        answer = {
            "method": self.command, "path": self.path, "connection": self.connection_number, "length": length,
            "first": first.decode("latin-1"), "checksum": checksum, "headers": [list(f) for f in self.headers.items()],
        }
        self.reply(200, json.dumps(answer).encode())

    def at_status(self):
        """/status?code=..&body=..&field=Name:value"""
        self.read_body()
        field = self.query.get("field")
        fields = [tuple(field.split(":", 1))] if field else []
        self.reply(int(self.query["code"]), self.query.get("body", "").encode(), fields)

    def at_bytes(self):
        """/bytes?count=..  a pattern that has no short period"""
        count = int(self.query["count"])
        self.send_response(200)
        self.send_header("Content-Length", str(count))
        self.end_headers()
        block = bytes((i * i + i // 251) % 256 for i in range(65_536))
        while count > 0:
            self.wfile.write(block[: min(count, len(block))])
            count -= len(block)

    def at_chunked(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in (b"one ", b"two ", b"three"):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def at_slow(self):
        """/slow?seconds=..&key=..  the answer comes late; the request is counted"""
        count(self.query.get("key"))
        ended.wait(float(self.query["seconds"]))
        self.reply(200, b"late")

    def at_stall(self):
        """/stall?key=..  the head and a part of the body, then nothing for ever; the request is counted"""
        count(self.query.get("key"))
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x" * 10)
        self.wfile.flush()
        ended.wait(300)

    def at_drop(self):
        """/drop?code=..  a part of the body, then the end"""
        self.read_body()
        self.break_off()

    def break_off(self):
        self.send_response(int(self.query.get("code", "200")))
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"y" * 10)
        self.wfile.flush()
        time.sleep(0.05)
        self.hang_up()

    def at_vanish(self):
        """/vanish?key=..  reads the request, counts it and ends without a word"""
        self.read_body()
        count(self.query["key"])
        self.hang_up()

    def at_flaky(self):
        """/flaky?key=..&until=..  hangs up in the body, says 503, and is well from the given attempt on"""
        length, first, checksum = self.read_body()
        attempt = count(self.query["key"])
        if attempt >= int(self.query["until"]):
            return self.reply(200, json.dumps({"attempt": attempt, "length": length, "checksum": checksum}).encode())
        if attempt % 2:
            return self.break_off()
        self.reply(503, b"later", [("Retry-After", "2")])

    def at_count(self):
        self.reply(200, str(counts.get(self.query["key"], 0)).encode())

    def at_early(self):
        """Refuses without reading the body."""
        self.reply(413, b"too much", [("Connection", "close")])
        self.close_connection = True

    def at_gated(self):
        """/gated?key=..  counts the request, and reads its body after /open?key=.."""
        count(self.query["key"])
        gate(self.query["key"]).wait(60)
        self.at_echo()

    def at_open(self):
        gate(self.query["key"]).set()
        self.reply(200)

    def at_interim(self):
        self.wfile.write(b"HTTP/1.1 103 Early Hints\r\nX-Early: yes\r\n\r\n")
        self.reply(200, b"final", [("X-Final", "yes")])

    def at_head_bomb(self):
        self.send_response(200)
        for i in range(40_000):
            self.send_header("X-%d" % i, "z" * 60)
        self.reply(200)

    def at_garbage(self):
        self.wfile.write(b"\x15\x03\x01\x00\x02\x02\x0a not http at all\r\n\r\n")
        self.close_connection = True


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        pass


def main():
    server = Server(("127.0.0.1", 0), Handler)
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()
    ended.set()


main()
