#!/usr/bin/env bash
# One online request over two Feast views whose keys have different integer types gives nulls for one of them.
#
# Versions:  feast 0.67.0 (SQLite store)
# Behaviour: the stored key has the declared type in its bytes, so 7 as INT64 and 7 as INT32 are two keys. Each view alone
#            answers. A request for both writes the keys once, with the type of the view that is asked for last, and the other
#            view's values are null.
# Seen:      see `expected` below: which of the two is null depends on the order of the features.
# Matters:   int32 in one table and int64 in another is what two teams' pipelines make. The model is served nulls for an
#            entity that both views know. Declare one type for a join key everywhere.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install feast==0.67.0 pandas==2.3.3 pyarrow==26.0.1 dask==2026.8.0
feast_repo

cat > seen.py <<'PY'
from helpers import *

write("age", [1], id=pa.array([7], pa.int64()), age=[40.0])
write("spend", [1], id=pa.array([7], pa.int32()), spend=[10.0])
objects = []
for name, kind in [("age", Int64), ("spend", Int32)]:
    entity = Entity(name=f"{name}_id", join_keys=["id"])
    objects += [entity, FeatureView(name=name, entities=[entity], source=source(name),
                                    schema=[Field(name="id", dtype=kind), Field(name=name, dtype=Float64)])]
store = FeatureStore(".")
with quiet():
    store.apply(objects)
    store.materialize(day(1), day(5))
for features in [["age:age"], ["spend:spend"], ["age:age", "spend:spend"], ["spend:spend", "age:age"]]:
    print(features, online(store, features, 7))
PY

expected="['age:age'] {'id': [7], 'age': [40.0]}
['spend:spend'] {'id': [7], 'spend': [10.0]}
['age:age', 'spend:spend'] {'id': [7], 'age': [None], 'spend': [10.0]}
['spend:spend', 'age:age'] {'id': [7], 'spend': [None], 'age': [40.0]}"
seen "$expected" seen.py
