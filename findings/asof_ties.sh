#!/usr/bin/env bash
# Of two rows with one key and one time, DuckDB's as-of join takes the first, pandas and polars the last.
#
# Versions:  duckdb 2.0.0, pandas 2.3.3, polars 2.1.0, pyarrow 26.0.1
# Behaviour: ASOF JOIN has no order among equal times; on these rows it takes the one that came first. merge_asof and
#            join_asof take the one that came last.
# Seen:      see `expected` below: rows 0 to 2999 of seven keys, all with one time; the number of the row that was taken.
# Matters:   a correction is usually appended after the row that it corrects. DuckDB then trains on the uncorrected value.
#            State the order: a second timestamp in the data, and QUALIFY row_number() … before the join.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install duckdb==2.0.0 pandas==2.3.3 polars==2.1.0 pyarrow==26.0.1

cat > seen.py <<'PY'
import datetime as dt
import duckdb, pandas, polars

count, keys = 3000, 7
known = pandas.DataFrame({"id": [row % keys for row in range(count)], "time": [dt.datetime(2024, 1, 1)] * count, "row": range(count)})
asked = pandas.DataFrame({"id": range(keys), "time": [dt.datetime(2024, 1, 5)] * keys})
print("duckdb:", [row[0] for row in duckdb.sql("""
    select k.row from asked a asof join known k on a.id = k.id and a.time >= k.time order by a.id""").fetchall()])
print("pandas:", pandas.merge_asof(asked, known, on="time", by="id")["row"].tolist())
print("polars:", polars.from_pandas(asked).join_asof(polars.from_pandas(known), on="time", by="id")["row"].to_list())
PY

expected='duckdb: [0, 1, 2, 3, 4, 5, 6]
pandas: [2996, 2997, 2998, 2999, 2993, 2994, 2995]
polars: [2996, 2997, 2998, 2999, 2993, 2994, 2995]'
seen "$expected" seen.py
