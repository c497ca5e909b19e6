"""Definitions made in Python stay what they were declared, whatever data come from our side."""
import datetime as dt
import decimal
import os

import pyarrow as pa
import pyarrow.parquet as pq

from checking import Mismatch, expect, expect_columns, expect_equal
from peer import Peer, quiet
from shared_repo import START, make, registry
from world import World

DAY = dt.timedelta(days=1)


class Declared:
    """A repository of Feast's with the view `stats`, and the program on it."""

    def __init__(self, program, folder):
        self.world = World(program, folder)
        make(self.world.repo)
        self.file = self.world.repo / "data" / "stats.parquet"
        pq.write_table(rows([(1, START, 7, 0.5), (2, START, 8, 1.5)]), self.file)
        self.apply()

    def apply(self, **more):
        self.peer = Peer(self.world.repo)
        with quiet():
            self.peer.store.apply(self.definitions(**more))

    def definitions(self, key=None, trips=None, online=True):
        from feast import Entity, FeatureView, Field, FileSource, ValueType
        from feast.types import Float32, Int32, Int64
        person = Entity(name="person", join_keys=["id"], value_type=key.to_value_type() if key else ValueType.INT32)
        source = FileSource(name="stats_file", path="data/stats.parquet", timestamp_field="event_timestamp")
        schema = [Field(name="id", dtype=key or Int32), Field(name="trips", dtype=trips or Int64), Field(name="rate", dtype=Float32)]
        return [person, FeatureView(
            name="stats", entities=[person], schema=schema, source=source, online=online, ttl=dt.timedelta(days=3),
            tags={"team": "growth"}, description="what they did", owner="ada")]

    def csv(self, name, *lines):
        path = self.world.folder / name
        path.write_text("\n".join(["id,event_timestamp,trips,rate", *lines]) + "\n")
        return path

    def push(self, path, to="offline"):
        return self.world.run("push", "stats", "--from", path, "--to", to)

    def spec(self):
        return next(view.spec for view in registry(self.world.repo).feature_views if view.spec.name == "stats")

    def training(self, key, time):
        entities = pa.table({"id": pa.array([key], pa.int32()), "event_timestamp": pa.array([time], pa.timestamp("us", "UTC"))})
        return Peer(self.world.repo).historical(entities, ["stats:trips", "stats:rate"])

    def online(self, keys, feature="trips"):
        ours = self.world.json("online", "--features", f"stats:{feature}", "--keys", "id=" + ",".join(map(str, keys)))[feature]
        theirs = Peer(self.world.repo).online([f"stats:{feature}"], {"id": keys})[feature]
        expect_columns(ours, theirs, "what both serve")
        return ours

    def refused(self, result, *parts):
        expect_equal(result.returncode, 1, "exit code")
        for part in parts:
            expect(part in result.stderr, f"{part!r} is not in {result.stderr!r}")


def rows(values):
    """A table as pandas writes it: int32 keys, nanoseconds, float32, and a column that no view declares."""
    ids, times, trips, rates = zip(*values)
    return pa.table({
        "event_timestamp": pa.array(times, pa.timestamp("ns", "UTC")), "id": pa.array(ids, pa.int32()),
        "trips": pa.array(trips, pa.int64()), "rate": pa.array(rates, pa.float32()), "note": pa.array(["n"] * len(ids)),
    })


def check_push_in_place(program, folder):
    """A pushed row is where the definition says: there after `feast apply` of unchanged definitions, types as they were."""
    repo = Declared(program, folder)
    before, schema = repo.spec(), pq.read_schema(repo.file)
    os.chmod(repo.file, 0o640)
    expect_equal(repo.push(repo.csv("new.csv", "1,2026-01-02T00:00:00Z,9,0.1", "2,2026-01-01T00:00:00Z,80,1.5")).returncode, 0, "exit code")
    expect_equal(repo.spec(), before, "the definition")
    expect(pq.read_schema(repo.file).equals(schema), "the file's schema changed")
    expect_equal(repo.file.stat().st_mode & 0o777, 0o640, "the file's mode")
    repo.apply()
    expect_columns(list(repo.training(1, START + DAY)["trips"]), [9], "Feast's training row after apply")
    expect_columns(list(repo.training(2, START)["trips"]), [80], "a corrected row")
    with quiet():
        import pandas as pd
        repo.peer.store.write_to_offline_store("stats", pd.DataFrame({
            "event_timestamp": [pd.Timestamp(START + 2 * DAY)], "id": [1], "trips": [11], "rate": [0.25], "note": ["p"]}))
    expect_columns(list(repo.training(1, START + 2 * DAY)["trips"]), [11], "after a write of Feast's")
    expect_equal(pq.read_table(repo.file).num_rows, 4, "rows of the file")


