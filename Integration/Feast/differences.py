"""The points where Feast's stores differ from our definition: what Feast does, and what we do, on one small table.

Each check here is named in the documentation, in FeastDifferences.md. A newer Feast that behaves otherwise fails here.
"""
import datetime as dt
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from checking import expect, expect_columns, expect_equal
from gold import UTC
from peer import Peer, quiet

EXACT = 9_007_199_254_740_993  # 2^53 + 1: no double holds it
DAY = dt.timedelta(days=1)
NOON = dt.datetime(2026, 1, 10, 12, tzinfo=UTC)


def set_up(world):
    """One view with a ttl of a day: customer 1 has an exact integer, customer 2 a null."""
    world.init()
    times = pa.array([NOON, NOON, NOON - 9 * DAY], pa.timestamp("us", "UTC"))
    table = pa.table({"customer_id": pa.array([1, 2, 3], pa.int64()), "event_timestamp": times,
                      "amount": pa.array([EXACT, None, 5], pa.int64())})
    world.ok("register", "small", "--from", world.write("small.parquet", table), "--entity-key", "customer_id", "--ttl-days", 1)


def training(world, rows):
    """Our training rows and those of Feast's file store; `rows` are customer, time and note."""
    table = pa.table({"customer_id": pa.array([row[0] for row in rows], pa.int64()),
                      "event_timestamp": pa.array([row[1] for row in rows], pa.timestamp("us", "UTC")),
                      "note": pa.array([row[2] for row in rows])})
    output = world.folder / "training.parquet"
    world.ok("historical", "--entities", world.write("entities.parquet", table), "--features", "small:amount", "--output", output)
    return pq.read_table(output).to_pylist(), Peer(world.repo).historical(table, ["small:amount"])


def check_dropped_rows(world):
    """A customer who is known, but has no value in the ttl: the file store drops the row."""
    ours, theirs = training(world, [(1, NOON, "kept"), (3, NOON, "too old"), (1, NOON - DAY, "too early"), (9, NOON, "unknown")])
    expect_columns([row["amount"] for row in ours], [EXACT, None, None, None], "ours")
    expect_columns([row["note"] for row in ours], ["kept", "too old", "too early", "unknown"], "our order")
    expect_equal(sorted(theirs["note"]), ["kept", "unknown"], "the file store's rows")


def check_collapsed_rows(world):
    """Two rows of one customer and one time: the file store makes one of them."""
    ours, theirs = training(world, [(1, NOON, "first"), (1, NOON, "second"), (2, NOON, "other")])
    expect_columns([row["note"] for row in ours], ["first", "second", "other"], "ours")
    expect_equal(len(theirs), 2, "the file store's rows")


def check_null_times(world):
    """An entity row without a time: the file store drops it."""
    ours, theirs = training(world, [(1, NOON, "timed"), (1, None, "timeless")])
    expect_columns([row["amount"] for row in ours], [EXACT, None], "ours")
    expect_equal(list(theirs["note"]), ["timed"], "the file store's rows")


def check_row_order(world):
    """The file store sorts by the feature's time; entity rows come back from us as they were given."""
    ours, theirs = training(world, [(1, NOON, "newer"), (3, NOON - 9 * DAY, "older")])
    expect_columns([row["note"] for row in ours], ["newer", "older"], "ours")
    expect_equal(list(theirs["note"]), ["older", "newer"], "the file store's rows")


def check_nulls_in_source(world):
    """Rows without key or time, which only another writer can leave in a data file: they match nothing with us."""
    source = world.newest_source(type("View", (), {"name": "small"}))
    whole = source.read_bytes()
    rows = pa.table({"customer_id": pa.array([None, 4], pa.int64()), "event_timestamp": pa.array([NOON, None], pa.timestamp("us", "UTC")),
                     "amount": pa.array([8, 6], pa.int64())})
    pq.write_table(rows, source)
    try:
        ours, theirs = training(world, [(None, NOON, "no key"), (4, NOON, "no time")])
    finally:
        source.write_bytes(whole)
    expect_columns([row["amount"] for row in ours], [None, None], "ours")
    expect_equal(dict(zip(theirs["note"], theirs["amount"])), {"no key": 8, "no time": 6}, "the file store's values")


def check_integers(world):
    """An integer column with a null goes through doubles in Feast, in training and in materialize."""
    ours, theirs = training(world, [(1, NOON, "a"), (2, NOON, "b")])
    expect_columns([row["amount"] for row in ours], [EXACT, None], "ours")
    expect_equal(int(theirs["amount"].dropna().iloc[0]), EXACT - 1, "the file store's integer")
    peer = Peer(world.repo)
    peer.materialize(NOON - DAY, NOON + DAY, ["small"])
    expect_equal(peer.online(["small:amount"], {"customer_id": [1]})["amount"], [EXACT - 1], "after Feast's materialize")
    world.ok("materialize", "--from", "2026-01-01", "--to", "2026-02-01")
    expect_equal(peer.online(["small:amount"], {"customer_id": [1]})["amount"], [EXACT], "after ours")


