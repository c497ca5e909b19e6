#!/usr/bin/env bash
# The event times of Feast's SQLite online store shift with the time zone of the process that reads them.
#
# Versions:  feast 0.67.0 (SQLite store)
# Behaviour: times are stored as whole seconds of the local clock and read back with the local clock. A process in New York
#            reads what one in UTC wrote as five hours earlier, one in Tokyo as nine hours later. The values are the same.
# Seen:      see `expected` below: the event is at 1704067200, 2024-01-01T00:00:00Z.
# Matters:   the batch job runs in a container in UTC and the service, or a notebook, in another zone. Freshness checks and
#            ttls computed from these times are wrong by hours. Run all of them with TZ=UTC.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install feast==0.67.0 pandas==2.3.3 pyarrow==26.0.1 dask==2026.8.0
feast_repo

cat > make.py <<'PY'
from helpers import *

write("spend", [1], id=[1], spend=[10.0])
entity = Entity(name="id", join_keys=["id"], value_type=ValueType.INT64)
store = FeatureStore(".")
with quiet():
    store.apply([entity, FeatureView(name="spend", entities=[entity], source=source("spend"),
                                     schema=[Field(name="id", dtype=Int64), Field(name="spend", dtype=Float64)])])
    store.materialize(day(1), day(5))
print("materialized in", os.environ["TZ"])
PY
cat > seen.py <<'PY'
from helpers import *

with quiet():
    answer = FeatureStore(".").get_online_features(["spend:spend"], [{"id": 1}]).to_dict(include_event_timestamps=True)
print(f"read in {os.environ['TZ']}: {answer['spend'][0]} at {answer['spend__ts'][0]}")
PY

TZ=UTC0 seen 'materialized in UTC0' make.py
TZ=UTC0 seen 'read in UTC0: 10.0 at 1704067200' seen.py
TZ=EST5 seen 'read in EST5: 10.0 at 1704049200' seen.py
TZ=JST-9 seen 'read in JST-9: 10.0 at 1704099600' seen.py