def check_key_type(program, folder):
    """A key beyond INT32 is refused everywhere, and what is online stays served by both."""
    repo = Declared(program, folder)
    repo.world.ok("materialize", "--from", "2025-12-31", "--to", "2026-02-01")
    expect_columns(repo.online([1, 2]), [7, 8], "at first")
    wide = repo.csv("wide.csv", "5000000000,2026-01-02T00:00:00Z,9,0.5")
    before = repo.world.digest()
    for target in ("online", "offline", "online_and_offline"):
        repo.refused(repo.push(wide, target), "'id'", "INT32")
    repo.refused(repo.world.run("register", "stats", "--from", wide, "--entity-key", "id"), "'id'", "INT32")
    expect_equal(repo.world.digest(), before, "the repository")
    expect_columns(repo.online([1, 2]), [7, 8], "at the end")
    expect("keys" in repo.world.ok("doctor"), "doctor says nothing of keys")


def check_doctor(program, folder):
    """Doctor finds online values under another key type than the one that is declared now."""
    from feast.types import Int64
    repo = Declared(program, folder)
    repo.world.ok("materialize", "--from", "2025-12-31", "--to", "2026-02-01")
    repo.apply(key=Int64)
    expect_columns(repo.online([1, 2]), [None, None], "after the declaration changed")
    result = repo.world.run("doctor")
    expect_equal(result.returncode, 1, "exit code of doctor")
    expect("as INT32, but it is declared INT64" in result.stdout + result.stderr, f"doctor says {result.stdout!r}")


def check_misfit(program, folder):
    """8.5 for an Int64 feature, and digits that a Float32 loses: neither half is written."""
    repo = Declared(program, folder)
    before = repo.world.digest()
    for number, line in enumerate(["1,2026-01-02T00:00:00Z,8.5,0.5", "1,2026-01-02T00:00:00Z,8,0.1234567890123"]):
        for target in ("online", "offline", "online_and_offline"):
            repo.refused(repo.push(repo.csv(f"{number}.csv", line), target), "'trips'" if number == 0 else "'rate'")
    expect_equal(repo.world.digest(), before, "the repository")
    expect_equal(repo.push(repo.csv("fits.csv", "1,2026-01-02T00:00:00Z,8.0,0.1"), "online_and_offline").returncode, 0, "a push that fits")
    expect_columns(repo.online([1]), [8], "whole floats are integers")
    expect_columns(pq.read_table(repo.file)["rate"].to_pylist()[-1:], [pa.array([0.1], pa.float32())[0].as_py()], "the stored rate")


def check_string_over_integers(program, folder):
    """A String over an integer file stays one; both serve texts."""
    from feast.types import String
    repo = Declared(program, folder)
    repo.apply(trips=String)
    for number, text in enumerate(["9", "10"]):
        expect_equal(repo.push(repo.csv(f"{number}.csv", f"{number + 1},2026-01-02T00:00:00Z,{text},0.5"), "online_and_offline").returncode, 0, "exit code")
    expect_columns(repo.online([1, 2]), ["9", "10"], "what is served")
    expect_equal([field.dtype.to_value_type().name for field in Peer(repo.world.repo).views()["stats"].schema if field.name == "trips"], ["STRING"], "the declared type")
    expect_columns(sorted(pq.read_table(repo.file)["trips"].to_pylist()), [7, 8, 9, 10], "the file")


def check_attributes(program, folder):
    """`online=False`, ttl, tags, owner, description, entity and source stay by push and registration."""
    repo = Declared(program, folder)
    repo.apply(online=False)
    before = repo.spec()
    day = repo.csv("day.csv", "1,2026-01-02T00:00:00Z,9,0.5")
    expect_equal(repo.push(day).returncode, 0, "exit code of the push")
    output = repo.world.ok("register", "stats", "--from", day, "--entity-key", "id")
    expect("definition unchanged" in output and "1 replaced" in output, output)
    expect_equal(repo.spec(), before, "the definition")
    repo.world.ok("materialize", "--from", "2025-12-31", "--to", "2026-02-01")
    expect_columns(repo.online([1, 2]), [None, None], "online values of a view that is not online")
    repo.refused(repo.world.run("register", "stats", "--from", day, "--entity-key", "id", "--ttl-days", 7), "ttl", "--allow-changes")
    expect_equal(repo.spec(), before, "the definition after a refusal")
    repo.world.ok("register", "stats", "--from", day, "--entity-key", "id", "--ttl-days", 7, "--tag", "tier=1", "--allow-changes")
    now = repo.spec()
    expect_equal((now.ttl.seconds, dict(now.tags), now.online, list(now.entities)), (7 * 86400, {"team": "growth", "tier": "1"}, False, ["person"]), "what was said, and the rest")
    expect_equal(Peer(repo.world.repo).views()["stats"].ttl, dt.timedelta(days=7), "the ttl that Feast reads")


