"""Views whose source is a folder, a pattern or a `file://` URL, as Feast's two local stores read them."""
import datetime as dt
import json

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from checking import Mismatch, expect, expect_columns, expect_equal
from peer import Peer, quiet
from refusals import refused

UTC = dt.timezone.utc
START = dt.datetime(2026, 1, 1, tzinfo=UTC)


def rows(first, count, **types):
    """Rows of ten entities, one an hour; `types` change how a column is stored, None leaves it out."""
    kinds = {"id": pa.int64(), "event_timestamp": pa.timestamp("us", "UTC"), "trips": pa.int64(), "city": pa.string(), **types}
    numbers = range(first, first + count)
    columns = {
        "id": [number % 10 for number in numbers], "event_timestamp": [START + dt.timedelta(hours=number) for number in numbers],
        "trips": [None if number % 7 == 0 else number for number in numbers], "city": [f"c{number % 5}" for number in numbers],
    }
    return pa.table({name: pa.array(columns[name], kind) for name, kind in kinds.items() if kind is not None})


def folders(world):
    """Name -> path in the registry. The folders are as Spark, Hive and pyarrow's partitioned writer leave them."""
    data = world.repo / "data"
    spark = data / "spark"
    spark.mkdir(parents=True)
    pq.write_table(rows(0, 100), spark / "part-00000-1.snappy.parquet", row_group_size=20)
    pq.write_table(rows(100, 100), spark / "part-00001-1.snappy.parquet", row_group_size=30)
    for name in ["_SUCCESS", "._SUCCESS.crc", ".part-00000-1.snappy.parquet.crc"]:
        (spark / name).write_bytes(b"crc")
    for name, later in {"turned": rows(100, 100, trips=pa.int32()), "grown": rows(100, 100, city=None, trips=pa.int32())}.items():
        (data / name).mkdir()
        pq.write_table(rows(0, 100), data / name / "a.parquet")
        pq.write_table(later.select(later.column_names[::-1]), data / name / "b.parquet")
    hive = rows(0, 200).append_column("region", pa.array([f"r{number % 3}" for number in range(200)]))
    pq.write_to_dataset(hive, data / "hive", partition_cols=["region"])
    url = spark.resolve().as_uri()
    return {"spark": "data/spark", "spark_pattern": "data/spark/part-*.parquet", "spark_url": url, "turned": "data/turned", "grown": "data/grown",
            "hive": "data/hive", "hive_pattern": "data/hive/*/*.parquet"}


def features(name):
    return ["trips", "city"] + (["region"] if name.startswith("hive") else [])


def set_up(world):
    """Feast applies the views; the repository is Feast's own."""
    from feast import Entity, FeatureView, Field, FileSource, ValueType
    from feast.data_format import ParquetFormat
    from feast.types import Int64, String
    world.init()
    entity = Entity(name="id", join_keys=["id"], value_type=ValueType.INT64)
    peer = Peer(world.repo)
    views = []
    for name, path in folders(world).items():
        schema = [Field(name="id", dtype=Int64)] + [
            Field(name=feature, dtype=Int64 if feature == "trips" else String) for feature in features(name)]
        source = FileSource(name=f"{name}_source", path=path, timestamp_field="event_timestamp", file_format=ParquetFormat())
        views.append(FeatureView(name=name, entities=[entity], schema=schema, source=source, ttl=dt.timedelta(days=3)))
    with quiet():
        peer.store.apply([entity, *views])
    expect_equal(sorted(view["name"] for view in world.json("views", "list")), sorted(views_of(world)), "views")


def views_of(world):
    return ["spark", "spark_pattern", "spark_url", "turned", "grown", "hive", "hive_pattern"]


def stores_for(name, file_store, duckdb_store):
    """Those that can read the view. The file store looks for a `file://` URL below the repository's folder when that is
    absolute; neither store reads files of which one lacks a column."""
    return [] if name == "grown" else [duckdb_store] if name == "spark_url" else [file_store, duckdb_store]


