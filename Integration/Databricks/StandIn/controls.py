"""Controls for tests, below `/_standin/`. They need no token and are neither recorded nor disturbed by faults.

    POST /_standin/faults   {"method", "path" (regular expression), "status", "headers", "body", "delay", "drop", "skip", "times"}
    DELETE /_standin/faults
    GET /_standin/requests  [{"method", "path", "query", "authorized", "connection", "status", "user_agent"}]; DELETE forgets them
    GET /_standin/stats     {"engine_seconds", "requests", "connections", "statements": […]}
    POST /_standin/tokens   {"expire": true, "expires_in": seconds}
    POST /_standin/links    {"expire": true, "seconds": life of new links}
    POST /_standin/revoke   {"object", "kinds": ["read", "write"]};  POST /_standin/grant {"object"}
    POST /_standin/settings {"chunk_rows", "start_delay", "sync_delay", "state_delay", "statement_delay"}; delays are seconds
    POST /_standin/close    {}: all results are gone, their statements CLOSED
"""
import json
import re
import threading
import time

from errors import bad_request, missing
from http_server import Dropped, Response

PREFIX = "/_standin/"


class Fault:
    """What goes wrong for requests of a method and path: a status, a delay, or a lost connection.

    `drop` is "before" (the work is not done), "after" (it is done, and not answered) or "body" (it is done, and half the
    body is sent).
    """

    def __init__(self, body):
        self.method = body.get("method")
        try:
            self.path = re.compile(body.get("path") or ".*")
        except re.error as error:
            raise bad_request(f"path is no regular expression: {error}") from None
        self.status, self.headers = body.get("status"), body.get("headers") or {}
        self.body, self.delay, self.drop = body.get("body"), body.get("delay") or 0, body.get("drop")
        self.skip, self.times = body.get("skip") or 0, body.get("times", 1)
        if self.drop not in (None, "before", "after", "body"):
            raise bad_request("drop must be before, after or body.")

    def matches(self, request):
        return self.method in (None, request.method) and self.path.search(request.raw_path)

    def response(self):
        body = self.body
        if body is None:
            body = {"error_code": "INJECTED", "message": f"Injected fault {self.status}."}
        if isinstance(body, str):
            return Response(self.status, body.encode(), {"Content-Type": "text/html"} | self.headers)
        return Response(self.status, json.dumps(body).encode(), {"Content-Type": "application/json"} | self.headers)


class Controls:
    """Faults, the record of requests, and the switches of the workspace's parts."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.faults, self.requests = [], []
        self._lock = threading.Lock()

    # --- Used by the server ---

    def around(self, request, work):
        """Records a request and does its work, with the fault that is due, if any."""
        entry = {"method": request.method, "path": request.raw_path, "query": request.query, "status": None,
                 "authorized": "authorization" in request.headers, "connection": request.connection,
                 "user_agent": request.headers.get("user-agent"), "headers": sorted(request.headers)}
        with self._lock:
            self.requests.append(entry)
            fault = self._due(request)
        if fault is None:
            response = work(request)
        else:
            entry["fault"] = True
            response = self._disturb(fault, request, work)
        entry["status"] = response.status
        return response

    def _due(self, request):
        for fault in self.faults:
            if fault.matches(request):
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.remove(fault)
                return fault
        return None

    def _disturb(self, fault, request, work):
        time.sleep(fault.delay)
        if fault.drop == "before":
            raise Dropped
        if fault.drop == "after":
            work(request)
            raise Dropped
        if fault.drop == "body":
            raise Dropped(work(request))
        return work(request) if fault.status is None else fault.response()

    # --- Requests of tests ---

    def answer(self, request):
        name = request.path.removeprefix(PREFIX)
        function = getattr(self, f"_{request.method.lower()}_{name}", None)
        if function is None:
            raise missing(f"No control '{request.method} {name}'.")
        body = request.json() if request.method == "POST" else {}
        return Response.json(function(body) or {})

    def _post_faults(self, body):
        with self._lock:
            self.faults.append(Fault(body))

    def _get_faults(self, _body):
        return {"left": len(self.faults)}

    def _delete_faults(self, _body):
        with self._lock:
            self.faults.clear()

    def _get_requests(self, _body):
        with self._lock:
            return {"requests": list(self.requests)}

    def _delete_requests(self, _body):
        with self._lock:
            self.requests.clear()

    def _get_stats(self, _body):
        workspace = self.workspace
        return {"engine_seconds": workspace.engine.seconds, "requests": len(self.requests),
                "connections": workspace.server.connections, "statements": list(workspace.statements.texts),
                "tokens_issued": workspace.auth.issues}

    def _post_tokens(self, body):
        if "expires_in" in body:
            self.workspace.auth.expires_in = body["expires_in"]
        if body.get("expire"):
            self.workspace.auth.expire()

    def _post_links(self, body):
        if "seconds" in body:
            self.workspace.statements.link_seconds = body["seconds"]
        if body.get("expire"):
            self.workspace.statements.expire_links()

    def _post_revoke(self, body):
        self.workspace.permissions.revoke(_object(body), body.get("kinds") or ["read", "write"])

    def _post_grant(self, body):
        self.workspace.permissions.grant(_object(body))

    def _post_close(self, _body):
        self.workspace.statements.close()

    def _post_settings(self, body):
        for name, value in body.items():
            if name == "start_delay":
                for warehouse in self.workspace.warehouses.known.values():
                    warehouse.start_delay = value
            elif name in ("chunk_rows", "sync_delay", "state_delay", "statement_delay"):
                setattr(self.workspace, name, value)
            else:
                raise bad_request(f"There is no setting '{name}'.")


def _object(body):
    if not isinstance(body.get("object"), str):
        raise bad_request("object is required.")
    return body["object"]