def check_refused_sources(program, folder):
    """A folder, small integers and columns without a counterpart: refused with the reason, the file's bytes as they were."""
    repo = Declared(program, folder)
    day = repo.csv("day.csv", "1,2026-01-02T00:00:00Z,9,0.5")
    table = rows([(1, START, 7, 0.5)])
    for name, column, part in [
            ("small", pa.array([1], pa.int16()), "'small'"), ("map", pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())), "'map'"),
            ("nothing", pa.nulls(1), "'nothing'")]:
        pq.write_table(table.append_column(name, column), repo.file)
        before = repo.world.digest()
        repo.refused(repo.push(day), part, "Rows cannot be added")
        expect_equal(repo.world.digest(), before, "the repository")
    repo.file.unlink()
    repo.file.mkdir()
    pq.write_table(table, repo.file / "part-0.parquet")
    repo.refused(repo.push(day), "is a folder")


def check_nulls_and_types(program, folder):
    """Days of nulls, narrower days and lists merge; both sides read the types of the first day."""
    world = World(program, folder)
    world.init()
    def table(day, **columns):
        return pa.table({"id": pa.array([1], pa.int64()), "event_timestamp": pa.array([START + day * DAY], pa.timestamp("us", "UTC")), **columns})
    days = [
        table(0, n=pa.array([7]), d=pa.array([0.5]), l=pa.array([[0.5]], pa.list_(pa.float64())), later=pa.nulls(1), m=pa.nulls(1, pa.list_(pa.null()))),
        table(1, n=pa.nulls(1), d=pa.array([3], pa.int32()), l=pa.array([[0.25]], pa.list_(pa.float32())), later=pa.nulls(1), m=pa.array([[]], pa.list_(pa.null()))),
        table(2, n=pa.array([8], pa.int32()), d=pa.nulls(1), l=pa.nulls(1), later=pa.array([[1.5]], pa.list_(pa.float32())), m=pa.array([[2.5]], pa.list_(pa.float32()))),
    ]
    for number, day in enumerate(days):
        world.ok("register", "v", "--from", world.write(f"{number}.parquet", day), "--entity-key", "id")
    stored = pq.read_table(max((world.repo / "data" / "v").glob("*.parquet"))).sort_by("event_timestamp").to_pydict()
    expect_equal(stored["n"], [7, None, 8], "integers")
    expect_equal(stored["d"], [0.5, 3.0, None], "doubles")
    expect_equal(stored["l"], [[0.5], [0.25], None], "lists")
    expect_equal(stored["later"], [None, None, [1.5]], "a column that began with nulls")
    expect_equal(stored["m"], [None, [], [2.5]], "lists that began empty")
    world.ok("materialize", "--from", "2025-12-31", "--to", "2026-02-01")
    ours = world.json("online", "--features", "v:n,v:later,v:m", "--keys", "id=1")
    theirs = Peer(world.repo).online(["v:n", "v:later", "v:m"], {"id": [1]})
    for name in ("n", "later", "m"):
        expect_columns(ours[name], theirs[name], f"online {name}")
    (world.folder / "a.csv").write_text("id,event_timestamp,x\n1,2026-01-01,7\n")
    (world.folder / "b.csv").write_text("id,event_timestamp,x\n1,2026-01-02,\n")
    for name in ("a.csv", "b.csv"):
        world.ok("register", "c", "--from", name, "--entity-key", "id")
    bad = table(3, x=pa.array([[decimal.Decimal("1.50")]], pa.list_(pa.decimal128(9, 2))))
    result = world.run("register", "w", "--from", world.write("bad.parquet", bad), "--entity-key", "id")
    if result.returncode != 1 or "list<decimal" not in result.stderr:
        raise Mismatch(f"lists of decimals: {result.stderr}")
