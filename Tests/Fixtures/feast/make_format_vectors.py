#!/usr/bin/env python3
"""What Feast and Python write, for tests that need neither.

format_vectors.json: entity keys, values and texts of floats. registry.db: a registry as Feast's SDK leaves it.

  python make_format_vectors.py         needs feast==0.67.0
"""
import json
import datetime
import random
import shutil
import struct
import tempfile
import warnings
from pathlib import Path

warnings.simplefilter("ignore")

import pandas as pd
from feast import Entity, FeatureService, FeatureStore, FeatureView, Field, FileSource, ValueType
from feast.types import Float32, Float64, Int64, String
from feast.infra.key_encoding_utils import serialize_entity_key
from feast.protos.feast.types import Value_pb2
from feast.protos.feast.types.EntityKey_pb2 import EntityKey

V = Value_pb2.Value

KEYS = {
    "int64": [("driver_id", V(int64_val=1001))],
    "int64 negative": [("driver_id", V(int64_val=-1))],
    "int32": [("k", V(int32_val=7))],
    "string": [("user", V(string_val="ab"))],
    "string utf8": [("user", V(string_val="é"))],
    "string empty": [("customer", V(string_val=""))],
    "bytes": [("k", V(bytes_val=b"\x00\xff"))],
    "timestamp": [("k", V(unix_timestamp_val=1767225600))],
    "two keys, given unsorted": [("user", V(string_val="ab")), ("driver_id", V(int64_val=1))],
    "case and accents sort by code point": [("é", V(int64_val=1)), ("b", V(int64_val=2)), ("Z", V(int64_val=3))],
    "entityless view": [("__dummy_id", V(string_val=""))],
}
VALUES = {
    "null": V(), "int64 1001": V(int64_val=1001), "int64 0": V(int64_val=0), "int64 -1": V(int64_val=-1),
    "int64 min": V(int64_val=-2**63), "int64 max": V(int64_val=2**63 - 1),
    "int32 7": V(int32_val=7), "int32 -1": V(int32_val=-1), "double 1.5": V(double_val=1.5), "double 0": V(double_val=0.0),
    "float 1.5": V(float_val=1.5), "string abc": V(string_val="abc"), "string empty": V(string_val=""),
    "string long": V(string_val="x" * 300), "bytes 00ff": V(bytes_val=b"\x00\xff"), "bool true": V(bool_val=True),
    "bool false": V(bool_val=False), "timestamp 1767225600": V(unix_timestamp_val=1767225600),
    "timestamp null": V(unix_timestamp_val=-2**63),
}


def key_case(pairs):
    message = EntityKey(join_keys=[name for name, _ in pairs], entity_values=[value for _, value in pairs])
    parts = []
    for name, value in pairs:
        kind = value.WhichOneof("val")
        content = getattr(value, kind)
        parts.append({"name": name, "type": kind, "value": content.hex() if isinstance(content, bytes) else content})
    return {"parts": parts, **{f"v{version}": serialize_entity_key(message, version).hex() for version in (2, 3)}}


def floats():
    chosen = [0.0, -0.0, 1.0, -1.0, 0.1, 0.5, 1.5, 100.0, 1e15, 1e16, 1.2e16, 12345678901234568.0, -9.5e15, 1.5e16,
              18014398509481984.0, 1.8e16, 2e16, 1e17, 1e22, 1e23, 1e100, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308,
              1e-3, 1e-4, 0.00012, 9.999e-5, 1e-5, 1.5e-7, 1e-10, 123456.789, 3.141592653589793, float("inf"), float("-inf")]
    chosen += [struct.unpack("f", struct.pack("f", v))[0] for v in (0.1, 0.2, 3.3, 1e-7, 1e20, 16777217.0)]
    generator = random.Random(7)
    for _ in range(200):
        value = struct.unpack("d", struct.pack("Q", generator.getrandbits(64)))[0]
        if value == value:
            chosen.append(value)
    chosen += [generator.uniform(-1, 1) * 10.0 ** generator.randint(-8, 20) for _ in range(200)]
    return [[struct.pack(">d", value).hex(), str(value)] for value in chosen]


def write_registry(out):
    with tempfile.TemporaryDirectory() as folder:
        repo = Path(folder)
        (repo / "data").mkdir()
        (repo / "feature_store.yaml").write_text(
            "project: demo\nregistry: data/registry.db\nprovider: local\nonline_store: {type: sqlite, path: data/online.db}\n"
            "offline_store: {type: file}\nentity_key_serialization_version: 3\n")
        at = pd.Timestamp("2026-01-01", tz="UTC")
        pd.DataFrame({"driver_id": [1], "event_timestamp": [at], "created": [at], "trips": [5], "rate": [0.5],
                      "old_name": ["x"]}).to_parquet(repo / "data/stats.parquet")
        pd.DataFrame({"event_timestamp": [at], "price": [1.5]}).to_parquet(repo / "data/fuel.parquet")
        driver = Entity(name="driver", join_keys=["driver_id"], value_type=ValueType.INT64, tags={"team": "ops"})
        stats = FeatureView(
            name="driver_stats", entities=[driver], ttl=datetime.timedelta(days=30), tags={"tier": "gold"}, owner="ada",
            description="daily numbers",
            schema=[Field(name="driver_id", dtype=Int64), Field(name="trips", dtype=Int64, tags={"unit": "count"}),
                    Field(name="rate", dtype=Float32), Field(name="label", dtype=String)],
            source=FileSource(path="data/stats.parquet", timestamp_field="event_timestamp",
                              created_timestamp_column="created", field_mapping={"old_name": "label"}))
        fuel = FeatureView(name="fuel", entities=[], schema=[Field(name="price", dtype=Float64)],
                           source=FileSource(path="data/fuel.parquet", timestamp_field="event_timestamp"))
        store = FeatureStore(repo_path=folder)
        store.apply([driver, stats, fuel, FeatureService(name="service", features=[stats])])
        start = datetime.datetime(2025, 12, 1, tzinfo=datetime.timezone.utc)
        store.materialize(start, start + datetime.timedelta(days=60), ["driver_stats"])
        shutil.copy(repo / "data/registry.db", out)


def main():
    vectors = {
        "keys": {name: key_case(pairs) for name, pairs in KEYS.items()},
        "values": {name: value.SerializeToString(deterministic=True).hex() for name, value in VALUES.items()},
        "floats": floats(),
    }
    write_registry(Path(__file__).with_name("registry.db"))
    out = Path(__file__).with_name("format_vectors.json")
    out.write_text(json.dumps(vectors, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
