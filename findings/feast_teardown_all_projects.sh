#!/usr/bin/env bash
# Tearing down one Feast project empties the registry of all projects that share it.
#
# Versions:  feast 0.67.0 (file registry)
# Behaviour: a registry file can hold several projects. `teardown` of one removes the online tables of that one, but the whole
#            registry file: the views of the others are gone.
# Seen:      see `expected` below.
# Matters:   a shared registry is how teams see each other's features. Removing an experiment's project takes production's
#            definitions along. Give each project a registry of its own, or delete its views one by one.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install feast==0.67.0 pandas==2.3.3 pyarrow==26.0.1 dask==2026.8.0
feast_repo

cat > seen.py <<'PY'
from helpers import *

def views(folder):
    with quiet():
        return [view.name for view in FeatureStore(folder).list_feature_views()]

write("spend", [1], id=[1], spend=[10.0])
path = os.path.abspath("data/spend.parquet")
os.makedirs("../experiment/data")
text = open("feature_store.yaml").read()
with open("../experiment/feature_store.yaml", "w") as file:
    file.write(text.replace("project: demo", "project: experiment").replace("data/registry.db", os.path.abspath("data/registry.db")))
for folder, name in [(".", "spend"), ("../experiment", "trial")]:
    entity = Entity(name="id", join_keys=["id"], value_type=ValueType.INT64)
    view = FeatureView(name=name, entities=[entity], schema=[Field(name="id", dtype=Int64), Field(name="spend", dtype=Float64)],
                       source=FileSource(name=f"{name}_source", path=path, timestamp_field="event_timestamp"))
    with quiet():
        FeatureStore(folder).apply([entity, view])
print("before:", views("."), views("../experiment"))
with quiet():
    FeatureStore("../experiment").teardown()
print("after the experiment's teardown:", views("."), views("../experiment"))
PY

expected="before: ['spend'] ['trial']
after the experiment's teardown: [] []"
seen "$expected" seen.py
