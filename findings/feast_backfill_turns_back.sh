#!/usr/bin/env bash
# Materializing an older window again turns Feast's online values back, and training rows then differ from serving.
#
# Versions:  feast 0.67.0 (SQLite store)
# Behaviour: the SQLite store keeps the last write, not the newest event. A backfill of January after February was
#            materialized replaces February's values. In one pushed frame the last row of a key stays, whatever its time is.
# Seen:      see `expected` below: the newest event has the value 8.
# Matters:   backfills and out of order events are normal. Nothing repairs the value until that entity gets a new event,
#            since materialize-incremental goes on from the end of the newest window.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install feast==0.67.0 pandas==2.3.3 pyarrow==26.0.1 dask==2026.8.0
feast_repo

cat > seen.py <<'PY'
from helpers import *
import pandas

write("spend", [1, 5, 8], id=[1, 1, 1], spend=[1.0, 5.0, 8.0])
entity = Entity(name="id", join_keys=["id"], value_type=ValueType.INT64)
view = FeatureView(name="spend", entities=[entity], source=source("spend"),
                   schema=[Field(name="id", dtype=Int64), Field(name="spend", dtype=Float64)])
store = FeatureStore(".")
with quiet():
    store.apply([entity, view])
    store.materialize(day(1), day(10))
print("materialized to the 10th:", online(store, ["spend:spend"], 1)["spend"])
with quiet():
    store.materialize(day(1), day(6))
print("then to the 6th:", online(store, ["spend:spend"], 1)["spend"])
with quiet():
    store.materialize_incremental(day(12))
print("then incrementally to the 12th:", online(store, ["spend:spend"], 1)["spend"])
frame = pandas.DataFrame({"id": [1, 1], "event_timestamp": [day(20), day(3)], "spend": [20.0, 3.0]})
with quiet():
    store.write_to_online_store("spend", frame)
print("pushed 20th, then 3rd:", online(store, ["spend:spend"], 1)["spend"])
PY

expected='materialized to the 10th: [8.0]
then to the 6th: [5.0]
then incrementally to the 12th: [5.0]
pushed 20th, then 3rd: [3.0]'
seen "$expected" seen.py
