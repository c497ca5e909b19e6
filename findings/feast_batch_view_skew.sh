#!/usr/bin/env bash
# The transformation of a Feast batch feature view runs when values are materialized and not when training rows are made.
#
# Versions:  feast 0.67.0 (local engine, file and SQLite stores), pandas 2.3.3
# Behaviour: BatchFeatureView(udf=...) is applied without complaint. `materialize` runs the function; get_historical_features
#            returns the column of the source as it is.
# Seen:      see `expected` below: the function doubles the value 10.
# Matters:   the model is trained on 10 and served 20 for one entity at one time, with nothing in either call to show it.
#            Compute the column before it is stored.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install feast==0.67.0 pandas==2.3.3 pyarrow==26.0.1 dask==2026.8.0
feast_repo

cat > seen.py <<'PY'
from helpers import *
import pandas
from feast import BatchFeatureView

def doubled(frame):
    return frame.assign(spend=frame["spend"] * 2)

write("spend", [1], id=[1], spend=[10.0])
entity = Entity(name="id", join_keys=["id"], value_type=ValueType.INT64)
view = BatchFeatureView(name="spend", entities=[entity], mode="pandas", udf=doubled, online=True, ttl=dt.timedelta(days=90),
                        schema=[Field(name="id", dtype=Int64), Field(name="spend", dtype=Float64)], source=source("spend"))
store = FeatureStore(".")
with quiet():
    store.apply([entity, view])
    store.materialize(day(1), day(5))
    asked = pandas.DataFrame({"id": [1], "event_timestamp": [day(2)]})
    training = store.get_historical_features(asked, ["spend:spend"]).to_df()
print("training:", training["spend"].tolist())
print("online:", online(store, ["spend:spend"], 1)["spend"])
PY

expected='training: [10.0]
online: [20.0]'
seen "$expected" seen.py
