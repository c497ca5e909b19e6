#!/usr/bin/env python3
"""Checks `feast-peer` against the golden repository: what Feast 0.67.0 wrote, stored and answered, down to the bytes.

  golden.py FEAST_PEER MAKER FOLDER

MAKER is `make_feast_golden.py`, which has Feast build the repository and answer a list of queries. We answer the same
queries on that repository, materialize it ourselves, and register the same tables in a repository of our own, on which
Feast is then asked. FOLDER is made, and must not be there yet. The last line is `N passed, N failed`.
"""
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

if os.environ.get("TZ") != "UTC":
    # Feast reads and writes the online store's times through the process' local time zone.
    os.environ["TZ"] = "UTC"
time.tzset()
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pyarrow.parquet as pq  # noqa: E402
import yaml  # noqa: E402

import vectors  # noqa: E402
from checking import expect, expect_equal, tally  # noqa: E402
from swift_peer import SwiftError, SwiftPeer  # noqa: E402

# Rows that Feast's file store leaves out of an answer; its duckdb store and we return every entity row.
DROPPED_BY_FILE_STORE = {
    "outside_window": {1, 2},  # the entity is known, but has no value in the window
    "duplicate_entity_rows": {0},  # equal keys and time collapse to one row
}
# Of rows with equal key and time a repository of ours keeps the one created last, so the earlier one is not there for a
# question about what was known before that.
MERGED_AWAY = {"created_cutoff": {0: {"trips": None}}}
# What Feast raises, and the code of our error.
ERRORS = {
    "FeatureViewNotFoundException": {"viewNotFound"}, "FeatureNameCollisionError": {"duplicateFeature"},
    "ValueError": {"invalidReference"}, "IbisTypeError": {"columnNotFound"},
    "KeyError": {"featureNotFound", "columnNotFound", "entityKeyMissing"},
}


class Golden:
    """The golden folder: Feast's repository and what Feast had to say."""

    def __init__(self, program, maker, folder):
        self.program, self.maker, self.folder = program, maker, folder
        self.run_maker(folder / "golden")
        self.repo = folder / "golden" / "repo"
        self.expected = json.loads((folder / "golden" / "expected.json").read_text(encoding="utf-8"))

    def run_maker(self, *arguments, cwd=None):
        environment = {**os.environ, "PYTHONHASHSEED": "0", "TZ": "UTC"}
        subprocess.run([sys.executable, str(self.maker), *map(str, arguments)], check=True, env=environment, cwd=cwd,
                       stdout=subprocess.DEVNULL)

    def queries(self, kind):
        return [entry for entry in self.expected["queries"] if entry["query"]["kind"] == kind]

    def copy(self, name):
        """A copy of Feast's repository as it was before anything was materialized."""
        from feast.protos.feast.core.Registry_pb2 import Registry
        repo = self.folder / name
        shutil.copytree(self.repo, repo)
        (repo / "data" / "online_store.db").unlink()
        path = repo / "data" / "registry.db"
        registry = Registry.FromString(path.read_bytes())
        for view in registry.feature_views:
            del view.meta.materialization_intervals[:]
            view.meta.ClearField("state")
        path.write_bytes(registry.SerializeToString())
        return repo


# ------------------------------------------------------------------ comparing answers
def expect_same(ours, theirs, where):
    """Compares two JSON values, leaf by leaf: the number 1 is not 1.0, and zero has a sign."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        expect_equal(sorted(ours), sorted(theirs), f"{where}, members")
        for name in theirs:
            expect_same(ours[name], theirs[name], f"{where}.{name}")
    elif isinstance(theirs, list) and isinstance(ours, list):
        expect_equal(len(ours), len(theirs), f"{where}, length")
        for index, (mine, other) in enumerate(zip(ours, theirs)):
            expect_same(mine, other, f"{where}[{index}]")
    else:
        expect_equal(json.dumps(ours), json.dumps(theirs), where)


def expect_error(swift, query, theirs):
    try:
        swift.query(**query)
    except SwiftError as error:
        codes = ERRORS[theirs["error"]]
        expect(error.code in codes, f"our error is {error.code}, expected one of {codes}: {error.message}")
    else:
        expect(False, f"Feast raises {theirs['error']}, we answer")


def check_historical(swift, entry):
    """Our training rows against both stores' rows."""
    query, by_store = entry["query"], {store: entry[store] for store in ("file", "duckdb") if entry[store]}
    expect("duckdb" in by_store, "the golden answers lack the duckdb store: install ibis-framework[duckdb]")
    for store, theirs in by_store.items():
        if "error" in theirs:
            expect_error(swift, {**query, "columns": list(query["rows"][0])}, theirs)
            continue
        columns = [name for name in theirs["columns"] if name in query["rows"][0]]
        ours = swift.query(**{**query, "columns": columns})
        expect_same(ours["columns"], theirs["columns"], f"{store}, columns")
        expect_equal([row["row"] for row in ours["rows"]], list(range(len(query["rows"]))), f"{store}, our rows")
        dropped = DROPPED_BY_FILE_STORE.get(query["id"], set()) if store == "file" else set()
        expect_same([row for row in ours["rows"] if row["row"] not in dropped], theirs["rows"], store)


