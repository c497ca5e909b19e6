"""Tasks that are cancelled, and tasks that share one adapter: what the server sees of them."""
import re
import time

from checking import expect, expect_equal
from failures_world import SUBMIT
from workspace import CLIENT_ID, CLIENT_SECRET

OAUTH = {"token": None, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
CANCEL = r"/sql/statements/[^/]+/cancel$"


def cancelled(world, verb, file, name):
    """Cancels a verb of the peer program after 300 ms; it must end at once."""
    world.workspace.forget_requests()
    code, output = world.ask("cancel", verb, file, name)
    expect_equal(code, 0, output)
    ending = re.fullmatch(r"(\S+) after (\d+) ms", output.strip())
    expect(ending, f"not an ending: {output}")
    expect_equal(ending[1], "CancellationError", verb)
    expect(int(ending[2]) < 1000, f"{verb} went on for {ending[2]} ms")


def check_statement(world):
    """A cancelled retrieval ends at once, and so does its statement on the server."""
    world.register("stopped", world.rows(400))
    world.workspace.control("settings", statement_delay=20)
    for count in (3, 400):
        cancelled(world, "historical", world.entities(count), "stopped:amount")
        expect_equal([item["status"] for item in world.asked("POST", CANCEL)], [200], f"{count} rows: cancellations")
        world.expect_clean(f"{count} rows", patience=5)


def check_unanswered(world):
    """A statement whose number is not known yet when the task is cancelled is cancelled once it is."""
    world.register("unanswered", world.rows(3))
    world.workspace.control("settings", statement_delay=20)
    world.workspace.fault(method="POST", path=SUBMIT, delay=1)
    cancelled(world, "historical", world.entities(3), "unanswered:amount")
    submitted, cancels = world.asked("POST", SUBMIT), world.asked("POST", CANCEL)
    expect_equal((len(submitted), [item["status"] for item in cancels]), (1, [200]), "requests")


def check_register(world):
    """A cancelled registration leaves no file and no empty table, and a table that was there as it was."""
    world.register("finished", world.rows(400))
    before = world.table("finished")
    world.workspace.control("settings", statement_delay=20)
    cancelled(world, "register", world.rows(400, first=5000), "finished")
    world.expect_clean("a cancelled registration", patience=5)
    expect_equal(len(world.asked("POST", CANCEL)), 1, "cancellations")
    world.restore()
    expect_equal(world.table("finished"), before, "rows")
    world.workspace.fault(method="POST", path=SUBMIT, skip=1, delay=1)  # the MERGE into the new table
    cancelled(world, "register", world.rows(3), "unfinished")
    expect_equal(world.table("unfinished") or [], [], "rows of a cancelled registration")


def check_upload(world):
    """Cancelled during an upload or a download: no file stays."""
    world.register("moved", world.rows(400))
    for method, path in (("PUT", "/fs/files/"), ("GET", "/unity-catalog/volumes/")):
        world.workspace.fault(method=method, path=path, delay=1)
        cancelled(world, "register", world.rows(400, first=5000), "moved")
        time.sleep(1)
        world.expect_clean(f"{method} {path}", patience=5)
    expect_equal(len(world.table("moved")), 400, "rows")


def check_shared(world):
    """Sixteen calls at a time with one adapter: few connections, used again, and one token."""
    world.register("shared", world.rows(10))
    world.succeeds("materialize", "--view", "shared", "--from", "2024-01-01", "--to", "2024-12-31")
    before = world.workspace.stats()
    world.workspace.forget_requests()
    rounds = 4
    code, output = world.ask("concurrent", "shared:amount", rounds, **OAUTH)
    expect_equal(code, 0, output)
    expect(output.startswith(f"{16 * rounds + 1} answers: "), output)
    after, requests = world.workspace.stats(), world.workspace.requests()
    expect_equal(after["tokens_issued"] - before["tokens_issued"], 1, "tokens issued")
    connections = {item["connection"] for item in requests}
    expect(len(connections) <= 16, f"{len(connections)} connections")
    expect(len(requests) > 5 * 16 * rounds // 2, f"only {len(requests)} requests")
    half = len(requests) // 2
    late = {item["connection"] for item in requests[half:]} - {item["connection"] for item in requests[:half]}
    expect_equal(late, set(), "connections that only later calls used")
    expect_equal(len([item for item in requests if "/oidc/v1/token" in item["path"]]), 1, "requests for a token")


CHECKS = {
    "A cancelled statement": check_statement,
    "A cancelled statement without a number": check_unanswered,
    "A cancelled registration": check_register,
    "A cancelled upload": check_upload,
    "Sixteen calls at a time": check_shared,
}
