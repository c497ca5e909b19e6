#!/usr/bin/env bash
# polars' as-of join with `by` gives wrong values on unsorted rows and says nothing; without `by` it raises.
#
# Versions:  polars 2.1.0, pandas 2.3.3 for comparison, pyarrow 26.0.1
# Behaviour: join_asof checks that both sides are sorted by time, but not when `by` is given. The values are then older ones,
#            or null, although newer ones are there. pandas raises a ValueError for the same frames.
# Seen:      see `expected` below. Right is [40, 10].
# Matters:   `by` is how every entity's features are joined, and files of several writers are seldom sorted. The training
#            frame is wrong without a sign. Call sort("time") on both sides.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install polars==2.1.0 pandas==2.3.3 pyarrow==26.0.1

cat > seen.py <<'PY'
import datetime as dt
import pandas, polars

def day(number):
    return dt.datetime(2024, 1, number)

asked = polars.DataFrame({"id": [1, 1], "time": [day(5), day(2)]})
known = polars.DataFrame({"id": [1, 1], "time": [day(4), day(1)], "spend": [40, 10]})
print("with by, unsorted:", asked.join_asof(known, on="time", by="id")["spend"].to_list())
print("with by, sorted:", asked.sort("time").join_asof(known.sort("time"), on="time", by="id").sort("time", descending=True)["spend"].to_list())
try:
    asked.join_asof(known.drop("id"), on="time")
except polars.exceptions.InvalidOperationError as error:
    print("without by:", str(error).split(",")[0])
try:
    pandas.merge_asof(asked.to_pandas(), known.to_pandas(), on="time", by="id")
except ValueError as error:
    print("pandas:", error)
PY

expected="with by, unsorted: [10, None]
with by, sorted: [40, 10]
without by: argument in operation 'asof_join' is not sorted
pandas: left keys must be sorted"
seen "$expected" seen.py