def check_online(swift, entry):
    """Our values, statuses and times. A null has a status of its own with us; Feast calls it present."""
    query, theirs = entry["query"], entry["answer"]
    if "error" in theirs:
        expect_error(swift, query, theirs)
        return
    ours = swift.query(**query)
    for column in ours.values():
        pairs = zip(column["values"], column["statuses"])
        expect(all((value is None) == (status in ("NULL_VALUE", "NOT_FOUND")) for value, status in pairs), "statuses of nulls")
        column["statuses"] = ["PRESENT" if status == "NULL_VALUE" else status for status in column["statuses"]]
    expect_same(ours, theirs, query["id"])


# ------------------------------------------------------------------ what is stored
def online_rows(path):
    """Every table of an online store as the golden dumps hold it."""
    columns = ("entity_key", "feature_name", "value", "value_text", "vector_value", "event_ts", "created_ts")
    database = sqlite3.connect(path)
    tables = [row[0] for row in database.execute("select name from sqlite_master where type = 'table' order by 1")]
    dump = {}
    for table in tables:
        declared = [list(row[1:3]) for row in database.execute(f'pragma table_info("{table}")')]
        rows = [dict(zip(columns, row)) for row in database.execute(f'select {", ".join(columns)} from "{table}" order by 1, 2')]
        for row in rows:
            row["entity_key"], row["value"] = row["entity_key"].hex(), row["value"].hex()
        dump[table] = {"columns": declared, "rows": rows}
    database.close()
    return dump


def check_materialize(golden, repo, tables):
    """We materialize what Feast materialized: every stored row is Feast's, byte for byte, and so are the intervals."""
    from feast.protos.feast.core.Registry_pb2 import Registry
    views = [table.removeprefix("golden_") for table in tables]
    with SwiftPeer(golden.program, repo) as swift:
        for step in golden.expected["materialize"]:
            if step["start"]:
                swift.ask("materialize", views=views, start=step["start"], end=step["end"])
            else:
                swift.ask("incremental", views=views, end=step["end"])
            ours = online_rows(repo / "data" / "online_store.db")
            expect_same({table: ours[table] for table in tables}, {table: step["sqlite"][table] for table in tables}, step["call"])
            registry = Registry.FromString((repo / "data" / "registry.db").read_bytes())
            stored = {view.spec.name: [[time_text(span.start_time), time_text(span.end_time)]
                                       for span in view.meta.materialization_intervals] for view in registry.feature_views}
            expect_same({view: stored[view] for view in views}, {view: step["intervals"][view] for view in views}, "intervals")


def time_text(stamp):
    return stamp.ToDatetime().strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# ------------------------------------------------------------------ our own repository with the same rows
SERVICES = {
    "ride_model": [{"view": "driver_stats", "features": ["conv_rate", "trips"]}, {"view": "customer_profile"}],
    "compare": [{"view": "driver_stats", "features": ["trips"], "alias": alias, "join_key_map": {"driver_id": f"{alias}_id"}}
                for alias in ("first", "second")],
}


def register_all(golden, repo):
    """Registers the golden tables and services through our own verbs."""
    repo.mkdir()
    shutil.copy(golden.repo / "feature_store.yaml", repo)
    mapped = golden.folder / "customer_profile.parquet"
    table = pq.read_table(golden.repo / "data" / "customer_profile.parquet")
    pq.write_table(table.rename_columns([{"raw_spend": "spend"}.get(name, name) for name in table.column_names]), mapped)
    sources = golden.repo / "data"
    with SwiftPeer(golden.program, repo) as swift:
        swift.ask("register", view="driver_stats", keys=["driver_id"], frame=str(sources / "driver_stats.parquet"),
                  ttl_days=1, timestamp="event_timestamp", created="created")
        swift.ask("register", view="customer_profile", keys=["customer"], frame=str(mapped), timestamp="ts")
        swift.ask("register", view="pair_stats", keys=["driver_id", "customer"], frame=str(sources / "pair_stats.parquet"),
                  ttl_days=30, timestamp="ts")
        for name, features in SERVICES.items():
            swift.ask("service", service=name, features=features)
        listed = {service["name"]: service["features"] for service in swift.ask("services")}
        expect_equal(sorted(listed), sorted(SERVICES), "services")
        expect_equal(listed["ride_model"][1]["features"], ["spend", "tier"], "features of a whole view")


