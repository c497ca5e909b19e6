#!/usr/bin/env bash
# Feast answers an online request for key 7.9 with the values of entity 7, and one for True with those of entity 1.
#
# Versions:  feast 0.67.0 (SQLite store)
# Behaviour: keys are converted to the declared type by Python's int(): fractions are cut, booleans become 0 and 1, and
#            the string "7_0" means 70.
# Seen:      see `expected` below.
# Matters:   a key that went through a float column (pandas, JSON) or came from the wrong field gets another customer's
#            features. Check the type of keys before the request.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install feast==0.67.0 pandas==2.3.3 pyarrow==26.0.1 dask==2026.8.0
feast_repo

cat > seen.py <<'PY'
from helpers import *

write("spend", [1, 1, 1], id=[1, 7, 70], spend=[1.0, 7.0, 70.0])
entity = Entity(name="id", join_keys=["id"], value_type=ValueType.INT64)
view = FeatureView(name="spend", entities=[entity], source=source("spend"),
                   schema=[Field(name="id", dtype=Int64), Field(name="spend", dtype=Float64)])
store = FeatureStore(".")
with quiet():
    store.apply([entity, view])
    store.materialize(day(1), day(5))
for key in [7.9, True, "7_0"]:
    print(f"{key!r}:", online(store, ["spend:spend"], key))
try:
    online(store, ["spend:spend"], "7.0")
except ValueError as error:
    print("'7.0':", error)
PY

expected="7.9: {'id': [7], 'spend': [7.0]}
True: {'id': [1], 'spend': [1.0]}
'7_0': {'id': [70], 'spend': [70.0]}
'7.0': invalid literal for int() with base 10: '7.0'"
seen "$expected" seen.py
