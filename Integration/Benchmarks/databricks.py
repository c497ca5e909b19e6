"""Measures the Databricks backend on the stand-in workspace, and prints a table with the goals.

    swift build -c release --product featurestore && swift build -c release --product databricks-peer
    .venv-databricks/bin/python Integration/Benchmarks/databricks.py .build/release [--rows 1000000] [--entities 100000]

- register and historical as whole processes: how much of the time the engine takes, and the peak memory of our process;
- register of few rows, 20 columns wide: the sizes around the point where rows are staged rather than written out;
- 16 tasks that read online values over shared connections.

The answer of historical is compared with that of pandas: fast but wrong fails. Exits with 1 when a goal is missed.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Databricks"))

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from workspace import StandIn  # noqa: E402

KEYS, YEAR, START = 50_000, 365 * 86_400 * 1_000_000, 1_700_000_000_000_000
FEATURES = [f"f{i}" for i in range(6)] + [f"i{i}" for i in range(3)] + ["s"]
PART_ROWS = 500_000  # what an upload holds in memory beside its frame

# A process inherits the peak of the one that starts it, so a small one stands between.
LAUNCHER = """
import os, subprocess, sys, time
started = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
print(status, time.perf_counter() - started, usage.ru_maxrss / 1024)
"""


def spine(random, rows):
    return {
        "id": pa.array(random.integers(0, KEYS, rows)),
        "event_timestamp": pa.array(START + random.permutation(YEAR // 1_000_000)[:rows] * 1_000_000)
        .cast(pa.timestamp("us", "UTC")),
    }


def history(rows, path):
    """Feature rows whose times differ by whole seconds, so that no two of them are equal."""
    random = np.random.default_rng(1)
    columns = spine(random, rows) | {f"f{i}": pa.array(random.normal(size=rows)) for i in range(6)}
    columns |= {f"i{i}": pa.array(random.integers(0, 1000, rows)) for i in range(3)}
    columns["s"] = pa.array(np.array(["alpha", "beta", "gamma", "delta"])[random.integers(0, 4, rows)])
    pq.write_table(pa.table(columns), path)


def wide(rows, path):
    """A key, a time and 18 features."""
    random = np.random.default_rng(rows)
    columns = {"id": pa.array(range(rows)), "event_timestamp": pa.array([START] * rows, pa.timestamp("us", "UTC"))}
    columns |= {f"f{i}": pa.array(random.normal(size=rows)) for i in range(9)}
    columns |= {f"i{i}": pa.array(random.integers(0, 1000, rows)) for i in range(9)}
    pq.write_table(pa.table(columns), path)


class Bench:
    def __init__(self, binaries, folder, workspace):
        self.binaries, self.folder, self.workspace = binaries, folder, workspace
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABRICKS")}
        self.environment |= workspace.environment() | {
            "DATABRICKS_CATALOG": "main", "DATABRICKS_SCHEMA": "fs", "DATABRICKS_CONFIG_FILE": str(folder / "none")}
        self.missed = 0

    def process(self, program, *words):
        """Runs a whole process; returns its seconds, its peak MiB, and the seconds that the engine worked meanwhile."""
        before = self.workspace.stats()["engine_seconds"]
        launched = subprocess.run(
            [sys.executable, "-S", "-c", LAUNCHER, self.binaries / program, *map(str, words)], check=True,
            stdout=subprocess.PIPE, text=True, env=self.environment)
        status, seconds, peak = launched.stdout.split()
        if int(status):
            sys.exit(f"failed: {program} {' '.join(map(str, words))}")
        return float(seconds), float(peak), self.workspace.stats()["engine_seconds"] - before

    def featurestore(self, *words):
        return self.process("featurestore", "--backend", "databricks", *words)

    def line(self, what, value, goal="", held=True):
        verdict = f"{goal:<14} {'held' if held else 'MISSED'}" if goal else ""
        self.missed += not held
        print(f"{what:<58} {value:>14}  {verdict}".rstrip(), flush=True)

    def large(self, rows, entities):
        source, asked, output = (self.folder / f"{name}.parquet" for name in ("history", "entities", "training"))
        history(rows, source)
        random = np.random.default_rng(2)
        pq.write_table(pa.table(spine(random, entities) | {"row": pa.array(np.arange(entities))}), asked)
        self.report("register", rows, rows, 12, self.featurestore(
            "register", "v", "--from", source, "--entity-key", "id"))
        taken = self.featurestore("historical", "--entities", asked, "--features", ",".join(f"v:{name}" for name in FEATURES),
                                  "--output", output)
        self.line("entity rows, equal to those of pandas", compare(source, asked, output))
        self.report(f"historical of {entities:,} entity rows", rows, entities, 13, taken)

    def report(self, what, rows, held_rows, columns, taken):
        """The goals of one process: the engine has the greater part of the time; memory is what the frame and one part take."""
        seconds, peak, engine = taken
        self.line(f"{what}, {rows:,} feature rows: s", f"{seconds:.2f}")
        self.line("  of it in the engine", f"{engine / seconds:.0%}", ">= 60 %", engine >= 0.6 * seconds)
        # A process of 64 MiB; a value takes eight bytes; the frame, its form for the workspace, and one part of an upload.
        limit = 64 + (2 * held_rows + min(held_rows, PART_ROWS)) * columns * 8 / 2**20
        self.line("  peak memory: MiB", f"{peak:.0f}", f"<= {limit:.0f}", peak <= limit)

    def small(self):
        for rows in (10, 45, 100, 300, 1_000):
            file = self.folder / f"wide_{rows}.parquet"
            wide(rows, file)
            times, staged = [], False
            for attempt in range(5):
                seconds, _, engine = self.featurestore(
                    "register", f"wide_{rows}_{attempt}", "--from", file, "--entity-key", "id")
                times.append((seconds, engine))
                staged = "parquet.`" in [text for text in self.workspace.stats()["statements"] if text.startswith("MERGE")][-1]
            seconds, engine = (statistics.median(column) for column in zip(*times))
            how = "staged" if staged else "literals"
            self.line(f"register {rows:,} rows x 20 columns as {how}: s (engine s)", f"{seconds:.2f} ({engine:.2f})")

    def online(self):
        self.featurestore("materialize", "--from", "2020-01-01", "--to", "2030-01-01", "--view", "wide_300_0")
        keys = self.folder / "keys.parquet"
        pq.write_table(pa.table({"id": pa.array(range(100))}), keys)
        before = self.workspace.stats()["connections"]
        done = subprocess.run([self.binaries / "databricks-peer", "load", keys, "wide_300_0:f0,wide_300_0:i0", "16", "4"],
                              check=True, env=self.environment, stdout=subprocess.PIPE, text=True)
        median, longest = map(float, done.stdout.split())
        opened = self.workspace.stats()["connections"] - before
        self.line("16 tasks x 4 online calls of 100 keys, median: ms", f"{median:.0f}")
        self.line("  the longest: ms", f"{longest:.0f}")
        self.line("  connections opened", opened, "<= 17", opened <= 17)


def compare(source, asked, output):
    """The number of rows, all equal to those of another engine."""
    features, entities, found = (pd.read_parquet(path) for path in (source, asked, output))
    expected = pd.merge_asof(entities.sort_values("event_timestamp"), features.sort_values("event_timestamp"),
                             on="event_timestamp", by="id").sort_values("row").reset_index(drop=True)
    for name in FEATURES:
        mine, other = found.sort_values("row")[name].reset_index(drop=True), expected[name]
        if not (mine.astype(object).where(mine.notna(), None) == other.astype(object).where(other.notna(), None)).where(
                mine.notna() | other.notna(), True).all():
            sys.exit(f"the answers differ in {name}")
    return f"{len(found):,}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binaries", type=Path, help="the folder of the release build")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--entities", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, StandIn(Path(folder) / "workspace") as workspace:
        bench = Bench(options.binaries.resolve(), Path(folder), workspace)
        started = time.perf_counter()
        bench.small()
        bench.online()
        bench.large(options.rows, options.entities)
        print(f"{bench.missed} goals missed, {time.perf_counter() - started:.0f} s in all")
    sys.exit(1 if bench.missed else 0)


if __name__ == "__main__":
    main()
