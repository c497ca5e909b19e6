#!/usr/bin/env bash
# A filter on a decimal column of a Delta table loses a row that the table has.
#
# Versions:  deltalake 1.6.6, pyarrow 26.0.1
# Behaviour: deltalake writes the bounds of a decimal column into the log as doubles. For 19 digits the double is not the
#            value: here the minimum lies above it. Readers that skip files by these bounds skip the file, so `x = value` and
#            `x <= value` find nothing, both by pyarrow's dataset and by deltalake's own SQL.
# Seen:      see `expected` below.
# Matters:   amounts are decimals in a lakehouse, and training rows are cut out with filters. The rows are there in a full
#            scan, so counts differ by how the question is asked.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install deltalake==1.6.6 pyarrow==26.0.1

cat > seen.py <<'PY'
import decimal, json
import pyarrow as pa, pyarrow.compute as pc
from deltalake import DeltaTable, QueryBuilder, write_deltalake

value = decimal.Decimal("-12345678901234567.89")
write_deltalake("table", pa.table({"x": pa.array([value], pa.decimal128(19, 2))}))
log = [json.loads(line) for line in open("table/_delta_log/00000000000000000000.json")]
print("minimum in the log:", json.loads(next(line for line in log if "add" in line)["add"]["stats"])["minValues"]["x"])
table = DeltaTable("table")
dataset = table.to_pyarrow_dataset()
print("all rows:", dataset.to_table()["x"].to_pylist())
typed = pa.scalar(value, pa.decimal128(19, 2))
print("rows equal to it:", dataset.to_table(filter=pc.field("x") == typed).num_rows)
print("rows not above it:", dataset.to_table(filter=pc.field("x") <= typed).num_rows)
found = QueryBuilder().register("t", table).execute(f"select * from t where x <= {value}").read_all()
print("the same in SQL:", pa.table(found).num_rows)
PY

expected="minimum in the log: -1.2345678901234566e+16
all rows: [Decimal('-12345678901234567.89')]
rows equal to it: 0
rows not above it: 0
the same in SQL: 0"
seen "$expected" seen.py
