#!/usr/bin/env bash
# DuckDB 2.0.0 writes a NULL of a fixed-size array so that pyarrow cannot read the file.
#
# Versions:  duckdb 2.0.0 (writer), pyarrow 26.0.1 and polars 2.1.0 (readers)
# Behaviour: a NULL in a column FLOAT[3] is written as three entries of the Parquet column instead of one. DuckDB and polars
#            read it as one NULL. pyarrow counts the entries as elements and raises ArrowInvalid for the whole column.
# Seen:      see `expected` below.
# Matters:   embeddings are FLOAT[N] in DuckDB, and rows without an embedding are usual. A Feast file source is read by
#            pyarrow, so one such row stops materialization. Cast to FLOAT[] before COPY.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install duckdb==2.0.0 pyarrow==26.0.1 polars==2.1.0

cat > seen.py <<'PY'
import duckdb, polars, pyarrow, pyarrow.parquet as pq

ROWS = "(values ([1, 2, 3]::FLOAT[3]), (NULL), ([4, 5, 6]::FLOAT[3])) t(embedding)"
duckdb.sql(f"copy (select * from {ROWS}) to 'array.parquet'")
duckdb.sql(f"copy (select embedding::FLOAT[] as embedding from {ROWS}) to 'list.parquet'")
for name in ["array", "list"]:
    chunk = pq.ParquetFile(f"{name}.parquet").metadata.row_group(0).column(0)
    print(name, "entries:", chunk.num_values)
    print("  duckdb nulls:", duckdb.sql(f"select count(*) from '{name}.parquet' where embedding is null").fetchall()[0][0])
    print("  polars nulls:", polars.read_parquet(f"{name}.parquet")["embedding"].null_count())
    try:
        print("  pyarrow nulls:", pq.read_table(f"{name}.parquet")["embedding"].null_count)
    except pyarrow.ArrowInvalid as error:
        print("  pyarrow:", error)
PY

expected='array entries: 9
  duckdb nulls: 1
  polars nulls: 1
  pyarrow: Length spanned by list offsets (8) larger than values array (length 6)
list entries: 7
  duckdb nulls: 1
  polars nulls: 1
  pyarrow nulls: 1'
seen "$expected" seen.py
