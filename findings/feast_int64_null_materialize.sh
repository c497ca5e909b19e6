#!/usr/bin/env bash
# One null in an INT64 feature changes the large values of all other rows when Feast materializes it.
#
# Versions:  feast 0.67.0 with its file and its duckdb store, pandas 2.3.3, duckdb 2.0.0, ibis-framework 12.0.0
# Behaviour: rows go through pandas, where an integer column with a null is float64. 9007199254740993 is stored online as
#            9007199254740992, whichever offline store is used. Training rows of the duckdb store stay exact. Without the
#            null the value is exact everywhere.
# Seen:      see `expected` below.
# Matters:   64-bit identifiers and hashes are features (last product, device). Serving looks up another one than training.
#            Store identifiers as strings.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install feast==0.67.0 pandas==2.3.3 pyarrow==26.0.1 dask==2026.8.0 duckdb==2.0.0 ibis-framework==12.0.0 pyarrow-hotfix==0.7 rich==15.0.0

cat > seen.py <<'PY'
from helpers import *
import pandas

value = 9007199254740993
for case, values in [("with a null", [value, None]), ("without", [value, 1])]:
    write("last", [1, 1], id=[1, 2], device=pa.array(values, pa.int64()))
    entity = Entity(name="id", join_keys=["id"], value_type=ValueType.INT64)
    view = FeatureView(name="last", entities=[entity], source=source("last"),
                       schema=[Field(name="id", dtype=Int64), Field(name="device", dtype=Int64)])
    store = FeatureStore(".")
    with quiet():
        store.apply([entity, view])
        store.materialize(day(1), day(5))
        asked = pandas.DataFrame({"id": [1, 2], "event_timestamp": [day(2)] * 2})
        training = store.get_historical_features(asked, ["last:device"]).to_arrow().sort_by("id")["device"].to_pylist()
    print(f"{case}: training {training[0]}, online {online(store, ['last:device'], 1)['device'][0]}")
PY

for offline in file duckdb; do
  rm -rf repo
  feast_repo "$offline"
  echo "Offline store: $offline"
  case $offline in
    file) expected='with a null: training 9007199254740992.0, online 9007199254740992
without: training 9007199254740993, online 9007199254740993' ;;
    duckdb) expected='with a null: training 9007199254740993, online 9007199254740992
without: training 9007199254740993, online 9007199254740993' ;;
  esac
  seen "$expected" seen.py
done
