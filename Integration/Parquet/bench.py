#!/usr/bin/env python3
"""Times our reader and writer against pyarrow's on one thread, column by column, on the same files.

Counts processor time, so that other work on the machine does not blur it.

    swift build -c release --product parquet-peer
    python3 Integration/Parquet/bench.py .build/release/parquet-peer [ROWS]

Prints millions of rows per second and the ratio, ours to pyarrow's.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

RUNS = 5


def tables(rows: int) -> dict[str, pa.Table]:
    rng = np.random.default_rng(11)
    mask = rng.random(rows) < 0.1
    instants = np.sort(rng.integers(1_600_000_000_000_000, 1_700_000_000_000_000, rows))
    columns = {
        "int64": pa.array(rng.integers(0, 2**62, rows)),
        "int64_few": pa.array(rng.integers(0, 1000, rows)),
        "int64_keys": pa.array(rng.integers(0, 100_000, rows)),
        "double": pa.array(rng.normal(size=rows)),
        "double_nulls": pa.array(rng.normal(size=rows), mask=mask),
        "timestamp": pa.array(instants, pa.timestamp("us", "UTC")),
        "text_dictionary": pa.array(np.array([f"value {i}" for i in range(500)])[rng.integers(0, 500, rows)]),
        "text_plain": pa.array(np.char.add("user-", rng.integers(0, 2**40, rows).astype(str))),
        "bool": pa.array(rng.random(rows) < 0.5),
    }
    return {name: pa.table({name: column}) for name, column in columns.items()}


def fastest(body) -> float:
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        body()
        best = min(best, time.process_time() - start)
    return best


def ours(peer: str, *arguments) -> float:
    output = subprocess.run([peer, *map(str, arguments), str(RUNS)], capture_output=True, check=True, text=True).stdout
    return float(output.split()[1])


def main() -> None:
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 4_000_000
    pa.set_cpu_count(1)
    print(f"{'':34}{'pyarrow':>9}{'ours':>9}  ratio")
    with tempfile.TemporaryDirectory() as name:
        path, copy = pathlib.Path(name) / "in.parquet", pathlib.Path(name) / "out.parquet"
        for column, table in tables(rows).items():
            for codec in ("snappy", "none"):
                pq.write_table(table, path, compression=codec)
                keep = [column] if column == "text_dictionary" else None
                theirs = fastest(lambda: pq.ParquetFile(path, read_dictionary=keep).read(use_threads=False))
                mine = ours(sys.argv[1], "time-read", path, column)
                print(f"read {column + ' ' + codec:28}{rows / theirs / 1e6:10.1f}{rows / mine / 1e6:9.1f}{theirs / mine:7.2f}")
            theirs = fastest(lambda: pq.write_table(table, copy))
            mine = ours(sys.argv[1], "time-write", path, column, copy)
            print(f"write {column:28}{rows / theirs / 1e6:9.1f}{rows / mine / 1e6:9.1f}{theirs / mine:7.2f}")


if __name__ == "__main__":
    main()
