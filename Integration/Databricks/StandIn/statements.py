"""The Statement Execution API: `/api/2.0/sql/statements`."""
import datetime as dt
import re
import secrets
import threading
import time
import uuid
from dataclasses import dataclass, field

import fields
from errors import ApiError, Canceled, SqlError, bad_request, missing
from http_server import Response
from parameters import literals
from results import Result
from session import Job, Session

_LIMIT = 16 * 1024 * 1024
_FINAL = ("SUCCEEDED", "FAILED", "CANCELED", "CLOSED")
_KEPT = 300  # statements whose results are kept


@dataclass
class Submission:
    """A checked request."""

    statement: str
    warehouse_id: str
    catalog: str
    schema: str
    parameters: dict
    wait: float
    on_wait_timeout: str
    disposition: str
    format: str
    row_limit: int | None
    byte_limit: int | None


@dataclass
class Statement:
    """One submitted statement; `changed` guards and announces its state."""

    submission: Submission
    user: str
    statement_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    state: str = "PENDING"
    error: dict | None = None
    sql_state: str | None = None
    result: Result | None = None
    changed: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self):
        self.job = Job(self.statement_id)


class Statements:
    """Runs statements and answers for them."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.known = {}
        self.links = {}
        self.link_seconds = 900
        self.texts = []

    def routes(self):
        prefix = "/api/2.0/sql/statements"
        return [
            ("POST", prefix, self.execute),
            ("GET", prefix + "/{id}", self.get),
            ("GET", prefix + "/{id}/result/chunks/{index}", self.chunk),
            ("POST", prefix + "/{id}/cancel", self.cancel),
            ("GET", "/_links/{token}", self.follow),
        ]

    # --- Requests ---

    def execute(self, request):
        submission = read_submission(request.json(), self.workspace)
        self.workspace.permissions.warehouse(submission.warehouse_id)
        warehouse = self.workspace.warehouses.find(submission.warehouse_id)
        statement = Statement(submission, request.user)
        self.known[statement.statement_id] = statement
        self.close(_KEPT)
        self.texts.append(submission.statement)
        threading.Thread(target=self._run, args=(statement, warehouse), daemon=True).start()
        with statement.changed:
            statement.changed.wait_for(lambda: statement.state in _FINAL, submission.wait)
        if statement.state not in _FINAL and submission.on_wait_timeout == "CANCEL" and submission.wait:
            self._cancel(statement)
        return Response.json(self._answer(statement, request))

    def get(self, request):
        return Response.json(self._answer(self._find(request), request))

    def chunk(self, request):
        statement = self._find(request)
        if statement.state != "SUCCEEDED":
            raise bad_request(f"The statement {statement.statement_id} is in state {statement.state} and has no result.")
        index = request.parameters["index"]
        if not index.isdigit() or int(index) >= len(statement.result.chunks):
            raise missing(f"The requested chunk with index {index} was not found.", "NOT_FOUND")
        return Response.json(self._chunk_body(statement, int(index), request))

    def cancel(self, request):
        self._cancel(self._find(request))
        return Response.json({})

    def _find(self, request):
        statement = self.known.get(request.parameters["id"])
        if statement is None:
            raise missing(f"The statement {request.parameters['id']} was not found.", "NOT_FOUND")
        return statement

    # --- Running ---

    def _run(self, statement, warehouse):
        submission = statement.submission
        try:
            warehouse.wait_until_running(statement.job)
            self._change(statement, "RUNNING")
            self._delay(statement.job)
            session = Session(self.workspace, statement.job, statement.user, submission.catalog, submission.schema)
            table = session.execute(submission.statement, submission.parameters)
            result = Result(table, submission, self.workspace.chunk_rows) if table is not None else None
            self._change(statement, "SUCCEEDED", result=result)
        except Canceled:
            self._change(statement, "CANCELED")
        except SqlError as error:
            text = self.workspace.volumes.hide(error.text)
            self._change(statement, "FAILED", error={"error_code": error.code, "message": text},
                         sql_state=error.sqlstate)
        except ApiError as error:
            self._change(statement, "FAILED", error={"error_code": "BAD_REQUEST", "message": error.message})
        except Exception as error:  # a defect of the stand-in: said loudly, and never a hanging statement
            self.workspace.report(error)
            self._change(statement, "FAILED",
                         error={"error_code": "INTERNAL_ERROR", "message": f"{type(error).__name__}: {error}"})

    def _delay(self, job):
        """Lets the statement run for longer, if a test wants that; cancelling ends it."""
        end = time.monotonic() + self.workspace.statement_delay
        while time.monotonic() < end:
            if job.canceled:
                raise Canceled
            time.sleep(0.01)

    def close(self, kept=0):
        """Forgets the results of all but the newest statements: they are CLOSED, as they are an hour after their end."""
        for statement in list(self.known.values())[:max(0, len(self.known) - kept)]:
            with statement.changed:
                if statement.state == "SUCCEEDED":
                    statement.state, statement.result = "CLOSED", None

    def _change(self, statement, state, **changes):
        with statement.changed:
            if statement.state in _FINAL:
                return
            statement.state = state
            for name, value in changes.items():
                setattr(statement, name, value)
            statement.changed.notify_all()

    def _cancel(self, statement):
        statement.job.canceled = True
        self._change(statement, "CANCELED")
        self.workspace.engine.interrupt(statement.job)

    # --- Answers ---

    def _answer(self, statement, request):
        with statement.changed:
            status = {"state": statement.state}
            if statement.error:
                status["error"] = statement.error
            if statement.sql_state:
                status["sql_state"] = statement.sql_state
            body = {"statement_id": statement.statement_id, "status": status}
        if statement.state == "SUCCEEDED":
            result = statement.result
            if result is None:
                return body | {"manifest": {"format": statement.submission.format, "schema": {"column_count": 0},
                                            "total_chunk_count": 0, "total_row_count": 0, "truncated": False},
                               "result": {}}
            body["manifest"] = result.manifest()
            body["result"] = self._chunk_body(statement, 0, request) if result.chunks else {}
        return body

    def _chunk_body(self, statement, index, request):
        result = statement.result
        info = result.chunk_info(index)
        if index + 1 < len(result.chunks):
            info["next_chunk_index"] = index + 1
            info["next_chunk_internal_link"] = (f"/api/2.0/sql/statements/{statement.statement_id}/result/chunks/{index + 1}"
                                                f"?row_offset={result.offsets[index + 1]}")
        if result.inline:
            return info | {"data_array": result.rows(index)}
        return {"external_links": [info | self._link(statement, index, request)]}

    # --- Links: they carry their own credential, want the headers that came with them, and refuse ours. ---

    def _link(self, statement, index, request):
        token, header = secrets.token_urlsafe(24), secrets.token_hex(8)
        expires = time.time() + self.link_seconds
        self.links[token] = (statement, index, header, expires)
        expiration = dt.datetime.fromtimestamp(expires, dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        return {"external_link": f"{request.base_url}/_links/{token}?X-Signature={secrets.token_hex(16)}",
                "expiration": expiration, "http_headers": {"x-storage-encryption-key": header}}

    def expire_links(self):
        self.links = {token: (*link[:3], 0) for token, link in self.links.items()}

    def follow(self, request):
        link = self.links.get(request.parameters["token"])
        if "authorization" in request.headers:
            return _storage_error(400, "InvalidArgument", "Only one auth mechanism allowed")
        if link is None or time.time() > link[3]:
            return _storage_error(403, "AccessDenied", "Request has expired")
        statement, index, header, _ = link
        if request.headers.get("x-storage-encryption-key") != header:
            return _storage_error(403, "AccessDenied", "The header x-storage-encryption-key is missing or wrong")
        return Response(200, statement.result.encoded(index), {"Content-Type": "application/octet-stream"})


def _storage_error(status, code, message):
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>'
    return Response(status, body.encode(), {"Content-Type": "application/xml"})


# --- Checking a request ---


def read_submission(body, workspace):
    statement = fields.text(body, "statement", required=True)
    if len(statement.encode("utf-8", "replace")) > _LIMIT:
        raise bad_request("statement is too large: at most 16777216 bytes are allowed.")
    disposition = fields.one_of(body, "disposition", ("INLINE", "EXTERNAL_LINKS"), "INLINE")
    result_format = fields.one_of(body, "format", ("JSON_ARRAY", "ARROW_STREAM", "CSV"), "JSON_ARRAY")
    if disposition == "INLINE" and result_format != "JSON_ARRAY":
        raise bad_request(f"The format {result_format} is not supported with disposition INLINE.")
    if len(fields.objects(body, "query_tags")) > 20:
        raise bad_request("query_tags: at most 20 tags are allowed.")
    return Submission(
        statement=statement, warehouse_id=fields.text(body, "warehouse_id", required=True),
        catalog=fields.text(body, "catalog") or workspace.default_catalog,
        schema=fields.text(body, "schema") or "default",
        parameters=literals(fields.objects(body, "parameters")), wait=_wait(fields.text(body, "wait_timeout")),
        on_wait_timeout=fields.one_of(body, "on_wait_timeout", ("CONTINUE", "CANCEL"), "CONTINUE"),
        disposition=disposition, format=result_format, row_limit=fields.integer(body, "row_limit", 1),
        byte_limit=fields.integer(body, "byte_limit", 1))


def _wait(text):
    """The seconds of a wait_timeout: 0, or 5 to 50."""
    if text is None:
        return 10.0
    match = re.fullmatch(r"(\d+)s", text)
    if not match or not (int(match[1]) == 0 or 5 <= int(match[1]) <= 50):
        raise bad_request(f"wait_timeout must be 0s or between 5s and 50s, not '{text}'.")
    return float(match[1])
