"""Warehouses that are stopped, do not start, or are not there."""
from checking import expect, expect_equal
from workspace import RUNNING, STOPPED

WAREHOUSE = rf"/sql/warehouses/{STOPPED}$"


def check_stopped(world):
    """A stopped warehouse is started once, and waited for."""
    world.workspace.call("POST", f"/api/2.0/sql/warehouses/{STOPPED}/stop", {})
    world.workspace.forget_requests()
    world.register("woken", world.rows(4), warehouse_id=STOPPED)
    expect_equal(len(world.asked("POST", rf"{STOPPED}/start$")), 1, "starts")
    expect_equal(len(world.table("woken")), 4, "rows")
    world.workspace.call("POST", f"/api/2.0/sql/warehouses/{STOPPED}/stop", {})
    _, _, errors = world.run("--warehouse", STOPPED, "tables", "show", "woken")
    expect("starting SQL warehouse 'Stopped'" in errors, f"the wait is not explained: {errors}")


def check_never_starts(world):
    """A warehouse that stays stopped is given up, with what the workspace says about it."""
    body = {
        "id": STOPPED, "name": "Stopped", "state": "STOPPED",
        "health": {"status": "FAILED", "summary": "The cloud has no machines."}
    }
    world.workspace.fault(method="GET", path=WAREHOUSE, status=200, body=body, times=1000)
    world.fails(["'Stopped'", STOPPED, "The cloud has no machines", "DATABRICKS_WAREHOUSE_ID"],
                *world.register_words("asleep", world.rows(4)), warehouse_id=STOPPED)
    expect_equal(world.table("asleep"), None, "no table")
    world.workspace.clear_faults()
    world.workspace.fault(method="POST", path=rf"{STOPPED}/start$", status=403, headers={"x-request-id": "req-start"},
                          body={"error_code": "PERMISSION_DENIED", "message": "You may not start it."})
    world.workspace.call("POST", f"/api/2.0/sql/warehouses/{STOPPED}/stop", {})
    world.fails([STOPPED, "You may not start it", "req-start", "Ask"],
                *world.register_words("asleep", world.rows(4)),
                warehouse_id=STOPPED)


def check_missing(world):
    """A warehouse that is not there is named, with those that are; without an id one that runs is taken."""
    world.fails(["'nope'", RUNNING, STOPPED, "DATABRICKS_WAREHOUSE_ID"],
                *world.register_words("v", world.rows(2)),
                warehouse_id="nope")
    world.workspace.forget_requests()
    world.register("chosen", world.rows(2), warehouse_id=None)
    expect_equal(len(world.asked("GET", r"/sql/warehouses$")), 1, "lists of warehouses")
    expect_equal(world.asked("POST", r"/start$"), [], "starts")
    world.workspace.fault(method="GET", path=r"/sql/warehouses$", status=200, body={})
    world.fails(["no SQL warehouse", "127.0.0.1", "CAN USE"],
                *world.register_words("v", world.rows(2)),
                warehouse_id=None)
    expect_equal(world.table("v"), None, "no table")


def check_too_long(world):
    """A statement that runs longer than it may is cancelled on the server."""
    world.register("slow", world.rows(2))
    world.workspace.control("settings", statement_delay=60)
    world.workspace.forget_requests()
    message = world.fails(["cancelled after 6", "statement_timeout_seconds"],
                          *world.historical_words("slow", world.entities(2), world.folder / "slow.parquet"),
                          statement_timeout_seconds=6)
    cancels = world.asked("POST", r"/sql/statements/[^/]+/cancel$")
    expect_equal([item["status"] for item in cancels], [200], "cancellations")
    expect(cancels[0]["path"].split("/")[-2] in message, f"another statement was cancelled: {message}")


CHECKS = {
    "A stopped warehouse": check_stopped,
    "A warehouse that does not start": check_never_starts,
    "A warehouse that is not there": check_missing,
    "A statement that takes too long": check_too_long,
}
