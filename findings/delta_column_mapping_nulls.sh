#!/usr/bin/env bash
# Reading a Delta table with column mapping through pyarrow gives nulls for every value, without an error.
#
# Versions:  deltalake 1.6.6, pyarrow 26.0.1, pandas 2.3.3, polars 2.1.0
# Behaviour: with `delta.columnMapping.mode` the data files have names of their own (`col-1`). to_pyarrow_table and to_pandas
#            look for the names of the schema, find none, and give nulls. The same package's SQL gives the values; polars
#            refuses the table by name.
# Seen:      see `expected` below.
# Matters:   renaming or dropping a column on Databricks turns column mapping on. From then on a job that reads the table this
#            way trains on nulls.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install deltalake==1.6.6 pyarrow==26.0.1 pandas==2.3.3 polars==2.1.0

cat > seen.py <<'PY'
import json, os
import polars, pyarrow as pa, pyarrow.parquet as pq
from deltalake import DeltaTable, QueryBuilder

# A table as the protocol has it: reader version 2, physical names and field ids in the file.
columns = [("id", "long", pa.int64(), [1, 2]), ("spend", "double", pa.float64(), [10.0, 20.0])]
fields = [{"name": name, "type": kind, "nullable": True, "metadata": {
    "delta.columnMapping.id": number, "delta.columnMapping.physicalName": f"col-{number}"}}
    for number, (name, kind, _, _) in enumerate(columns, 1)]
schema = pa.schema([pa.field(f"col-{number}", kind, metadata={"PARQUET:field_id": str(number)})
                    for number, (_, _, kind, _) in enumerate(columns, 1)])
os.makedirs("table/_delta_log")
pq.write_table(pa.table([pa.array(values, kind) for _, _, kind, values in columns], schema=schema), "table/part.parquet")
log = [
    {"protocol": {"minReaderVersion": 2, "minWriterVersion": 5}},
    {"metaData": {"id": "4c5d1a52-1c1e-4a5f-9c55-0f4f6f1d2a10", "format": {"provider": "parquet", "options": {}},
                  "schemaString": json.dumps({"type": "struct", "fields": fields}), "partitionColumns": [],
                  "configuration": {"delta.columnMapping.mode": "name", "delta.columnMapping.maxColumnId": "2"},
                  "createdTime": 1700000000000}},
    {"add": {"path": "part.parquet", "partitionValues": {}, "size": os.path.getsize("table/part.parquet"),
             "modificationTime": 1700000000000, "dataChange": True, "stats": "{\"numRecords\":2}"}},
]
with open("table/_delta_log/00000000000000000000.json", "w") as file:
    file.write("\n".join(map(json.dumps, log)))
table = DeltaTable("table")
print("to_pyarrow_table:", table.to_pyarrow_table().to_pydict())
print("to_pandas nulls:", table.to_pandas().isna().sum().sum(), "of 4")
print("SQL:", pa.table(QueryBuilder().register("t", table).execute("select * from t order by id").read_all()).to_pydict())
try:
    print("polars:", polars.read_delta("table"))
except Exception as error:
    print("polars:", str(error).splitlines()[0])
PY

expected="to_pyarrow_table: {'id': [None, None], 'spend': [None, None]}
to_pandas nulls: 4 of 4
SQL: {'id': [1, 2], 'spend': [10.0, 20.0]}
polars: delta table requires reader version 2 (column mapping), which polars does not support"
seen "$expected" seen.py
