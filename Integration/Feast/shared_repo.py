"""Small repositories that both sides write to, and their definitions on Feast's side."""
import datetime as dt

import pyarrow as pa
import pyarrow.parquet as pq

from peer import Peer, quiet

UTC = dt.timezone.utc
START = dt.datetime(2026, 1, 1, tzinfo=UTC)
PROJECT = "together"


def iso(time):
    return time.isoformat().replace("+00:00", "Z")


def make(repo, project=PROJECT, extra=""):
    """A repository with nothing in it."""
    (repo / "data").mkdir(parents=True)
    (repo / "feature_store.yaml").write_text(
        f"project: {project}\nprovider: local\nregistry: data/registry.db\nonline_store:\n  type: sqlite\n"
        f"  path: data/online_store.db\nentity_key_serialization_version: 3\n{extra}")
    return repo


def history(rows):
    """A table of `id`, `event_timestamp` and two features from (id, time, trips, city)."""
    ids, times, trips, cities = zip(*rows)
    return pa.table({
        "id": pa.array(ids, pa.int64()), "event_timestamp": pa.array(times, pa.timestamp("us", "UTC")),
        "trips": pa.array(trips, pa.int64()), "city": pa.array(cities, pa.string()),
    })


def feast_view(repo, name, table=None, **more):
    """Feast's definition of a view on such a table, with its entity; the table is written if there is one."""
    from feast import Entity, FeatureView, Field, FileSource, ValueType
    from feast.types import Int64, String
    path = f"data/{name}.parquet"
    if table is not None:
        pq.write_table(table, repo / path)
    entity = Entity(name="id", join_keys=["id"], value_type=ValueType.INT64)
    source = more.pop("source", None) or FileSource(name=f"{name}_source", path=path, timestamp_field="event_timestamp")
    schema = [Field(name="id", dtype=Int64), Field(name="trips", dtype=Int64), Field(name="city", dtype=String)]
    return entity, FeatureView(name=name, entities=[entity], schema=schema, source=source, **more)


def applied(repo, *objects):
    """Feast on the repository after it has applied some definitions."""
    peer = Peer(repo)
    with quiet():
        peer.store.apply(list(objects))
    return peer


def swift_frame(rows):
    """The same rows as a frame in a request."""
    ids, times, trips, cities = zip(*rows)
    return [
        {"name": "id", "type": "int64", "values": ids}, {"name": "event_timestamp", "type": "timestamp", "values": [iso(t) for t in times]},
        {"name": "trips", "type": "int64", "values": trips}, {"name": "city", "type": "string", "values": cities},
    ]


def registry(repo):
    from feast.protos.feast.core.Registry_pb2 import Registry
    return Registry.FromString((repo / "data" / "registry.db").read_bytes())
