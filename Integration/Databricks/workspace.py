"""Starts the stand-in workspace for a check, and stops it.

    with StandIn(folder) as workspace:
        workspace.url, workspace.token
        workspace.sql("SELECT 1")
        workspace.fault(path="/sql/statements", status=429, headers={"Retry-After": "1"})
"""
import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

TOKEN = "dapi-0123456789abcdef"
CLIENT_ID, CLIENT_SECRET = "11111111-2222-3333-4444-555555555555", "dose-secret"
RUNNING, STOPPED = "a1b2c3d4e5f60718", "b2c3d4e5f6071829"
SLOW = "SELECT sum(id % 7) AS s FROM range(100000000000)"  # runs for minutes, and gives way when it is canceled
PROGRAM = Path(__file__).parent / "StandIn" / "standin.py"


class StandIn:
    """A running stand-in; leaving the `with` block ends it. `url` and `token` are what a client needs."""

    def __init__(self, root, *arguments, catalogs=("main",), volumes=("main.fs.stage",), fresh=True):
        self.token, self.client_id, self.client_secret = TOKEN, CLIENT_ID, CLIENT_SECRET
        self.warehouse, self.stopped_warehouse = RUNNING, STOPPED
        self.command = [sys.executable, str(PROGRAM), "--port", "0", "--root", str(root), "--pat", TOKEN,
                        "--client", f"{CLIENT_ID}:{CLIENT_SECRET}", *map(str, arguments)]
        self.command += ["--fresh"] if fresh else []
        self.command += [word for name in catalogs for word in ("--catalog", name)]
        self.command += [word for name in volumes for word in ("--volume", name)]
        self.process = self.url = None

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline().strip()
        if not line.startswith("ready "):
            self.process.wait()
            raise RuntimeError(f"The stand-in did not start: it ended with {self.process.returncode} after '{line}'.")
        self.url = line.removeprefix("ready ")
        return self

    def __exit__(self, *_):
        """Closing its standard input ends it."""
        self.process.stdin.close()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise RuntimeError("The stand-in did not end within 20 s after its standard input was closed.") from None
        finally:
            self.process.stdout.close()

    def environment(self):
        """The variables that point a Databricks client to this workspace."""
        return {"DATABRICKS_HOST": self.url, "DATABRICKS_TOKEN": self.token, "DATABRICKS_WAREHOUSE_ID": self.warehouse}

    # --- Requests ---

    def call(self, method, path, body=None, token=TOKEN, headers=None, raw=False):
        """The status and the answer of one request: JSON as objects, all else (and with `raw` everything) as octets.

        Error statuses do not raise.
        """
        octets = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, octets, method=method, headers=dict(headers or {}))
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                status, content, kind = response.status, response.read(), response.headers.get("Content-Type", "")
        except urllib.error.HTTPError as error:
            with error:
                status, content, kind = error.code, error.read(), error.headers.get("Content-Type", "")
        if raw or content and "json" not in kind:
            return status, content
        return status, json.loads(content) if content else {}

    def submit(self, statement, **fields):
        """Executes a statement and returns the answer of the API, whatever its state."""
        body = {"statement": statement, "warehouse_id": self.warehouse, "wait_timeout": "50s"} | fields
        status, answer = self.call("POST", "/api/2.0/sql/statements", body)
        if status != 200:
            raise RuntimeError(f"HTTP {status}: {answer}")
        return answer

    def sql(self, statement, **fields):
        """Executes a statement, which must succeed, and returns its rows as lists of texts."""
        answer = self.submit(statement, **fields)
        if answer["status"]["state"] != "SUCCEEDED":
            raise RuntimeError(answer["status"].get("error", {}).get("message") or answer["status"]["state"])
        rows = list(answer["result"].get("data_array", []))
        while answer["result"].get("next_chunk_internal_link"):
            _, chunk = self.call("GET", answer["result"]["next_chunk_internal_link"])
            rows += chunk["data_array"]
            answer = {"result": chunk}
        return rows

    def failure(self, statement, **fields):
        """Executes a statement that must fail, and returns its message."""
        status = self.submit(statement, **fields)["status"]
        if status["state"] != "FAILED":
            raise RuntimeError(f"expected a failure, but the state is {status['state']}: {statement}")
        return status["error"]["message"]

    # --- Controls ---

    def control(self, name, method="POST", /, **body):
        status, answer = self.call(method, f"/_standin/{name}", body if method == "POST" else None, token=None)
        if status != 200:
            raise RuntimeError(f"control {name}: HTTP {status}: {answer}")
        return answer

    def fault(self, **fault):
        """Lets matching requests go wrong, `times` of them (once, if not said). See StandIn/controls.py."""
        self.control("faults", "POST", **fault)

    def faults_left(self):
        return self.control("faults", "GET")["left"]

    def clear_faults(self):
        self.control("faults", "DELETE")

    def requests(self):
        """What was received since the last `forget_requests`."""
        return self.control("requests", "GET")["requests"]

    def forget_requests(self):
        self.control("requests", "DELETE")

    def stats(self):
        return self.control("stats", "GET")

    def expire_tokens(self):
        self.control("tokens", expire=True)

    def expire_links(self):
        self.control("links", expire=True)

    def revoke(self, name, *kinds):
        self.control("revoke", object=name, kinds=list(kinds))

    def grant(self, name):
        self.control("grant", object=name)
