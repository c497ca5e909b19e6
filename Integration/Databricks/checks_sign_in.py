"""Signing in: tokens, OAuth, discovery, and warehouses, which need no more than that."""
import datetime as dt

from databricks.sdk.errors import BadRequest, NotFound, PermissionDenied, Unauthenticated
from databricks.sdk.service.sql import State

from checking import expect, expect_equal
from clients import by_client, by_token, expect_error


def check_token(workspace):
    client = by_token(workspace)
    expect_equal(client.current_user.me().user_name, "someone@example.com", "user of the token")
    expect_equal(client.config.auth_type, "pat", "kind")
    expect_equal(client.get_workspace_id(), 1234567890123456, "the workspace's number, from a header of the answer")


def check_wrong_token(workspace):
    workspace.token, right = "dapi-wrong", workspace.token
    try:
        error = expect_error(PermissionDenied, lambda: by_token(workspace).current_user.me(), "invalid access token")
    finally:
        workspace.token = right
    expect(right not in str(error), "the message has a token")
    status, body = workspace.call("GET", "/api/2.0/preview/scim/v2/Me", token=None)
    expect_equal(status, 401, "without a credential")
    expect_equal(body["error_code"], 401, "a number as error code")


def check_client(workspace):
    before = workspace.stats()["tokens_issued"]
    client = by_client(workspace)
    expect_equal(client.current_user.me().user_name, workspace.client_id, "user of the client")
    for _ in range(3):
        client.current_user.me()
    expect_equal(workspace.stats()["tokens_issued"], before + 1, "one token for all requests")


def check_wrong_client(workspace):
    workspace.client_secret, right = "wrong", workspace.client_secret
    try:
        by_client(workspace).current_user.me()
        expect(False, "a wrong secret signed in")
    except ValueError as error:
        expect("client" in str(error).lower(), f"the reason is not said: {error}")
    finally:
        workspace.client_secret = right


def check_expiry(workspace):
    """Tokens that live for less than the SDK's margin are fetched anew for every request."""
    workspace.control("tokens", expires_in=30)
    before = workspace.stats()["tokens_issued"]
    client = by_client(workspace)
    for _ in range(3):
        client.current_user.me()
    expect(workspace.stats()["tokens_issued"] >= before + 3, "an old token was used again")
    workspace.control("tokens", expires_in=3600)
    client = by_client(workspace)
    client.current_user.me()
    workspace.expire_tokens()
    expect_error(Unauthenticated, client.current_user.me, "expired")


def check_warehouses(workspace):
    client = by_token(workspace)
    states = {item.id: item.state for item in client.warehouses.list()}
    expect_equal(states[workspace.warehouse].value, "RUNNING", "state in the list")
    expect_equal(states[workspace.stopped_warehouse].value, "STOPPED", "state in the list")
    expect_equal(client.warehouses.get(workspace.warehouse).odbc_params.path,
                 f"/sql/1.0/warehouses/{workspace.warehouse}", "path")
    started = client.warehouses.start(workspace.stopped_warehouse).result(timeout=dt.timedelta(seconds=30))
    expect(started.state is State.RUNNING, "the warehouse did not start")
    client.warehouses.stop(workspace.stopped_warehouse).result(timeout=dt.timedelta(seconds=30))
    expect_error(NotFound, lambda: client.warehouses.get("nope"), "nope")
    made = client.warehouses.create(name="made", cluster_size="2X-Small").result(timeout=dt.timedelta(seconds=30))
    client.warehouses.delete(made.id)
    expect_error(NotFound, lambda: client.warehouses.get(made.id))


def check_unknown(workspace):
    client = by_token(workspace)
    expect_error(NotFound, lambda: client.api_client.do("GET", "/api/2.0/nothing/here"), "No API found")
    for body in (b"{", b"[]", b"\xff\xfe", b'"text"', b"[" * 5000):
        status, answer = workspace.call("POST", "/api/2.0/sql/statements", body)
        expect_equal(status, 400, f"status for {body[:10]}")
        expect_equal(answer["error_code"], "MALFORMED_REQUEST", f"code for {body[:10]}")
    expect_error(BadRequest, lambda: client.api_client.do("POST", "/api/2.0/sql/statements", body={"statement": 5}),
                 "statement")


CHECKS = {
    "A personal access token signs in": check_token,
    "A wrong token and no token are refused": check_wrong_token,
    "Client credentials sign in, once": check_client,
    "A wrong client secret is refused": check_wrong_client,
    "Tokens expire": check_expiry,
    "Warehouses are listed, started, stopped, made and deleted": check_warehouses,
    "Unknown paths and broken bodies are answered with errors": check_unknown,
}
