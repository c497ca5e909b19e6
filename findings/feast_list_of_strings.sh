#!/usr/bin/env bash
# Feast cannot infer a list of strings as pyarrow itself writes it to Parquet.
#
# Versions:  feast 0.67.0, pyarrow 26.0.1
# Behaviour: inference compares the Arrow type's text. For numbers it knows both `list<item: …>` and `list<element: …>`, for
#            strings only `item`, which is what Arrow has in memory; the Parquet file, and so the type read from it, has `element`.
# Seen:      see `expected` below.
# Matters:   tags, categories and search terms are lists of strings. `feast apply` ends with a bare KeyError. Declare the schema.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install feast==0.67.0 pandas==2.3.3 pyarrow==26.0.1 dask==2026.8.0
feast_repo

cat > seen.py <<'PY'
from helpers import *
from feast.types import Array

write("numbers", [1], id=[1], values=[[1.0, 2.0]])
write("strings", [1], id=[1], tags=[["a", "b"]])
entity = Entity(name="id", join_keys=["id"], value_type=ValueType.INT64)
store = FeatureStore(".")
for name, schema in [("numbers", None), ("strings", None), ("strings", [Field(name="id", dtype=Int64), Field(name="tags", dtype=Array(String))])]:
    try:
        with quiet():
            store.apply([entity, FeatureView(name=name, entities=[entity], source=source(name), schema=schema)])
            store.materialize(day(1), day(5), feature_views=[name])
        feature = store.get_feature_view(name).features[0].name
        print(f"{name}, {'declared' if schema else 'inferred'}:", online(store, [f"{name}:{feature}"], 1)[feature])
    except KeyError as error:
        print(f"{name}, inferred: KeyError {error}")
PY

expected="numbers, inferred: [[1.0, 2.0]]
strings, inferred: KeyError 'list<element: string>'
strings, declared: [['a', 'b']]"
seen "$expected" seen.py
