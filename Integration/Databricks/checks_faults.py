"""The controls for tests: faults and the record of requests, seen by the SDK and by a plain client."""
import http.client
import time

from databricks.sdk.errors import BadRequest, DeadlineExceeded, InternalError, NotImplemented, TooManyRequests

from checking import expect, expect_equal
from clients import by_token, expect_error

ME = "/scim/v2/Me"


def check_retry(workspace):
    """The SDK repeats 429 and 503 by itself, after the time that Retry-After says."""
    client = by_token(workspace)
    client.current_user.me()
    for status in (429, 503):
        workspace.fault(path=ME, status=status, headers={"Retry-After": "1"}, times=2)
        workspace.forget_requests()
        started = time.monotonic()
        client.current_user.me()
        expect(time.monotonic() - started >= 2, "Retry-After was not kept")
        expect_equal([item["status"] for item in workspace.requests()], [status, status, 200], "answers")


def check_classes(workspace):
    client = by_token(workspace)
    for status, code, kind in ((400, "MALFORMED_REQUEST", BadRequest), (500, "INTERNAL_ERROR", InternalError),
                               (501, "NOT_IMPLEMENTED", NotImplemented), (504, "DEADLINE_EXCEEDED", DeadlineExceeded)):
        workspace.fault(path=ME, status=status, body={"error_code": code, "message": "injected text"})
        expect_error(kind, client.current_user.me, "injected text")
    workspace.fault(path=ME, status=500, body="<html><title>Bad thing</title><body>no</body></html>")
    expect_error(InternalError, client.current_user.me)
    impatient = by_token(workspace, retry_timeout_seconds=2)
    workspace.fault(path=ME, status=429, headers={"Retry-After": "1"}, times=50)
    try:
        impatient.current_user.me()
        expect(False, "50 times 429 was a success")
    except TimeoutError as error:
        expect(isinstance(error.__cause__, TooManyRequests), f"the cause is {error.__cause__!r}")
    workspace.clear_faults()


def connection(workspace):
    return http.client.HTTPConnection(workspace.url.removeprefix("http://"), timeout=30)


def get(client, workspace, path):
    client.request("GET", path, headers={"Authorization": f"Bearer {workspace.token}"})
    response = client.getresponse()
    return response.status, response.read()


def check_dropped(workspace):
    """The connection is lost before the work, after it, and within the answer; the work shows in the registry."""
    for drop, made in (("before", False), ("after", True), ("body", True)):
        workspace.fault(method="POST", path="/unity-catalog/schemas", drop=drop)
        client = connection(workspace)
        try:
            client.request("POST", "/api/2.1/unity-catalog/schemas",
                           f'{{"name": "dropped_{drop}", "catalog_name": "main"}}',
                           {"Authorization": f"Bearer {workspace.token}"})
            body = client.getresponse().read()
            expect(False, f"{drop}: there was an answer: {body}")
        except http.client.IncompleteRead:
            expect_equal(drop, "body", "a part of the answer came")
        except (ConnectionError, http.client.HTTPException):
            expect(drop != "body", "nothing of the answer came")
        client.close()
        status, _ = workspace.call("GET", f"/api/2.1/unity-catalog/schemas/main.dropped_{drop}")
        expect_equal(status, 200 if made else 404, f"{drop}: whether the work was done")


def check_sdk_survives(workspace):
    client = by_token(workspace)
    workspace.fault(path=ME, drop="before")
    expect_equal(client.current_user.me().user_name, "someone@example.com", "the SDK tried again")


def check_delay_and_skip(workspace):
    workspace.fault(path=ME, delay=0.5, skip=1)
    client, times = connection(workspace), []
    for _ in range(3):
        started = time.monotonic()
        expect_equal(get(client, workspace, "/api/2.0/preview/scim/v2/Me")[0], 200, "status")
        times.append(time.monotonic() - started)
    expect(times[1] >= 0.5 > max(times[0], times[2]), f"times {times}")
    expect_equal(workspace.faults_left(), 0, "faults left")


def check_connections(workspace):
    workspace.forget_requests()
    client = connection(workspace)
    for path in ("/api/2.0/preview/scim/v2/Me", "/api/2.0/nothing", "/api/2.0/sql/warehouses"):
        get(client, workspace, path)
    client.request("PUT", "/api/2.0/fs/files/Volumes/main/fs/stage/refused", b"x" * 100_000,
                   {"Authorization": "Bearer wrong"})
    expect_equal(client.getresponse().read()[:1], b"{", "a refused upload is answered")
    client.request("PUT", "/api/2.0/fs/files/Volumes/main/fs/stage/chunked?overwrite=true", iter([b"ab", b"cd"]),
                   {"Authorization": f"Bearer {workspace.token}", "Transfer-Encoding": "chunked"}, encode_chunked=True)
    response = client.getresponse()
    expect_equal((response.status, response.read()), (204, b""), "a body in pieces")
    get(client, workspace, "/api/2.0/sql/warehouses")
    found = workspace.requests()
    expect_equal(len({item["connection"] for item in found}), 1, "one connection for all")
    expect_equal([item["authorized"] for item in found], [True] * 6, "Authorization")
    expect_equal(workspace.call("GET", "/api/2.0/fs/files/Volumes/main/fs/stage/chunked", raw=True)[1], b"abcd",
                 "content")


def check_stats(workspace):
    before = workspace.stats()
    workspace.sql("SELECT count(*) FROM range(1000000)")
    after = workspace.stats()
    expect(after["engine_seconds"] > before["engine_seconds"], "no time in the engine")
    expect_equal(after["statements"][-1], "SELECT count(*) FROM range(1000000)", "the last statement")


CHECKS = {
    "Too many requests and unavailable: the SDK tries again": check_retry,
    "Each status is its class of error": check_classes,
    "Connections are lost before, after and within the work": check_dropped,
    "The SDK survives a lost connection": check_sdk_survives,
    "Faults wait, and pass requests by": check_delay_and_skip,
    "One connection serves many requests, refused ones and pieces too": check_connections,
    "Time in the engine and statements are counted": check_stats,
}
