#!/usr/bin/env bash
# Feast takes the strings of a file that polars wrote for JSON documents, and then cannot materialize them.
#
# Versions:  feast 0.67.0, polars 2.1.0, pyarrow 26.0.1
# Behaviour: polars' strings are `large_string` in the Arrow schema that the Parquet file carries. Without a declared schema
#            Feast maps that name to its type JSON. `apply` and training work; `materialize` parses each value as JSON and
#            raises at the first one that is none. The same table by pyarrow is STRING.
# Seen:      see `expected` below.
# Matters:   the pipeline changes its writer from pandas to polars, and online values stop. Declare the schema of every view.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install feast==0.67.0 pandas==2.3.3 pyarrow==26.0.1 dask==2026.8.0 polars==2.1.0
feast_repo

cat > seen.py <<'PY'
from helpers import *
import polars

write("by_pyarrow", [1], id=[1], city=["Oslo"])
polars.DataFrame({"id": [1], "city": ["Oslo"], "event_timestamp": [day(1)]}).write_parquet("data/by_polars.parquet")
store = FeatureStore(".")
for name in ["by_pyarrow", "by_polars"]:
    entity = Entity(name="id", join_keys=["id"], value_type=ValueType.INT64)
    with quiet():
        store.apply([entity, FeatureView(name=name, entities=[entity], source=source(name))])
        kind = store.get_feature_view(name).features[0].dtype
    print(f"{name}: city is {kind}")
    try:
        with quiet():
            store.materialize(day(1), day(5), feature_views=[name])
        print("  online:", online(store, [f"{name}:city"], 1)["city"])
    except ValueError as error:
        print("  materialize:", error)
PY

expected='by_pyarrow: city is String
  online: ['"'Oslo'"']
by_polars: city is Json
  materialize: Invalid JSON string for JSON type: Expecting value: line 1 column 1 (char 0)'
seen "$expected" seen.py
