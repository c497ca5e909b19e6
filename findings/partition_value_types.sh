#!/usr/bin/env bash
# One folder of partitions has a different type in each reader: store 007 becomes the number 7, or stays text.
#
# Versions:  pyarrow 26.0.1, duckdb 2.0.0, polars 2.1.0
# Behaviour: the values of `key=value` folders have no type, so each reader infers one from their text, by rules of its own.
#            Leading zeros are lost in pyarrow and polars and kept in DuckDB; `0x10` is 16 in pyarrow and DuckDB; `1e3`, `true`
#            and `1.50` are text for two of them and values for polars; days are dates in DuckDB and polars, text in pyarrow.
# Seen:      see `expected` below. Each line is a folder with this one partition.
# Matters:   a partition column is often a key (store, region, day). Rows written by one tool and joined by another find no
#            match, or the wrong one. Keep keys inside the files, or state the partitions' types.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install pyarrow==26.0.1 duckdb==2.0.0 polars==2.1.0

cat > seen.py <<'PY'
import os
import duckdb, polars, pyarrow as pa, pyarrow.dataset as ds, pyarrow.parquet as pq

for number, text in enumerate(["007", "0x10", "1e3", "true", "1.50", "2024-01-01"]):
    os.makedirs(f"{number}/key={text}")
    pq.write_table(pa.table({"x": [1]}), f"{number}/key={text}/part.parquet")
    arrow = ds.dataset(str(number), partitioning="hive").to_table()["key"].to_pylist()[0]
    duck = duckdb.sql(f"select key from read_parquet('{number}/*/*.parquet')").fetchall()[0][0]
    polar = polars.read_parquet(f"{number}/")["key"][0]
    print(f"{text}: pyarrow {arrow!r}, duckdb {duck!r}, polars {polar!r}")
PY

expected="007: pyarrow 7, duckdb '007', polars 7
0x10: pyarrow 16, duckdb 16, polars '0x10'
1e3: pyarrow '1e3', duckdb '1e3', polars 1000.0
true: pyarrow 'true', duckdb 'true', polars True
1.50: pyarrow '1.50', duckdb '1.50', polars 1.5
2024-01-01: pyarrow '2024-01-01', duckdb datetime.date(2024, 1, 1), polars datetime.date(2024, 1, 1)"
seen "$expected" seen.py