def with_duckdb(repo):
    """A copy of a repository with duckdb as its offline store."""
    copy = repo.with_name(f"{repo.name}_duckdb")
    shutil.copytree(repo, copy)
    config = yaml.safe_load((copy / "feature_store.yaml").read_text())
    config["offline_store"] = {"type": "duckdb"}
    (copy / "feature_store.yaml").write_text(yaml.safe_dump(config))
    return copy


def check_feast_on_ours(golden, repo, store):
    """Feast on our repository answers every query as it does on its own; views without entities are not ours to make."""
    repo = with_duckdb(repo) if store == "duckdb" else repo
    entries = [entry for entry in golden.expected["queries"] if entry["query"]["id"] != "entityless_view"]
    if store == "duckdb":
        entries = [entry for entry in entries if entry["query"]["kind"] == "historical"]
    asked, answered = golden.folder / "queries.json", golden.folder / f"answers_{store}.json"
    queries = [with_columns_in_order(entry) for entry in entries]
    asked.write_text(json.dumps(queries), encoding="utf-8")
    golden.run_maker("--answer", repo, asked, answered, cwd=repo)
    for entry, answer in zip(map(as_merged, entries), json.loads(answered.read_text(encoding="utf-8"))):
        theirs = entry["answer"] if entry["query"]["kind"] == "online" else entry[store]
        if "error" in theirs:
            expect_equal(answer["answer"].get("error"), theirs["error"], entry["query"]["id"])
        else:
            expect_same(answer["answer"], theirs, f"{entry['query']['id']} ({store})")


def as_merged(entry):
    """What is to be expected where a repository of ours has merged rows."""
    changes = MERGED_AWAY.get(entry["query"]["id"], {})
    merged = {store: {**entry[store], "rows": [{**row, **changes.get(row["row"], {})} for row in entry[store]["rows"]]}
              for store in ("file", "duckdb") if changes}
    return {**entry, **merged}


def with_columns_in_order(entry):
    """A query whose rows have their members in the order that the golden answer shows."""
    query = dict(entry["query"])
    names = (entry.get("file") or {}).get("columns")
    if names:
        query["rows"] = [{name: row[name] for name in names if name in row} for row in query["rows"]]
    return query


def check_ours(golden, tables):
    repo = golden.folder / "ours"
    tally.run("we register the golden tables and services", register_all, golden, repo)
    tally.run("we materialize them: Feast's bytes again", check_materialize, golden, repo, tables)
    for store in ("file", "duckdb"):
        tally.run(f"Feast's {store} store answers on our repository as on its own", check_feast_on_ours, golden, repo, store)
    with SwiftPeer(golden.program, repo) as swift:
        for kind, check in (("historical", check_historical), ("online", check_online)):
            for entry in golden.queries(kind):
                if entry["query"]["id"] != "entityless_view":
                    tally.run(f"we answer {kind} {entry['query']['id']} on our repository", check, swift, as_merged(entry))


def main(program, maker, folder):
    program, maker, folder = (Path(path).resolve() for path in (program, maker, folder))
    folder.mkdir(parents=True)
    golden = Golden(program, maker, folder)
    with SwiftPeer(program, golden.repo) as swift:
        for kind, check in (("historical", check_historical), ("online", check_online)):
            for entry in golden.queries(kind):
                tally.run(f"{kind} {entry['query']['id']}", check, swift, entry)
    tables = sorted(golden.expected["materialize"][0]["sqlite"])
    tally.run("we materialize Feast's repository", check_materialize, golden, golden.copy("materialized"), tables)
    check_ours(golden, [table for table in tables if table != "golden_fuel"])
    for version in (2, 3):
        tally.run(f"entity keys of version {version}", vectors.check_keys, golden, version)
    tally.run("value bytes", vectors.check_values, golden)
    tally.finish()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
