"""Feast's format vectors: the bytes that we store for keys and values of every type."""
import sqlite3

import pyarrow as pa
import pyarrow.parquet as pq

from checking import expect_equal
from peer import quiet
from swift_peer import SwiftPeer, frame

TIME = "2026-01-01T00:00:00Z"
# For each vector the join keys in the order given: name -> (type, value).
KEYS = {
    "int64": {"driver_id": ("int64", 1001)}, "int64 negative": {"driver_id": ("int64", -1)},
    "int32": {"driver_id": ("int32", 1001)}, "string": {"customer": ("string", "ada")},
    "string utf8": {"customer": ("string", "Zoë")}, "string empty": {"customer": ("string", "")},
    "bytes": {"k": ("binary", {"hex": "00ff"})}, "timestamp": {"k": ("timestamp", TIME)},
    "two keys, given unsorted": {"driver_id": ("int64", 1), "customer": ("string", "ada")},
    "case and accents sort by code point": {"é": ("int64", 1), "b": ("int64", 2), "Z": ("int64", 3)},
    "entityless view": {},
}
VALUES = {
    "null": ("int64", None), "int64 1001": ("int64", 1001), "int64 0": ("int64", 0), "int64 -1": ("int64", -1),
    "int32 7": ("int32", 7), "int32 -1": ("int32", -1), "double 1.5": ("float64", 1.5), "double 0": ("float64", 0.0),
    "float 1.5": ("float32", 1.5), "string abc": ("string", "abc"), "string empty": ("string", ""),
    "bytes 00ff": ("binary", {"hex": "00ff"}), "bool true": ("bool", True), "bool false": ("bool", False),
    "timestamp 1767225600": ("timestamp", TIME), "float list [1, 2.5]": ("list<float32>", [1, 2.5]),
    "float list []": ("list<float32>", []), "double list [1, 2.5]": ("list<float64>", [1, 2.5]),
    "int64 list [1, -1, 300]": ("list<int64>", [1, -1, 300]), "int32 list [1, 300]": ("list<int32>", [1, 300]),
    "string list [a, '']": ("list<string>", ["a", ""]), "bool list [t, f]": ("list<bool>", [True, False]),
    "bytes list [00]": ("list<binary>", [{"hex": "00"}]), "timestamp list [1767225600]": ("list<timestamp>", [TIME]),
}


def check_keys(golden, version):
    """Each key, written as a row of a view of its own, is stored under Feast's bytes."""
    expected = golden.expected["format_vectors"]["entity_keys"]
    expect_equal(sorted(KEYS), sorted(expected), "the vectors there are")
    repo = golden.folder / f"vectors_keys_v{version}"
    apply_views(repo, version, {f"keys{number}": (keys, {"feature": ("int64", 1)}) for number, keys in enumerate(KEYS.values())})
    with SwiftPeer(golden.program, repo) as swift:
        for number, (name, keys) in enumerate(KEYS.items()):
            given = {key: (kind, [value]) for key, (kind, value) in keys.items()}
            write(swift, f"keys{number}", **given, feature=("int64", [1]))
            rows = stored(repo, f"keys{number}")
            expect_equal([row[0].hex() for row in rows], [expected[name][f"v{version}"]], f"key of {name}, version {version}")


def check_values(golden):
    """Each value is stored as Feast's bytes."""
    expected = golden.expected["format_vectors"]["values"]
    expect_equal(sorted(VALUES), sorted(expected), "the vectors there are")
    repo = golden.folder / "vectors_values"
    features = {f"feature{number}": typed for number, typed in enumerate(VALUES.values())}
    apply_views(repo, 3, {"everything": ({"driver_id": ("int64", 1)}, features)})
    with SwiftPeer(golden.program, repo) as swift:
        write(swift, "everything", driver_id=("int64", [1]), **{name: (kind, [value]) for name, (kind, value) in features.items()})
    found = {name: value.hex() for _, name, value in stored(repo, "everything")}
    for number, name in enumerate(VALUES):
        expect_equal(found[f"feature{number}"], expected[name], f"value of {name}")


def write(swift, view, **columns):
    swift.ask("write", view=view, frame=frame(event_timestamp=("timestamp", [TIME]), **columns))


def stored(repo, view):
    database = sqlite3.connect(repo / "data" / "online_store.db")
    rows = database.execute(f'select entity_key, feature_name, value from "vectors_{view}" order by 1, 2').fetchall()
    database.close()
    return rows


def apply_views(repo, version, views):
    """Has Feast make a repository with a view for each of `views`: name -> (keys, features), both name -> (type, value)."""
    from feast import Entity, FeatureStore, FeatureView, Field, FileSource, ValueType
    (repo / "data").mkdir(parents=True)
    (repo / "feature_store.yaml").write_text(
        "project: vectors\nprovider: local\nregistry: data/registry.db\nonline_store:\n  type: sqlite\n"
        f"  path: data/online_store.db\nentity_key_serialization_version: {version}\n")
    pq.write_table(pa.table({"event_timestamp": pa.array([], pa.timestamp("us", "UTC"))}), repo / "data" / "none.parquet")
    objects, entities = [], {}
    for name, (keys, features) in views.items():
        used = []
        for key, (kind, _) in keys.items():
            # A join key that two vectors have in two types is two entities.
            entities.setdefault((key, kind), Entity(
                name=f"entity{len(entities)}", join_keys=[key], value_type=ValueType[feast_type(kind).to_value_type().name]))
            used.append(entities[key, kind])
        columns = {column: kind for column, (kind, _) in {**keys, **features}.items()}
        objects.append(FeatureView(
            name=name, entities=used, schema=[Field(name=column, dtype=feast_type(kind)) for column, kind in columns.items()],
            source=FileSource(name=f"{name}_source", path="data/none.parquet", timestamp_field="event_timestamp")))
    with quiet():
        FeatureStore(repo_path=str(repo)).apply([*entities.values(), *objects])


def feast_type(kind):
    from feast import types
    if kind.startswith("list<"):
        return types.Array(feast_type(kind[5:-1]))
    return {"int32": types.Int32, "int64": types.Int64, "float32": types.Float32, "float64": types.Float64,
            "string": types.String, "bool": types.Bool, "binary": types.Bytes, "timestamp": types.UnixTimestamp}[kind]
