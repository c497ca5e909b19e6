"""Names and values are bytes: one letter in two Unicode forms is two names, with us and with Feast."""
import datetime as dt

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from checking import expect, expect_columns, expect_equal
from peer import Peer
from world import World

COMPOSED, DECOMPOSED = "\u00e9", "e\u0301"
TIME = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)


def table(keys=(1, 2)):
    return pa.table({
        "id": pa.array(keys), "event_timestamp": pa.array([TIME] * len(keys), pa.timestamp("us", "UTC")),
        COMPOSED: pa.array([10 + row for row in range(len(keys))]), DECOMPOSED: pa.array([20.5 + row for row in range(len(keys))])})


def prepared(program, folder, keys=(1, 2)):
    world = World(program, folder)
    world.init()
    path = world.write("names.parquet", table(keys))
    world.ok("register", "letters", "--from", path, "--entity-key", "id")
    world.ok("materialize", "--from", "2026-01-01", "--to", "2026-01-02")
    return world


def check_features(program, folder):
    """Two features whose names look alike are registered, joined and served apart, by both."""
    world = prepared(program, folder)
    references = [f"letters:{COMPOSED}", f"letters:{DECOMPOSED}"]
    peer = Peer(world.repo)
    expect_equal([field.name for field in peer.views()["letters"].features], [COMPOSED, DECOMPOSED], "Feast's features")
    answer = peer.online(references, {"id": [1, 2]})
    expect_columns(answer[COMPOSED], [10, 11], "Feast online, composed")
    expect_columns(answer[DECOMPOSED], [20.5, 21.5], "Feast online, decomposed")
    ours = world.json("online", "--features", ",".join(references), "--keys", "id=1,2")
    expect_columns(ours[COMPOSED], [10, 11], "online, composed")
    expect_columns(ours[DECOMPOSED], [20.5, 21.5], "online, decomposed")
    entities = world.write("entities.parquet", table().select(["id", "event_timestamp"]))
    for ending in ("parquet", "csv"):
        output = folder / f"out.{ending}"
        world.ok("historical", "--entities", entities, "--features", ",".join(reversed(references)), "--output", output)
        rows = pq.read_table(output) if ending == "parquet" else pc.read_csv(output)
        expect_columns(rows[DECOMPOSED].to_pylist(), [20.5, 21.5], f"historical {ending}, decomposed")
        expect_columns(rows[COMPOSED].to_pylist(), [10, 11], f"historical {ending}, composed")
    frame = peer.historical(table().select(["id", "event_timestamp"]), references)
    expect_columns(frame[DECOMPOSED], [20.5, 21.5], "Feast historical")
    only = world.run("online", "--features", "letters:e\u0300", "--keys", "id=1")
    expect(only.returncode == 1, "a third form was found")


def check_keys(program, folder):
    """Key values that look alike are two entities, by both."""
    world = prepared(program, folder, (COMPOSED, DECOMPOSED))
    reference = f"letters:{COMPOSED}"
    ours = world.json("online", "--features", reference, "--keys", f"id={DECOMPOSED},{COMPOSED},e")
    expect_columns(ours[COMPOSED], [11, 10, None], "online")
    answer = Peer(world.repo).online([reference], {"id": [DECOMPOSED, COMPOSED, "e"]})
    expect_columns(answer[COMPOSED], [11, 10, None], "Feast online")
    world.ok("register", "letters", "--from", world.folder / "names.parquet", "--entity-key", "id")
    expect_equal(pq.read_table(max((world.repo / "data" / "letters").rglob("*.parquet"))).num_rows, 2, "rows after a merge")


def check_one_replaced(program, folder):
    """A feature renamed to its other form reaches the registry, though the names look alike."""
    world = World(program, folder)
    world.init()
    for name in (COMPOSED, DECOMPOSED):
        path = world.write("one.parquet", table().select(["id", "event_timestamp", COMPOSED]).rename_columns(["id", "event_timestamp", name]))
        world.ok("register", "one", "--from", path, "--entity-key", "id", "--mode", "overwrite", "--description", f"with {name}")
        view = Peer(world.repo).views()["one"]
        expect_equal([field.name for field in view.features], [name], "the feature")
        expect_equal(view.description, f"with {name}", "the description")


CHECKS = {function.__doc__.splitlines()[0]: function for function in (check_features, check_keys, check_one_replaced)}
