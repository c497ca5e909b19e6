"""`feast apply` and `feast plan` with the definitions that we export: nothing changes and nothing is dropped."""
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import gold
import online
from checking import expect, expect_equal
from peer import Peer
from world import PROJECT

ODD = "quotes \" ' and \\ back, a\nline, a tab\t, Zürich 東京 \u2028 \u202e end"

# A repository by hand, with what a definition can say; ODD, GOLD and FLAT are put in front.
BY_HAND = '''
from datetime import timedelta
from feast import Entity, FeatureService, FeatureView, Field, FileSource, Project, PushSource, ValueType
from feast.data_format import ParquetFormat
from feast.types import Array, Bool, Float32, Float64, Int32, Int64, String, UnixTimestamp

project = Project(name="peers", description=ODD, tags={"team": "ml", ODD: ODD}, owner="ada@example.com")
driver = Entity(name="driver", join_keys=["driver_id"], value_type=ValueType.INT64, description=ODD, tags={"pii": "no"}, owner="ada")
rider = Entity(name="driver_rider", join_keys=["rider_id"], value_type=ValueType.INT64)
source = FileSource(name="drivers of " + ODD, path=GOLD, timestamp_field="event_timestamp", description=ODD,
                    tags={"kind": ODD}, owner="bob", field_mapping={"rate": "rate_mapped"}, file_format=ParquetFormat())
pushed = PushSource(name="push-me", batch_source=FileSource(name="behind the push", path=FLAT, timestamp_field="event_timestamp"),
                    description="rows as they come", tags={"b": "2", "a": "1"}, owner="eve")
stats = FeatureView(
    name="stats", entities=[driver], ttl=timedelta(hours=36, microseconds=5), source=source, description=ODD, owner="ada",
    tags={"z": "1", "a": ODD, "": "empty"}, org="ads",
    schema=[Field(name="driver_id", dtype=Int64), Field(name="trips", dtype=Int64, description=ODD, tags={"unit": "1"}),
            Field(name="stars", dtype=Int32), Field(name="rate_mapped", dtype=Float32), Field(name="spend", dtype=Float64),
            Field(name="active", dtype=Bool), Field(name="city", dtype=String), Field(name="seen", dtype=UnixTimestamp),
            Field(name="vector", dtype=Array(Float32), vector_index=True, vector_length=3, vector_search_metric="cosine")])
fed = FeatureView(name="fed", entities=[driver], ttl=timedelta(days=2), source=pushed, online=True,
                  schema=[Field(name="driver_id", dtype=Int64), Field(name="trips", dtype=Int64)])
everybody = FeatureView(name="everybody", source=FileSource(path=GOLD, timestamp_field="event_timestamp"),
                        schema=[Field(name="spend", dtype=Float64)], online=False)
model = FeatureService(
    name="model v1", features=[stats[["city", "trips"]].with_name("once"), stats[["spend"]].with_name("again").with_join_key_map({"driver_id": "rider_id"}), fed],
    tags={"m": ODD}, description=ODD, owner="ada")
'''


def feast(repo, *arguments):
    """Runs Feast's own command line in a repository and returns what it printed, without colours."""
    program = Path(sys.executable).with_name("feast")
    result = subprocess.run([program, *arguments], cwd=repo, capture_output=True, text=True, timeout=300)
    said = re.sub(r"\x1b\[[0-9;]*m", "", result.stdout)
    expect(result.returncode == 0, f"feast {' '.join(arguments)} ended with {result.returncode}: {said} {result.stderr}")
    return said


def registry(repo):
    from feast.protos.feast.core.Registry_pb2 import Registry
    return Registry.FromString((repo / "data" / "registry.db").read_bytes())


def meaning(message):
    """Every object of a registry as text, sorted; without the stamp of a write, and `infra`, which only the apply writes."""
    objects = []
    for field, value in message.ListFields():
        if field.name in ("version_id", "last_updated", "infra", "project_metadata", "feature_view_version_history"):
            continue
        objects += [f"{field.name} {item}" for item in value] if field.is_repeated else [f"{field.name} {value}"]
    return sorted(objects)


def rows(repo):
    """All rows of the online store, table by table."""
    path = next((repo / "data").glob("online*.db"))
    with sqlite3.connect(path) as connection:
        tables = [name for name, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in tables}


