"""The verbs that show things: views, data and doctor."""
import datetime as dt

import pyarrow as pa
import pyarrow.parquet as pq

from checking import expect, expect_columns, expect_equal
from peer import Peer
from world import PROJECT


def check_views(world, views):
    """`views list` and `views show` say what Feast says: names, keys, features, ttl, tags."""
    theirs = Peer(world.repo).views()
    ours = {view["name"]: view for view in world.json("views", "list")}
    expect_equal(sorted(ours), sorted(theirs), "views")
    for view in views:
        shown = world.json("views", "show", view.name)
        expect_equal(shown["name"], view.name, "name")
        feast = theirs[view.name]
        expect_equal([field["name"] for field in shown["features"]], [field.name for field in feast.features], "features")
        expect_equal([field["name"] for field in shown["features"]], list(view.features), "features, as registered")
        expect_equal(sorted(field["name"] for field in shown["entity_keys"]), sorted(feast.join_keys), "entity keys")
        expect_equal(feast.ttl.days if feast.ttl else 0, view.ttl_days or 0, "ttl in Feast")
        expect_equal(shown["ttl_seconds"] or 0, (view.ttl_days or 0) * 86_400, "ttl")
        expect_equal(feast.tags, {"view": view.name}, "tags in Feast")
        expect_equal(shown["tags"], {"view": view.name}, "tags")
        expect_equal(feast.batch_source.timestamp_field, view.timestamp, "timestamp column in Feast")
        expect_equal(feast.batch_source.created_timestamp_column, view.created or "", "created column in Feast")
        expect_equal(shown["timestamp_column"], view.timestamp, "timestamp column")
        expect_equal(shown["created_timestamp_column"], view.created, "created column")
        ends = [end for _, end in feast.materialization_intervals]
        expect_equal(shown["materialized_until"] and dt.datetime.fromisoformat(shown["materialized_until"]), max(ends, default=None), "end")
        expect_types(feast, view)


def expect_types(feast, view):
    names = {pa.int64(): "Int64", pa.int32(): "Int32", pa.float32(): "Float32", pa.float64(): "Float64",
             pa.bool_(): "Bool", pa.string(): "String", pa.timestamp("us", "UTC"): "UnixTimestamp"}
    for field in feast.features:
        expect_equal(str(field.dtype), names[view.features[field.name]], f"type of {field.name} in Feast")
    for field in feast.entity_columns:
        expect_equal(str(field.dtype), names[view.keys[field.name]], f"type of {field.name} in Feast")


def check_views_as_text(world, views):
    """Without --format the same is a text for people."""
    listed = world.ok("views", "list")
    for view in views:
        expect(view.name in listed, f"'views list' does not name {view.name}")
        shown = world.ok("views", "show", view.name)
        for name in [*view.keys, *view.features]:
            expect(name in shown, f"'views show {view.name}' does not name {name}")


def check_data_schema(world, view):
    path = world.write("schema.parquet", view.parts[0])
    listed = world.json("data", "schema", path)
    expect_equal(listed["rows"], view.parts[0].num_rows, "rows")
    expect_equal([column["name"] for column in listed["columns"]], view.parts[0].column_names, "columns")
    text = world.ok("data", "schema", path)
    for name in view.parts[0].column_names:
        expect(name in text, f"'data schema' does not name {name}")


def check_data_show(world, view):
    path = world.write("show.parquet", view.parts[0])
    text = world.ok("data", "show", path, "--rows", "3")
    shown = [str(value) for value in view.parts[0].column(next(iter(view.keys))).slice(0, 3).to_pylist()]
    for value in shown:
        expect(value in text, f"'data show' does not show {value}")
    expect(f"{view.parts[0].num_rows}" in text.replace(",", ""), "'data show' does not say how many rows there are")


def check_data_convert(world, view):
    """Parquet to CSV and back, and Parquet to Parquet: pyarrow finds the same values."""
    source = world.write("convert.parquet", view.parts[0])
    text, back, copy = (world.folder / name for name in ("converted.csv", "back.parquet", "copy.parquet"))
    world.ok("data", "convert", source, copy)
    world.ok("data", "convert", source, text)
    world.ok("data", "convert", text, back)
    original = pq.read_table(source)
    expect_same_table(pq.read_table(copy), original)
    again = pq.read_table(back)
    expect(again.column_names == original.column_names, f"columns are {again.column_names}")
    for name in original.column_names:
        expect_columns(again[name].cast(original.schema.field(name).type).to_pylist(), original[name].to_pylist(), f"CSV {name}")


def expect_same_table(ours, theirs):
    expect(ours.column_names == theirs.column_names, f"columns are {ours.column_names}")
    for name in theirs.column_names:
        expect(ours.schema.field(name).type == theirs.schema.field(name).type, f"{name} is {ours.schema.field(name).type}")
        expect_columns(ours[name].to_pylist(), theirs[name].to_pylist(), name)


def check_doctor(world):
    text = world.ok("doctor")
    for part in ("feast", str(world.repo), PROJECT):
        expect(part in text, f"'doctor' does not say {part}: {text}")