def check_older_events(world):
    """Feast writes whatever comes last; with us the newest event stays."""
    older = pd.DataFrame({"customer_id": [1], "event_timestamp": [NOON - DAY], "amount": [7]})
    pushed = world.write("older.parquet", pa.Table.from_pandas(older, preserve_index=False))
    world.ok("materialize", "--from", "2026-01-01", "--to", "2026-02-01")
    world.ok("push", "small", "--from", pushed)
    peer = Peer(world.repo)
    expect_equal(peer.online(["small:amount"], {"customer_id": [1]})["amount"], [EXACT], "after our push of an older event")
    with quiet():
        peer.store.write_to_online_store("small", older)
    expect_equal(peer.online(["small:amount"], {"customer_id": [1]})["amount"], [7], "after Feast's")


def check_online_ttl(world):
    """Feast serves values of any age; so do we, unless asked to withhold them."""
    world.ok("materialize", "--from", "2025-01-01", "--to", "2026-02-01")
    ask = ["online", "--features", "small:amount", "--keys", "customer_id=3"]
    expect_equal(Peer(world.repo).online(["small:amount"], {"customer_id": [3]})["amount"], [5], "Feast's value")
    expect_equal(world.json(*ask)["amount"], [5], "our value")
    expect_equal(world.json(*ask, "--enforce-ttl")["amount"], [None], "our value with the ttl enforced")


def check_time_zone(world):
    """Feast writes online times through its process' time zone, we write seconds since 1970 in any."""
    elsewhere = {**os.environ, "TZ": "America/New_York"}
    command = [world.program, "--repo", str(world.repo), "--backend", "feast", "materialize", "--from", "2026-01-01", "--to", "2026-02-01"]
    subprocess.run(command, env=elsewhere, check=True, capture_output=True, timeout=60)
    expect_equal(stored_time(world), int(NOON.timestamp()), "the time that we write")
    script = ("import datetime as dt, sys; from feast import FeatureStore; utc = dt.timezone.utc; "
              "FeatureStore(sys.argv[1]).materialize(dt.datetime(2026, 1, 1, tzinfo=utc), dt.datetime(2026, 2, 1, tzinfo=utc), ['small'])")
    subprocess.run([sys.executable, "-c", script, str(world.repo)], env=elsewhere, check=True, capture_output=True, timeout=120)
    expect_equal(stored_time(world), int(NOON.timestamp()) + 5 * 3600, "the time that Feast writes in New York")


def check_name_collision(world):
    """A feature that is called like a column of the entity frame: Feast renames it, we ask for a decision."""
    table = pa.table({"customer_id": pa.array([1], pa.int64()), "event_timestamp": pa.array([NOON], pa.timestamp("us", "UTC")),
                      "amount": pa.array(["mine"])})
    entities, output = world.write("collision.parquet", table), world.folder / "collided.parquet"
    result = world.run("historical", "--entities", entities, "--features", "small:amount", "--output", output)
    expect(result.returncode == 1 and "'amount'" in result.stderr, f"the collision says: {result.stderr}")
    world.ok("historical", "--entities", entities, "--features", "small:amount", "--output", output, "--full-feature-names")
    expect_equal(pq.read_table(output).column_names[-2:], ["amount", "small__amount"], "our columns")
    theirs = Peer(world.repo).historical(table, ["small:amount"])
    expect(list(theirs["amount"]) == ["mine"] and "amount__" in theirs, f"the file store's columns: {list(theirs)}")


def check_documentation():
    """Every check and every unit test that the documentation names is there."""
    root = Path(__file__).resolve().parents[2]
    text = (root / "Sources/FeatureStore/FeatureStore.docc/FeastDifferences.md").read_text()
    named = [cell for line in text.splitlines() if line.startswith("| ") for cell in [line.rsplit("|", 2)[1]]]
    tests = "\n".join(path.read_text() for path in (root / "Tests").rglob("*.swift"))
    for cell in named:
        for module, function in re.findall(r"`(\w+)\.(check_\w+)`", cell):
            source = (root / "Integration/Feast" / f"{module}.py").read_text()
            expect(f"def {function}(" in source, f"{module}.{function} is named and not there")
        for sentence in re.findall(r'"([^"]+)"', cell):
            expect(f'"{sentence}"' in tests, f"no unit test is called: {sentence}")
    expect(len(named) > 25, f"only {len(named)} differences are listed")


def stored_time(world):
    """The stored event time of the newest values."""
    with sqlite3.connect(next((world.repo / "data").glob("online*.db"))) as connection:
        return connection.execute("SELECT max(event_ts) FROM peers_small").fetchone()[0]
