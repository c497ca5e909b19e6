"""Late events and changed values: the next incremental run sees them, ours and Feast's; and the cut-off date in Feast's eyes."""
import datetime as dt
import json

from checking import expect, expect_columns, expect_equal
from definitions import feast
from peer import Peer
from shared_repo import START, history, iso

HOUR = dt.timedelta(hours=1)
NAMES = ["late:trips"]
KEYS = {"id": [1, 2, 3]}
EVENTS = [(1, START, 10, "a"), (2, START + HOUR, 20, "b"), (3, START + 2 * HOUR, 30, "c")]


def set_up(world):
    world.init()
    register(world, EVENTS)
    world.ok("materialize", "--from", iso(START), "--to", iso(START + 5 * HOUR))


def register(world, events, mode="merge"):
    path = world.write("events.parquet", history(events))
    return world.ok("register", "late", "--from", path, "--entity-key", "id", "--mode", mode)


def until(world):
    return Peer(world.repo).views()["late"].most_recent_end_time


def expect_both(world, trips):
    """Both languages serve these values."""
    expect_columns(Peer(world.repo).online(NAMES, KEYS)["trips"], trips, "Feast's online values")
    ours = json.loads(world.ok("online", "--features", "late:trips", "--keys", "id=1,2,3", "--format", "json"))
    expect_columns(ours["trips"], trips, "our online values")


def check_late_event(world):
    """An event stored after its window was materialized: Feast's own incremental run begins with it."""
    set_up(world)
    register(world, [(1, START + HOUR, 11, "late")])
    expect_equal(until(world), START + HOUR, "where Feast's next run begins")
    Peer(world.repo).materialize_incremental(START + 6 * HOUR, ["late"])
    expect_both(world, [11, 20, 30])
    register(world, [(2, START + 3 * HOUR, 21, "late"), (3, START + 4 * HOUR, 31, "late")])
    expect_equal(until(world), START + 3 * HOUR, "where our next run begins")
    world.ok("materialize-incremental", "--to", iso(START + 7 * HOUR))
    expect_both(world, [11, 21, 31])


def check_same_rows(world):
    """Rows that are written again with the values they have cut nothing; one other value does."""
    before = until(world)
    register(world, EVENTS)
    expect_equal(until(world), before, "after the same rows")
    register(world, [(1, START + 8 * HOUR, 12, "new")])
    expect_equal(until(world), before, "after a row that no window has had")
    register(world, [(2, START + 3 * HOUR, 22, "late")])
    expect_equal(until(world), START + 3 * HOUR, "after another value")
    world.ok("materialize-incremental", "--to", iso(START + 9 * HOUR))
    expect_both(world, [12, 22, 31])


def check_overwrite(world):
    """Rows that replace all others: the next run covers every window there was."""
    register(world, [(1, START + 8 * HOUR, 1, "x"), (2, START + 3 * HOUR, 2, "y"), (3, START + 4 * HOUR, 3, "z")], "overwrite")
    expect_equal(until(world), START, "where the next run begins")
    Peer(world.repo).materialize_incremental(START + 9 * HOUR, ["late"])
    expect_both(world, [1, 2, 3])


def check_never_materialized_before(world):
    """What lies before the first window is not brought into one."""
    register(world, [(1, START - 48 * HOUR, 0, "old")])
    expect_equal(until(world), START, "where the next run begins")


def check_cutoff(world):
    """The cut-off date is a tag of each table that Feast shows, and that `feast apply` with our export keeps."""
    world.init()
    registry = world.folder / "registry.json"
    registry.write_text(json.dumps({"features": {"trips": {
        "name": "trips", "entity_key": "id", "timestamp_column": "event_timestamp", "data_type": "int64",
        "computation_type": "passthrough"}}, "groups": {}}))
    events = world.write("events.parquet", history(EVENTS))
    for table in ("one", "two"):
        world.ok("publish", "--from", events, "--registry", registry, "--table", table, "--cutoff-date", iso(START + 3 * HOUR))
    world.ok("export-definitions", "--output", world.repo / "features.py")
    feast(world.repo, "apply")
    tags = {name: view.tags for name, view in Peer(world.repo).views().items()}
    expect_equal([tags[name]["featurestore_cutoff_date"] for name in ("one", "two")], [iso(START + 3 * HOUR)] * 2, "Feast's tags")
    late = world.write("late.parquet", history([(1, START + 4 * HOUR, 1, "x")]).select(["id", "event_timestamp", "trips"]))
    for verb in (["push", "one", "--from", late, "--to", "offline"], ["register", "one", "--from", late, "--entity-key", "id"]):
        refused = world.run(*verb)
        expect(refused.returncode == 1 and "1 of 1 rows" in refused.stderr, f"{verb[0]}: {refused.stderr}")
    world.ok("cutoff", "set", iso(START + 4 * HOUR))
    world.ok("push", "one", "--from", late, "--to", "offline")
    earlier = world.run("cutoff", "set", iso(START + HOUR))
    expect(earlier.returncode == 1 and "'one' has 2, 'two' has 1" in earlier.stderr, earlier.stderr)
    world.ok("cutoff", "set", iso(START + HOUR), "--drop-later-rows")
    shown = json.loads(world.ok("cutoff", "show", "--format", "json"))
    expect_equal(shown, {"cutoff_date": iso(START + HOUR), "tables": ["one", "two"]}, "the date")
    for name, view in Peer(world.repo).views().items():
        expect_equal(view.tags["featurestore_cutoff_date"], iso(START + HOUR), f"tag of {name}")
