#!/usr/bin/env bash
# `feast apply` in a copy of a repository drops the online table of the original.
#
# Versions:  feast 0.67.0 (local provider, SQLite store)
# Behaviour: the registry remembers the absolute path of the online database as text. In a copy the path differs, so apply
#            "updates" the table: it drops the one at the remembered path, which is the original's, with all its rows.
# Seen:      see `expected` below.
# Matters:   `cp -r production staging`, then one apply in staging, and production serves errors. Delete data/registry.db in
#            the copy before the first apply.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install feast==0.67.0 pandas==2.3.3 pyarrow==26.0.1 dask==2026.8.0
feast_repo

cat > repo/definitions.py <<'PY'
from feast import Entity, FeatureView, Field, FileSource, ValueType
from feast.types import Float64, Int64

entity = Entity(name="id", join_keys=["id"], value_type=ValueType.INT64)
view = FeatureView(name="spend", entities=[entity], schema=[Field(name="id", dtype=Int64), Field(name="spend", dtype=Float64)],
                   source=FileSource(name="spend_source", path="data/spend.parquet", timestamp_field="event_timestamp"))
PY
cat > seen.py <<'PY'
from helpers import *
import shutil, sqlite3, subprocess, sys

feast = os.path.join(os.path.dirname(sys.executable), "feast")

def run(folder, *arguments):
    done = subprocess.run([feast, *arguments], cwd=folder, capture_output=True, text=True)
    return done.returncode

def rows(folder):
    with sqlite3.connect(f"{folder}/data/online.db") as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        return {table: database.execute(f"select count(*) from {table}").fetchone()[0] for table in tables}

write("spend", [1, 2], id=[1, 2], spend=[10.0, 20.0])
os.chdir("..")
print("apply, materialize:", run("repo", "apply"), run("repo", "materialize", "2023-01-01T00:00:00", "2025-01-01T00:00:00"))
print("original:", rows("repo"))
shutil.copytree("repo", "copy")
print("apply in the copy:", run("copy", "apply"))
print("copy:", rows("copy"))
print("original:", rows("repo"))
PY

expected="apply, materialize: 0 0
original: {'demo_spend': 2}
apply in the copy: 0
copy: {'demo_spend': 2}
original: {}"
seen "$expected" seen.py
