#!/usr/bin/env bash
# pandas' as-of join matches rows without a key with each other; polars and DuckDB match them with nothing.
#
# Versions:  pandas 2.3.3, polars 2.1.0, duckdb 2.0.0, pyarrow 26.0.1
# Behaviour: in `merge_asof(by=...)` None equals None and NaN equals NaN. A row whose key is unknown gets the values of some
#            other row whose key is unknown. polars' join_asof and DuckDB's ASOF JOIN give null.
# Seen:      see `expected` below.
# Matters:   a training frame made with pandas gives anonymous events the features of one arbitrary anonymous entity, which
#            serving can never reproduce. Drop rows without keys from the feature side first.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install pandas==2.3.3 polars==2.1.0 duckdb==2.0.0 pyarrow==26.0.1

cat > seen.py <<'PY'
import datetime as dt
import duckdb, pandas, polars

def day(number):
    return dt.datetime(2024, 1, number)

asked = pandas.DataFrame({"customer": ["a", None], "time": [day(5), day(6)]})
known = pandas.DataFrame({"customer": ["a", None], "time": [day(1), day(2)], "spend": [10, 20]})
print("pandas:", pandas.merge_asof(asked, known, on="time", by="customer")["spend"].tolist())
joined = polars.from_pandas(asked).join_asof(polars.from_pandas(known), on="time", by="customer")
print("polars:", joined["spend"].to_list())
print("duckdb:", [row[0] for row in duckdb.sql("""
    select k.spend from asked a asof left join known k on a.customer = k.customer and a.time >= k.time
    order by a.time""").fetchall()])
PY

expected='pandas: [10, 20]
polars: [10, None]
duckdb: [10, None]'
seen "$expected" seen.py
