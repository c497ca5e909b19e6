"""Tasks that are cancelled, and tasks that share one adapter: what the server sees of them."""
import contextlib
import re
import subprocess
import time

from checking import expect, expect_equal
from failures_world import SUBMIT
from workspace import CLIENT_ID, CLIENT_SECRET

OAUTH = {"token": None, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
CANCEL = r"/sql/statements/[^/]+/cancel$"


@contextlib.contextmanager
def cancelled(world, verb, file, name):
    """A verb of the peer program that was cancelled after 300 ms and must have ended at once; the program goes on."""
    world.workspace.forget_requests()
    process = subprocess.Popen([world.peer, "cancel", verb, file, name],
                               env=world.environment(),
                               text=True,
                               stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE)
    try:
        line = process.stdout.readline().strip()
        ending = re.fullmatch(r"(\S+) after (\d+) ms", line)
        expect(ending, f"not an ending: {line}")
        expect_equal(ending[1], "CancellationError", verb)
        expect(int(ending[2]) < 1000, f"{verb} went on for {ending[2]} ms")
        yield
    finally:
        process.communicate(timeout=30)


def expect_cancel(world, where):
    """The server is asked to cancel the statement, as soon as its number is known."""
    end = time.monotonic() + 10
    while not world.asked("POST", CANCEL) and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.1)
    expect_equal([item["status"] for item in world.asked("POST", CANCEL)], [200], f"{where}: cancellations")


def check_statement(world):
    """A cancelled retrieval ends at once, and so does its statement on the server."""
    world.register("stopped", world.rows(400))
    world.workspace.control("settings", statement_delay=20)
    for count in (3, 400):
        with cancelled(world, "historical", world.entities(count), "stopped:amount"):
            expect_cancel(world, f"{count} rows")
            world.expect_clean(f"{count} rows", patience=15)


def check_unanswered(world):
    """A statement whose number comes late is cancelled once it is known."""
    world.register("unanswered", world.rows(3))
    world.workspace.control("settings", statement_delay=20)
    world.workspace.fault(method="POST", path=SUBMIT, delay=1)
    with cancelled(world, "historical", world.entities(3), "unanswered:amount"):
        expect_cancel(world, "a late number")
        expect_equal(len(world.asked("POST", SUBMIT)), 1, "statements")


def check_register(world):
    """A cancelled registration leaves no file and no empty table, and a table that was there as it was."""
    world.register("finished", world.rows(400))
    before = world.table("finished")
    world.workspace.control("settings", statement_delay=20)
    with cancelled(world, "register", world.rows(400, first=5000), "finished"):
        expect_cancel(world, "a registration")
        world.expect_clean("a cancelled registration", patience=15)
    world.restore()
    expect_equal(world.table("finished"), before, "rows")
    world.workspace.fault(method="POST", path=SUBMIT, skip=1, delay=2)  # the MERGE into the new table
    with cancelled(world, "register", world.rows(3), "unfinished"):
        end = time.monotonic() + 10
        while world.table("unfinished") == [] and time.monotonic() < end:
            time.sleep(0.1)
    expect(world.table("unfinished") != [], "an empty table stays")


def check_upload(world):
    """Cancelled during an upload, or before it: no file stays, also when the server finishes what it had begun."""
    world.register("moved", world.rows(400))
    for method, path in (("PUT", "/fs/files/"), ("GET", "/unity-catalog/volumes/")):
        world.workspace.fault(method=method, path=path, delay=1)
        with cancelled(world, "register", world.rows(400, first=5000), "moved"):
            time.sleep(1)
            world.expect_clean(f"{method} {path}", patience=15)
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
