#!/usr/bin/env bash
# Numbers of later files are rounded, cut or wrapped to the type that the first file of a folder has.
#
# Versions:  duckdb 2.0.0, fastparquet 2026.9.0, pyarrow 26.0.1, polars 2.1.0, pandas 2.3.3
# Behaviour: the first file has integers, a later one 2.9: DuckDB reads 3, fastparquet 2; pyarrow and polars raise. The first
#            one has float32, a later one 0.1 as float64: pyarrow and DuckDB read 0.10000000149011612. The first one has int32,
#            a later one 2**40: fastparquet reads 0, the others raise.
# Seen:      see `expected` below: the value of the second file.
# Matters:   a column that was whole numbers so far ("5") and gets its first fraction is an everyday event in a feature table.
#            Write every file with one explicit schema.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install duckdb==2.0.0 fastparquet==2026.9.0 pyarrow==26.0.1 polars==2.1.0 pandas==2.3.3

cat > seen.py <<'PY'
import os
import duckdb, fastparquet, polars, pyarrow as pa, pyarrow.dataset as ds, pyarrow.parquet as pq

def answer(ask):
    try:
        return ask()
    except Exception as error:
        return f"raises {type(error).__name__}"

pairs = {"int64, then 2.9": ([1], pa.int64(), [2.9], pa.float64()),
         "float32, then 0.1": ([1.0], pa.float32(), [0.1], pa.float64()),
         "int32, then 2**40": ([1], pa.int32(), [2**40], pa.int64())}
for number, (name, (first, first_type, second, second_type)) in enumerate(pairs.items()):
    folder = f"folder{number}"
    os.mkdir(folder)
    pq.write_table(pa.table({"x": pa.array(first, first_type)}), f"{folder}/a.parquet")
    pq.write_table(pa.table({"x": pa.array(second, second_type)}), f"{folder}/b.parquet")
    print(name)
    print("  duckdb:", answer(lambda: duckdb.sql(f"from '{folder}/*.parquet'").fetchall()[1][0]))
    print("  fastparquet:", answer(lambda: fastparquet.ParquetFile(folder).to_pandas()["x"].tolist()[1]))
    print("  pyarrow:", answer(lambda: ds.dataset(folder).to_table()["x"].to_pylist()[1]))
    print("  polars:", answer(lambda: polars.read_parquet(f"{folder}/*.parquet")["x"][1]))
PY

expected='int64, then 2.9
  duckdb: 3
  fastparquet: 2
  pyarrow: raises ArrowInvalid
  polars: raises SchemaError
float32, then 0.1
  duckdb: 0.10000000149011612
  fastparquet: 0.10000000149011612
  pyarrow: 0.10000000149011612
  polars: raises SchemaError
int32, then 2**40
  duckdb: raises ConversionException
  fastparquet: 0
  pyarrow: raises ArrowInvalid
  polars: raises SchemaError'
seen "$expected" seen.py
