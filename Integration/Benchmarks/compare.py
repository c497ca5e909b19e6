"""Measures the whole path beside its peers, in one run on this machine, and prints ratios.

    swift build -c release --product featurestore && swift build -c release --product bench-online
    .venv/bin/python Integration/Benchmarks/compare.py .build/release [--rows 10000000] [--entities 1000000]

- the point-in-time join, Parquet in, Parquet out, whole process, beside DuckDB's ASOF JOIN on two threads;
- the same at a tenth of the size beside Feast's file store;
- materialize of 50,000 keys x 10 features beside Feast;
- online reads of 1 and of 100 keys x 10 features beside Feast's SDK, and two threads beside one.

Every pair runs in turn on the same files. Answers are compared before ratios are printed: fast but wrong fails.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

os.environ["TZ"] = "UTC"
time.tzset()
warnings.simplefilter("ignore")

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

FEATURES = [f"f{i}" for i in range(6)] + [f"i{i}" for i in range(3)] + ["s"]
YEAR = 365 * 86_400 * 1_000_000
START = 1_700_000_000_000_000


def history(rows, keys, path):
    random = np.random.default_rng(1)
    columns = {
        "id": pa.array(random.integers(0, keys, rows)),
        "event_timestamp": pa.array(START + random.integers(0, YEAR, rows)).cast(pa.timestamp("us", "UTC")),
    }
    columns |= {f"f{i}": pa.array(random.normal(size=rows)) for i in range(6)}
    columns |= {f"i{i}": pa.array(random.integers(0, 1000, rows)) for i in range(3)}
    columns["s"] = pa.array(np.array(["alpha", "beta", "gamma", "delta"])[random.integers(0, 4, rows)])
    pq.write_table(pa.table(columns), path)


def entities(rows, keys, path):
    random = np.random.default_rng(2)
    pq.write_table(pa.table({
        "id": pa.array(random.integers(0, keys, rows)),
        "event_timestamp": pa.array(START + random.integers(0, YEAR, rows)).cast(pa.timestamp("us", "UTC")),
        "row": pa.array(np.arange(rows)),
    }), path)


# A process inherits the peak of the one that starts it, so a small one stands between.
LAUNCHER = """
import os, subprocess, sys, time
started = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
print(status, time.perf_counter() - started, usage.ru_maxrss / 1024)
"""


def process(*command):
    """Runs a whole process; returns wall seconds and peak MiB."""
    launched = subprocess.run(
        [sys.executable, "-S", "-c", LAUNCHER, *map(str, command)], check=True, stdout=subprocess.PIPE, text=True)
    status, seconds, peak = launched.stdout.split()
    if int(status):
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return float(seconds), float(peak)


def duck(source, spine, output):
    """The join in a process of DuckDB's own, as `compare.py --duck` runs it."""
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    chosen = ", ".join(f"h.{name}" for name in FEATURES)
    connection.execute(
        f"COPY (SELECT e.*, {chosen} FROM '{spine}' e ASOF LEFT JOIN '{source}' h "
        f"ON e.id = h.id AND e.event_timestamp >= h.event_timestamp) TO '{output}' (FORMAT parquet)")


def same(left, right):
    equal = " AND ".join(f"a.{name} IS NOT DISTINCT FROM b.{name}" for name in FEATURES)
    count, agree = duckdb.connect().execute(
        f"SELECT count(*), sum(({equal})::int) FROM '{left}' a JOIN '{right}' b USING (row)").fetchone()
    if count != agree:
        sys.exit(f"the answers differ: {left} and {right} agree on {agree} of {count} rows")
    return count