def expect_no_change(repo, rows_expected=True):
    """Both commands find nothing to do, the registry says what it said, and the online rows are there."""
    before, stored = meaning(registry(repo)), rows(repo) if rows_expected else None
    planned = feast(repo, "plan")
    expect("No changes to registry" in planned, f"feast plan finds: {planned}")
    applied = feast(repo, "apply")
    expect("No changes to registry" in applied, f"feast apply finds: {applied}")
    expect_equal(meaning(registry(repo)), before, "objects of the registry after feast apply")
    if rows_expected:
        expect(all(stored.values()) and stored, "there are no online rows to keep")
        expect_equal(rows(repo), stored, "online rows after feast apply")


def check_ours(world, views):
    """What we registered and materialized, with services, survives `feast apply` with our export."""
    world.init()
    for view in views:
        world.register_all(view)
    driver, customer = views[0].name, views[1].name
    world.ok("services", "register", "churn", "--features", f"{driver}:trips,{driver}:city,{customer}:*", "--tag", f"odd={ODD}")
    world.ok("services", "register", "rides", "--features", f"driver={driver}:trips,rider={driver}:trips",
             "--join-key", "rider.driver_id=rider_id", "--description", ODD, "--owner", "ada")
    world.ok("materialize", "--from", "2026-01-01", "--to", "2026-04-01")
    world.ok("export-definitions", "--output", world.repo / "features.py")
    expect_no_change(world.repo)
    expect_no_change(world.repo)
    for view in views:
        online.expect_feast(world, view)
    services = {service.name: service for service in Peer(world.repo).store.list_feature_services()}
    expect_equal(sorted(services), ["churn", "rides"], "services in Feast")
    world.register_all(views[0])
    world.ok("export-definitions", "--output", world.repo / "features.py")
    expect_no_change(world.repo)


def check_without_definitions(world):
    """The reason for all this: with an empty repository of definitions, Feast would delete every view."""
    copy = world.repo.with_name("bare")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(world.repo, copy)
    (copy / "features.py").unlink()
    expect("Deleted feature view" in feast(copy, "plan"), "feast plan without definitions deletes nothing")


def check_apply_after_teardown(world):
    """After our teardown the definitions make the project anew, online tables included, which Feast's own does not."""
    expect(registry(world.repo).HasField("infra"), "feast apply wrote no infra, so this shows nothing")
    world.ok("teardown", "--yes")
    expect_equal(rows(world.repo), {}, "online tables after teardown")
    applied = feast(world.repo, "apply")
    expect("Created feature view driver_stats" in applied, f"feast apply says: {applied}")
    Peer(world.repo).materialize(gold.START, gold.END, ["driver_stats"])
    expect(rows(world.repo)[f"{PROJECT}_driver_stats"] != [], "Feast's materialize wrote nothing")
    world.ok("online", "--features", "driver_stats:trips", "--keys", "driver_id=1000")


def check_by_hand(world):
    """A repository that Feast made, with all that a definition can say, comes back from our export as it is."""
    import pyarrow as pa
    world.init()
    table = gold.driver_view().parts[0]
    vectors = pa.array([[1.0, 2.0, 3.0]] * table.num_rows, pa.list_(pa.float32()))
    path = world.write("by_hand.parquet", table.append_column("vector", vectors))
    flat = world.write("flat.parquet", table.slice(0, 100))
    definitions = world.repo / "features.py"
    definitions.write_text(f"ODD = {ODD!r}\nGOLD = {str(path)!r}\nFLAT = {str(flat)!r}\n{BY_HAND}")
    feast(world.repo, "apply")
    text = world.ok("export-definitions")
    refused = world.run("export-definitions", "--output", definitions)
    expect(refused.returncode == 1 and "its code would be lost" in refused.stderr, refused.stderr)
    definitions.unlink()
    world.ok("export-definitions", "--output", definitions)
    # The file stands alone, so it has the project as well, which the file that was there before defined.
    alone = re.sub(r"project_peers = Project\(.*?\n\)\n\n", "", definitions.read_text(), flags=re.DOTALL)
    expect_equal(alone, text, "the file and standard output")
    expect("Not in this file" not in text, f"the export leaves something out: {text}")
    expect_no_change(world.repo, rows_expected=False)
    world.ok("push", "push-me", "--from", world.write("push.parquet", table.slice(0, 40)), "--to", "online_and_offline")
    world.ok("export-definitions", "--output", definitions)
    expect_no_change(world.repo, rows_expected=False)
    fed = Peer(world.repo).store.get_feature_view("fed")
    expect_equal(fed.batch_source.path, str(flat), "the file of the pushed view, which is where its definition says")
    expect_equal(fed.stream_source.batch_source.path, fed.batch_source.path, "the push source's file")