def entities(world):
    times = [START + dt.timedelta(hours=hour, minutes=1) for hour in range(0, 330, 11)]
    table = pa.table({"id": pa.array([number % 12 for number in range(len(times))]),
                      "event_timestamp": pa.array(times, pa.timestamp("us", "UTC"))})
    return table, world.write("folder_entities.parquet", table)


def check_training(world):
    """Our training rows, Feast's from both stores, and DuckDB's as-of join over the same files."""
    table, path = entities(world)
    file_store, duckdb_store = Peer(world.repo), Peer.with_duckdb(world.repo)
    for name in views_of(world):
        stores = stores_for(name, file_store, duckdb_store)
        references = [f"{name}:{feature}" for feature in features(name)]
        output = world.folder / f"training_{name}.parquet"
        world.ok("historical", "--entities", path, "--features", ",".join(references), "--output", output)
        ours = pq.read_table(output)
        expect(any(value.as_py() is not None for value in ours["trips"]), f"{name} has values")
        for store in stores:
            theirs = {(row["id"], row["event_timestamp"]): row
                      for row in store.historical(table, references).to_dict("records")}
            for row in ours.to_pylist():
                other = theirs.get((row["id"], row["event_timestamp"]), {})
                for feature in features(name):
                    expect_equal(row[feature], other.get(feature), f"{name}, {feature} of {row['id']}")


def check_grown_with_duckdb(world):
    """A column that one file lacks is null there, as DuckDB's union by name and its as-of join have it."""
    spine, path = entities(world)
    asked = world.folder / "training_grown.parquet"
    world.ok("historical", "--entities", path, "--features", "grown:trips,grown:city", "--output", asked)
    files = str(world.repo / "data" / "grown" / "*.parquet")
    theirs = duckdb.sql(f"""select f.trips, f.city, f.event_timestamp as found from (select row_number() over () as n, * from spine) e
        asof left join read_parquet('{files}', union_by_name = true) f on e.id = f.id and e.event_timestamp >= f.event_timestamp
        order by n""").to_arrow_table().to_pylist()
    for ours, other, time in zip(pq.read_table(asked).to_pylist(), theirs, spine["event_timestamp"].to_pylist(), strict=True):
        in_time = other["found"] is not None and other["found"] >= time - dt.timedelta(days=3)
        for name in ["trips", "city"]:
            expect_equal(ours[name], other[name] if in_time else None, f"{name} at {time}")
    pattern = str(world.repo / "data" / "grown" / "*.parquet")
    theirs = duckdb.sql(f"select id, event_timestamp, trips, city from read_parquet('{pattern}', union_by_name = true) "
                        "order by event_timestamp").to_arrow_table()
    output = world.folder / "grown.parquet"
    world.ok("data", "convert", world.repo / "data" / "grown", output)
    ours = pq.read_table(output).sort_by("event_timestamp")
    for name in theirs.column_names:
        expect_columns(ours[name].to_pylist(), theirs[name].to_pylist(), name)


def check_feast_fails(world):
    """What the documentation says of Feast's stores: neither reads files of which one lacks a column, nor every URL."""
    spine, _ = entities(world)
    for store, name in [(Peer(world.repo), "grown"), (Peer.with_duckdb(world.repo), "grown"), (Peer(world.repo), "spark_url")]:
        feature = "trips" if name == "spark_url" else "city"
        try:
            store.historical(spine, [f"{name}:{feature}"])
        except Exception:
            continue
        raise Mismatch(f"Feast reads {name}: mend the documentation")


def check_materialize(world):
    """What we materialize from a folder Feast serves, and the other way round."""
    peer = Peer(world.repo)
    start, end = START, START + dt.timedelta(hours=150)
    for name in views_of(world):
        references = [f"{name}:{feature}" for feature in features(name)]
        world.ok("materialize", "--from", start.isoformat(), "--to", end.isoformat(), "--view", name)
        after_ours = peer.online(references, {"id": list(range(12))})
        expect(after_ours["city" if name != "grown" else "trips"][3] is not None, f"{name} has values")
        for store in stores_for(name, peer, None)[:1]:
            if store:
                store.materialize(start, end, [name])
        ours = json.loads(world.ok("online", "--features", ",".join(references), "--keys",
                                   "id=" + ",".join(map(str, range(12))), "--format", "json"))
        for feature in features(name):
            expect_columns(ours[feature], after_ours[feature], f"{name}, {feature}")


