"""Tokens that are wrong or end."""
import time

from checking import expect, expect_equal
from failures_world import SUBMIT, finished
from workspace import CLIENT_ID, CLIENT_SECRET

OAUTH = {"token": None, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


def check_token(world):
    """A wrong token, and the ways in which a workspace says so."""
    world.fails(["127.0.0.1", "DATABRICKS_TOKEN"], "views", "list", token="dapi-wrong-secret")
    for status, body in (
        (401, {"error_code": 401, "message": "Credential was not sent."}),
        (401, {"message": "Bad."}),
        (401, ""),
        (401, "<html><title>Unauthorized</title></html>"),
        (403, {"error_code": 403, "message": "Invalid access token."}),
    ):
        world.workspace.fault(path="/unity-catalog/", status=status, body=body, headers={"x-request-id": "req-401"})
        world.fails(["127.0.0.1", "DATABRICKS_TOKEN", "req-401"], "views", "list")


def check_expired_between(world):
    """The OAuth token ends while a verb is at work: one new token, and the verb succeeds."""
    world.register("long_lived", world.rows(4), **OAUTH)
    issued = world.workspace.stats()["tokens_issued"]
    world.workspace.fault(method="POST", path=SUBMIT, delay=1.5)
    world.workspace.forget_requests()
    output = world.folder / "expired.parquet"
    process = world.start(*world.historical_words("long_lived", world.entities(4), output), **OAUTH)
    while not world.asked("POST", SUBMIT):
        expect(process.poll() is None, "the program ended before the statement")
        time.sleep(0.02)
    world.workspace.expire_tokens()
    code, _, errors = finished(process)
    expect(code == 0 and output.exists(), f"ended with {code}: {errors}")
    expect_equal(world.workspace.stats()["tokens_issued"], issued + 2, "tokens issued")
    expect_equal([item["status"] for item in world.asked("POST", SUBMIT)], [401, 200], "answers")


def check_refused_for_ever(world):
    """A new token that is refused as well is a failure, not a loop."""
    issued = world.workspace.stats()["tokens_issued"]
    world.workspace.fault(path="/unity-catalog/", status=401, body={"error_code": 401, "message": "No."}, times=1000)
    world.fails(["401", "DATABRICKS_CLIENT_ID"], "views", "list", **OAUTH)
    expect_equal(world.workspace.stats()["tokens_issued"], issued + 2, "tokens issued")


def check_client(world):
    """A client that is refused, and an OAuth server that answers nonsense."""
    world.fails([CLIENT_ID, "client_secret", "127.0.0.1"], "views", "list", **OAUTH | {"client_secret": "wrong-secret"})
    for body in ("<html><title>Sign in</title></html>", {"access_token": ""}, {"access_token": "a\nb"}, {}):
        world.workspace.fault(path="/oidc/v1/token", status=200, body=body)
        world.fails(["DATABRICKS_HOST"], "views", "list", **OAUTH)
    world.workspace.fault(path="/oidc/v1/token", status=503, headers={"Retry-After": "0"}, times=2)
    world.succeeds("views", "list", **OAUTH)
    world.workspace.fault(path="/oidc/v1/token",
                          status=400,
                          body={"error": "invalid_client", "error_description": f"no: {CLIENT_SECRET}"})
    world.fails([CLIENT_ID, "invalid_client"], "views", "list", **OAUTH)


def check_missing(world):
    """Without credentials the error lists what was looked for and where."""
    world.fails(["DATABRICKS_TOKEN", "DATABRICKS_CLIENT_ID", "profile"], "views", "list", token=None)
    world.fails(["DATABRICKS_HOST", "profile"], "views", "list", host=None)


CHECKS = {
    "A wrong token": check_token,
    "An OAuth token that ends in between": check_expired_between,
    "OAuth tokens that are refused for ever": check_refused_for_ever,
    "An OAuth client that is refused": check_client,
    "No credentials": check_missing,
}
