#!/usr/bin/env bash
# Appending fractions to an integer column of a Delta table cuts them, although integers that do not fit are refused.
#
# Versions:  deltalake 1.6.6, pyarrow 26.0.1
# Behaviour: write_deltalake casts new rows to the table's types. int64 values that int32 cannot hold raise. Doubles with a
#            fraction do not: 2.7 is stored as 2, -2.7 as -2.
# Seen:      see `expected` below.
# Matters:   a feature that was a count becomes an average; the table goes on taking it and serves whole numbers. Compare the
#            schemas before an append.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install deltalake==1.6.6 pyarrow==26.0.1

cat > seen.py <<'PY'
import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

write_deltalake("table", pa.table({"x": pa.array([1], pa.int32())}))
try:
    write_deltalake("table", pa.table({"x": pa.array([2**40], pa.int64())}), mode="append")
    print("2**40 appended")
except Exception as error:
    print("2**40:", error)
write_deltalake("table", pa.table({"x": pa.array([2.7, -2.7], pa.float64())}), mode="append")
print("after 2.7 and -2.7:", sorted(DeltaTable("table").to_pyarrow_table()["x"].to_pylist()))
PY

expected="2**40: Cast error: Can't cast value 1099511627776 to type Int32
after 2.7 and -2.7: [-2, 1, 2]"
seen "$expected" seen.py
