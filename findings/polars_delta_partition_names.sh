#!/usr/bin/env bash
# polars takes the partition values of a Delta table from the names of folders, not from the table's log.
#
# Versions:  polars 2.1.0, deltalake 1.6.6, pyarrow 26.0.1
# Behaviour: the protocol says that a file's path means nothing and that `partitionValues` in the log has the values. polars
#            reads `p=zzz/` as the value zzz where the log says a; deltalake reads a.
# Seen:      see `expected` below.
# Matters:   clones, converted tables and tables of writers with path prefixes have files in folders that say something else.
#            A filter on the partition then gives other entities' rows.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"
install polars==2.1.0 deltalake==1.6.6 pyarrow==26.0.1

cat > seen.py <<'PY'
import json, os
import polars, pyarrow as pa
from deltalake import DeltaTable, write_deltalake

write_deltalake("table", pa.table({"p": ["a", "b"], "x": [1, 2]}), partition_by=["p"])
# The file of p = a moves to a folder of another name, and the log follows: a valid table with the same rows.
path = "table/_delta_log/00000000000000000000.json"
actions = [json.loads(line) for line in open(path)]
os.mkdir("table/p=zzz")
for action in actions:
    if "add" in action and action["add"]["path"].startswith("p=a/"):
        moved = action["add"]["path"].replace("p=a/", "p=zzz/")
        os.rename("table/" + action["add"]["path"], "table/" + moved)
        action["add"]["path"] = moved
with open(path, "w") as file:
    file.write("\n".join(map(json.dumps, actions)))
print("deltalake:", DeltaTable("table").to_pyarrow_table().sort_by("x")["p"].to_pylist())
print("polars:", polars.read_delta("table").sort("x")["p"].to_list())
print("polars, rows of a:", polars.scan_delta("table").filter(polars.col("p") == "a").collect().height)
PY

expected="deltalake: ['a', 'b']
polars: ['zzz', 'b']
polars, rows of a: 0"
seen "$expected" seen.py