def check_commands(world):
    """The commands read folders, patterns and URLs like pyarrow's datasets."""
    data = world.repo / "data"
    expected = ds.dataset(data / "spark").to_table()
    for source in [data / "spark", f"{data}/spark/", f"{data}/spark/*.parquet", (data / "spark").as_uri()]:
        output = world.folder / "converted.parquet"
        world.ok("data", "convert", source, output)
        expect(pq.read_table(output).sort_by("event_timestamp").equals(expected.sort_by("event_timestamp")), f"{source}")
        expect_equal(world.json("data", "schema", source)["rows"], 200, f"rows of {source}")
        world.ok("data", "show", source, "--rows", "2")
        world.ok("register", "from_folder", "--from", source, "--entity-key", "id", "--mode", "overwrite")
    hive = world.json("data", "schema", data / "hive")["columns"]
    expect_equal(hive[-1], {"name": "region", "type": "string"}, "the partition's column")
    for name, sources in {"entities": [data / "spark", f"{data}/hive/region=*"]}.items():
        for source in sources:
            world.ok("historical", f"--{name}", source, "--features", "from_folder:trips",
                     "--full-feature-names", "--output", world.folder / "from_folder.parquet")


def check_csv(world):
    """A folder of CSV files, as Spark writes it."""
    folder = world.folder / "texts"
    folder.mkdir()
    (folder / "_SUCCESS").write_text("")
    (folder / "part-0.csv").write_text("id,event_timestamp,x\n1,2026-01-01T00:00:00Z,1\n")
    (folder / "part-1.csv").write_text("x,id,event_timestamp\n2,2,2026-01-02T00:00:00Z\n")
    for source in [folder, f"{folder}/*.csv", folder.as_uri()]:
        world.ok("data", "convert", source, world.folder / "texts.parquet")
        expect_columns(pq.read_table(world.folder / "texts.parquet")["x"].to_pylist(), [1, 2], f"{source}")
    (folder / "part-2.csv").write_text("id,y\n1,1\n")
    refused(world, ["data", "show", folder], "part-2.csv", "part-0.csv", "y")


def check_named(world):
    """What is not read yet is named as what it is; a view whose files are gone is not told to lose its source."""
    refused(world, ["data", "show", "s3://bucket/clicks"], "S3 object storage", "aws s3 cp")
    refused(world, ["register", "v", "--from", "abfss://c@a/clicks", "--entity-key", "id"], "Azure")
    delta = world.folder / "delta_table"
    (delta / "_delta_log").mkdir(parents=True)
    pq.write_table(rows(0, 3), delta / "part-0.parquet")
    for source in [delta, f"{delta}/*.parquet"]:
        refused(world, ["data", "show", source], "Delta table", "current rows")
    more = world.write("more.parquet", rows(500, 3))
    refused(world, ["register", "spark", "--from", more, "--entity-key", "id"], "data/spark", "is a folder", "single Parquet file")
    table, path = entities(world)
    (world.repo / "data" / "spark").rename(world.repo / "data" / "moved")
    asked = ["historical", "--entities", path, "--features", "spark:trips", "--output", world.folder / "never.parquet"]
    refused(world, asked, "is gone", "where the view is defined")
    if "overwrite" in world.run(*asked).stderr:
        raise Mismatch("the message advises to lose the source")
    (world.repo / "data" / "moved").rename(world.repo / "data" / "spark")


def check_differing(world):
    """Files that are no one table: both are named."""
    folder = world.repo / "data" / "grown"
    pq.write_table(rows(200, 3).set_column(2, "trips", pa.array(["a", "b", "c"])),
                   folder / "c.parquet")
    _, path = entities(world)
    asked = ["historical", "--entities", path, "--features", "grown:trips", "--output", world.folder / "never.parquet"]
    refused(world, asked, "a.parquet", "c.parquet", "trips", "string", "int64")
    pq.write_table(rows(200, 3, id=None), folder / "c.parquet")
    refused(world, asked, "c.parquet", "'id'")
    (folder / "c.parquet").unlink()