class Bench:
    def __init__(self, binaries, folder):
        self.featurestore = binaries / "featurestore"
        self.online = binaries / "bench-online"
        self.folder = folder

    def ours(self, repo, *arguments):
        return process(self.featurestore, "--backend", "feast", "--repo", repo, *arguments)

    def prepare(self, name, rows, spine_rows, keys):
        source, spine, repo = (self.folder / f"{name}{end}" for end in (".parquet", "_spine.parquet", "_repo"))
        history(rows, keys, source)
        entities(spine_rows, keys, spine)
        self.ours(repo, "register", "v", "--from", source, "--entity-key", "id")
        return source, spine, repo

    def join(self, rows, spine_rows):
        source, spine, repo = self.prepare("join", rows, spine_rows, 100_000)
        references = ",".join(f"v:{name}" for name in FEATURES)
        mine, theirs = self.folder / "mine.parquet", self.folder / "theirs.parquet"
        runs = []
        for _ in range(3):
            us = self.ours(repo, "historical", "--entities", spine, "--features", references, "--output", mine)
            them = process(sys.executable, __file__, "--duck", source, spine, theirs)
            runs.append((us, them))
        compared = same(mine, theirs)
        us = min(run[0][0] for run in runs), max(run[0][1] for run in runs)
        them = min(run[1][0] for run in runs), max(run[1][1] for run in runs)
        print(f"join {rows:,} x {spine_rows:,}, {compared:,} equal rows: ours {us[0]:.2f} s {us[1]:.0f} MiB, "
              f"DuckDB {them[0]:.2f} s {them[1]:.0f} MiB: {us[0] / them[0]:.2f} x the time, {us[1] / them[1]:.2f} x the memory")

    def feast(self, rows, spine_rows):
        from feast import FeatureStore

        _, spine, repo = self.prepare("feast", rows, spine_rows, 50_000)
        references = [f"v:{name}" for name in FEATURES]
        mine = self.folder / "mine_feast.parquet"
        us = min(self.ours(repo, "historical", "--entities", spine, "--features", ",".join(references), "--output", mine)[0]
                 for _ in range(3))
        store = FeatureStore(repo_path=str(repo))
        started = time.perf_counter()
        frame = store.get_historical_features(entity_df=pd.read_parquet(spine), features=references).to_df()
        them = time.perf_counter() - started
        print(f"join {rows:,} x {spine_rows:,}: ours {us:.2f} s (whole process), Feast's file store {them:.2f} s "
              f"({len(frame):,} rows): {them / us:.0f} x faster")
        self.materialize(repo)
        self.reads(repo, references)

    def materialize(self, repo):
        from feast import FeatureStore

        window = pd.Timestamp("2020-01-01", tz="UTC").to_pydatetime(), pd.Timestamp("2030-01-01", tz="UTC").to_pydatetime()
        database = next((repo / "data").glob("online*.db"))
        times = {"ours": [], "feast": []}
        for _ in range(2):
            for who in times:
                for file in (repo / "data").glob(database.name + "*"):
                    file.unlink()
                store_tables(repo)
                store = FeatureStore(repo_path=str(repo))  # a new one: it keeps its connection to a removed file
                started = time.perf_counter()
                if who == "ours":
                    self.ours(repo, "materialize", "--from", "2020-01-01", "--to", "2030-01-01", "--view", "v")
                else:
                    with quiet():
                        store.materialize(*window, feature_views=["v"])
                times[who].append(time.perf_counter() - started)
        us, them = min(times["ours"]), min(times["feast"])
        print(f"materialize 50,000 keys x {len(FEATURES)}: ours {us:.2f} s (whole process), Feast {them:.2f} s: "
              f"{them / us:.1f} x faster")

    def reads(self, repo, references):
        from feast import FeatureStore

        store = FeatureStore(repo_path=str(repo))
        ours = json.loads(subprocess.run(
            [self.online, repo, "v", "50000", ",".join(FEATURES)], check=True, capture_output=True, text=True).stdout)
        for keys, repeats in ((1, 500), (100, 100)):
            times = []
            for i in range(repeats):
                rows = [{"id": (i * 7919 + j * 104729) % 50_000} for j in range(keys)]
                started = time.perf_counter()
                store.get_online_features(features=references, entity_rows=rows)
                times.append(time.perf_counter() - started)
            them, us = statistics.median(times) * 1e6, ours[f"p50_{keys}_us"]
            print(f"online {keys} keys x {len(FEATURES)}, p50: ours {us:.0f} us, Feast {them:.0f} us: {them / us:.0f} x lower")
        print(f"two reading threads: {ours['two_threads']:.2f} x the reads of one")


def store_tables(repo):
    """Makes the empty online table that Feast expects to find."""
    import sqlite3

    text = (repo / "feature_store.yaml").read_text()
    project = text.split("project:")[1].split()[0]
    database = sqlite3.connect(repo / "data" / "online_store.db")
    database.execute(
        f'CREATE TABLE IF NOT EXISTS "{project}_v" (entity_key BLOB, feature_name TEXT, value BLOB, value_text TEXT, '
        "vector_value BLOB, event_ts timestamp, created_ts timestamp, PRIMARY KEY(entity_key, feature_name))")
    database.execute(f'CREATE INDEX IF NOT EXISTS "{project}_v_ek" ON "{project}_v" (entity_key)')
    database.commit()
    database.close()


def quiet():
    import contextlib
    import io

    stack = contextlib.ExitStack()
    stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
    stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
    return stack


def main():
    if len(sys.argv) == 5 and sys.argv[1] == "--duck":
        return duck(*sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binaries", type=Path, help="the folder of the release build")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--entities", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options.binaries.resolve(), Path(folder))
        bench.join(options.rows, options.entities)
        bench.feast(options.rows // 10, options.entities // 10)


if __name__ == "__main__":
    main()
