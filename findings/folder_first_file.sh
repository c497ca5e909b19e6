#!/usr/bin/env bash
# A column that only the later files of a folder have is not there at all, and nobody says so.
#
# Versions:  pyarrow 26.0.1, pandas 2.3.3, duckdb 2.0.0, fastparquet 2026.9.0, polars 2.1.0
# Behaviour: pyarrow, pandas, DuckDB and fastparquet take the columns of the file that sorts first. What only later files have
#            is left out. When the first file has a column that a later one lacks, pyarrow gives nulls and DuckDB raises.
#            polars raises in both cases.
# Seen:      see `expected` below. `grown` got a column in its second file, `shrunk` lost one.
# Matters:   a feature that was added last month is missing from training, or not, by the name of the oldest file.
#            DuckDB: union_by_name = true. pyarrow: dataset(schema = pa.unify_schemas(...)).
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install pyarrow==26.0.1 pandas==2.3.3 duckdb==2.0.0 fastparquet==2026.9.0 polars==2.1.0

cat > seen.py <<'PY'
import os
import duckdb, fastparquet, pandas, polars, pyarrow as pa, pyarrow.dataset as ds, pyarrow.parquet as pq

def answer(ask):
    try:
        return ask()
    except Exception as error:
        return f"raises {type(error).__name__}"

old, new = pa.table({"age": [1]}), pa.table({"age": [2], "spend": [5.0]})
for name, files in {"grown": [old, new], "shrunk": [new, old]}.items():
    os.mkdir(name)
    for number, table in enumerate(files):
        pq.write_table(table, f"{name}/{number}.parquet")
    print(name)
    print("  pyarrow:", answer(lambda: ds.dataset(name).to_table().column_names))
    print("  pandas:", answer(lambda: list(pandas.read_parquet(name).columns)))
    print("  duckdb:", answer(lambda: duckdb.sql(f"from '{name}/*.parquet'").arrow().read_all().column_names))
    print("  fastparquet:", answer(lambda: list(fastparquet.ParquetFile(name).to_pandas().columns)))
    print("  polars:", answer(lambda: polars.read_parquet(f"{name}/*.parquet").columns))
PY

expected="grown
  pyarrow: ['age']
  pandas: ['age']
  duckdb: ['age']
  fastparquet: ['age']
  polars: raises SchemaError
shrunk
  pyarrow: ['age', 'spend']
  pandas: ['age', 'spend']
  duckdb: raises InvalidInputException
  fastparquet: ['age', 'spend']
  polars: raises ColumnNotFoundError"
seen "$expected" seen.py
