"""Compares `bench-pointintime` with DuckDB's ASOF LEFT JOIN, or its arg_max by key, on the same data in memory.

    swift build -c release --product bench-pointintime
    python compare_duckdb.py .build/release/bench-pointintime [--keys 100000] [--key-form sparse] ...

Needs the Python packages duckdb and numpy. Runs alternate, the best of each counts; the answers (number of matches, sum of
the winning row numbers) must agree, or the script fails.
"""

import argparse
import json
import subprocess
import sys
import time

import duckdb
import numpy as np

FIRST_TIME, TIME_SPAN = 1_704_067_200_000_000, 31_536_000_000_000
HISTORY_KEY, HISTORY_TIME, ENTITY_KEY, ENTITY_TIME = (stream << 32 for stream in range(4))
QUERIES = {
    "join": "SELECT count(h.row), sum(h.row) FROM entities e ASOF LEFT JOIN history h "
    "ON e.key = h.key AND e.time >= h.time",
    "latest": "SELECT count(*), sum(row) FROM (SELECT arg_max(row, time) AS row FROM history GROUP BY key)",
}


def mixed(numbers):
    bits = numbers * np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def columns(rows, key_stream, time_stream, options):
    number = np.arange(rows, dtype=np.uint64)
    key = mixed(number + np.uint64(key_stream)) % np.uint64(options.keys)
    if options.key_form == "sparse":
        key = mixed(key + np.uint64(1))
    event = mixed(number + np.uint64(time_stream)) % np.uint64(TIME_SPAN) + np.uint64(FIRST_TIME)
    return key.view(np.int64), event.view(np.int64)


def load(options):
    connection = duckdb.connect()
    for table, rows, streams in (
        ("history", options.history, (HISTORY_KEY, HISTORY_TIME)),
        ("entities", options.entities, (ENTITY_KEY, ENTITY_TIME)),
    ):
        key, event = columns(rows, *streams, options)
        row = np.arange(rows, dtype=np.int64)
        data = {"key": key, "time": event, "row": row}
        key_sql = "'customer-' || key" if options.key_form == "text" else "key"
        connection.register("data", data)
        connection.execute(f"CREATE TABLE {table} AS SELECT {key_sql} AS key, make_timestamp(time) AS time, row FROM data")
        connection.unregister("data")
    return connection


def run_duckdb(connection, task, threads):
    connection.execute(f"SET threads = {threads}")
    start = time.perf_counter()
    matched, row_sum = connection.execute(QUERIES[task]).fetchone()
    return {"total_ms": (time.perf_counter() - start) * 1000, "matched": matched, "row_sum": int(row_sum or 0)}


def run_swift(options, threads):
    command = [options.binary, "--threads", str(threads), "--repeats", "1"]
    for name in ("task", "key-form", "history", "entities", "keys", "chunk"):
        command += [f"--{name}", str(getattr(options, name.replace("-", "_")))]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--history", type=int, default=10_000_000)
    parser.add_argument("--entities", type=int, default=1_000_000)
    parser.add_argument("--keys", type=int, default=100_000)
    parser.add_argument("--chunk", type=int, default=1 << 20)
    parser.add_argument("--key-form", choices=("sparse", "dense", "text"), default="sparse")
    parser.add_argument("--task", choices=tuple(QUERIES), default="join")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--at-least", type=float, default=0, help="fail below this ratio on any number of threads")
    options = parser.parse_args()
    connection = load(options)
    slow = False
    for threads in (1, 2):
        swift, duck = [], []
        for _ in range(options.repeats):
            swift.append(run_swift(options, threads))
            duck.append(run_duckdb(connection, options.task, threads))
        answers = {(run["matched"], run["row_sum"]) for run in swift + duck}
        if len(answers) != 1:
            sys.exit(f"the answers differ: {answers}")
        ours, theirs = (min(run["total_ms"] for run in runs) for runs in (swift, duck))
        slow |= theirs / ours < options.at_least
        print(f"{threads} thread(s): swift {ours:.0f} ms, duckdb {theirs:.0f} ms, ratio {theirs / ours:.2f}")
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
