"""Every verb of the command line on the workspace: the same as on a Feast repository, and readable by others."""
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable

from checking import expect, expect_columns, expect_equal
from clients import by_token

DAY = 86_400


def gold(rows, customers, seed):
    """Feature rows of every type that a data frame of pandas or pyarrow brings."""
    random = np.random.default_rng(seed)
    times = pd.Timestamp("2024-01-01", tz="UTC") + pd.to_timedelta(random.integers(0, 100 * DAY * 1_000_000, rows), unit="us")
    gap = random.random(rows) < 0.1
    texts = [None if miss else f"it's \\ \"{n}\"\n\té{chr(0x1F40E)}" for n, miss in zip(random.integers(0, 50, rows), gap)]
    return pa.table({
        "customer_id": random.integers(0, customers, rows), "event_timestamp": pa.array(times, pa.timestamp("us", "UTC")),
        "age": pa.array(random.integers(18, 90, rows), pa.int32()), "orders": random.integers(0, 2**62, rows),
        "spend": pa.array(np.where(gap, None, random.random(rows) * 1e20), pa.float64(), from_pandas=True),
        "score": pa.array(random.random(rows), pa.float32()), "name": texts,
        "vip": pa.array([None if miss else bool(n % 2) for n, miss in enumerate(gap)], pa.bool_()),
        "token": pa.array([bytes([n % 256, 0, 255]) for n in range(rows)], pa.binary()),
        "since": pa.array((times - pd.Timedelta(days=400)).date, pa.date32()),
        "seen": pa.array(times - pd.Timedelta(hours=1), pa.timestamp("us", "UTC")),
        "limit": pa.array([n / 100 for n in range(rows)], pa.float64()).cast(pa.decimal128(18, 4)),
        "embedding": pa.array([[float(n), None, 0.5] if n % 7 else None for n in range(rows)], pa.list_(pa.float32())),
    })


FEATURES = ["age", "orders", "spend", "score", "name", "vip", "token", "since", "seen", "limit", "embedding"]


def entities(rows, customers, seed):
    random = np.random.default_rng(seed)
    times = pd.Timestamp("2024-01-10", tz="UTC") + pd.to_timedelta(random.integers(0, 120 * DAY, rows), unit="s")
    return pa.table({
        "label": random.integers(0, 2, rows), "customer_id": random.integers(0, customers + 20, rows),
        "event_timestamp": pa.array(times, pa.timestamp("us", "UTC")), "note": [f"row {n}" for n in range(rows)],
    })


def write(programs, name, table):
    path = programs.folder / f"{name}.parquet"
    pq.write_table(table, path)
    return path


def expect_same(programs, ours, local):
    """Two Parquet files hold the same columns and values."""
    ours, local = pq.read_table(ours), pq.read_table(local)
    expect_equal(ours.column_names, local.column_names, "columns")
    for name in local.column_names:
        expect_columns(ours.column(name).to_pylist(), local.column(name).to_pylist(), name)


def historical(programs, name, features, frame, *options):
    """The training rows of both backends."""
    source = write(programs, f"{name}_entities", frame)
    paths = []
    for backend, local in (("databricks", False), ("feast", True)):
        paths.append(programs.folder / f"{name}_{backend}.parquet")
        programs.store("historical", "--entities", source, "--features", features, "--output", paths[-1], *options, local=local)
    return paths


def check_small(programs):
    """Rows that travel inside the statements, with every type."""
    path = write(programs, "small", gold(60, 12, 1))
    said = programs.both("register", "small", "--from", path, "--entity-key", "customer_id", "--ttl-days", "20")
    expect("main.feature_store.small" in said, f"the full name is not in: {said}")
    refs = ",".join(f"small:{name}" for name in FEATURES)
    expect_same(programs, *historical(programs, "small", refs, entities(80, 12, 2)))
    expect(not programs.workspace.sql("SELECT * FROM main.feature_store.small WHERE customer_id IS NULL"), "null keys")


def check_large(programs):
    """Rows that travel as files, in two registrations, with an overwrite after them; results of both kinds."""
    for seed in (3, 4):
        path = write(programs, f"large_{seed}", gold(20_000, 900, seed))
        programs.both("register", "large", "--from", path, "--entity-key", "customer_id", "--ttl-days", "9",
                      "--tag", "team=growth", "--description", "It's \"big\"", "--owner", "ml")
    refs = ",".join(f"large:{name}" for name in FEATURES)
    expect_same(programs, *historical(programs, "large", refs, entities(12_000, 900, 5), "--full-feature-names"))
    expect_same(programs, *historical(programs, "few", "large:age,small:spend", entities(500, 900, 6)))
    staged = programs.workspace.call("GET", "/api/2.0/fs/directories/Volumes/main/feature_store/feature_store_staging/feature_store")
    expect_equal(staged[1].get("contents", []), [], "files left in the volume")


def check_time_travel(programs):
    """Every write is a version; an overwrite replaces all rows."""
    before = programs.json("tables", "show", "small")["versions"][-1]["version"]
    path = write(programs, "other", gold(30, 5, 7))
    programs.both("register", "small", "--from", path, "--entity-key", "customer_id", "--mode", "overwrite",
                  "--allow-changes")
    expect_equal(programs.json("tables", "show", "small")["rows"], 30, "rows after the overwrite")
    old = programs.folder / "old.parquet"
    programs.store("tables", "read", "small", "--version", before, "--output", old)
    first = pq.read_table(programs.folder / "small.parquet").sort_by([("customer_id", "ascending"), ("event_timestamp", "ascending")])
    again = pq.read_table(old).select(first.column_names).sort_by([("customer_id", "ascending"), ("event_timestamp", "ascending")])
    expect_columns(again.column("name").to_pylist(), first.column("name").to_pylist(), "name in the old version")
    refs = ",".join(f"small:{name}" for name in FEATURES)
    expect_same(programs, *historical(programs, "overwritten", refs, entities(80, 12, 8)))
    gone = programs.run("featurestore", "tables", "read", "small", "--version", "99", "--output", old, expected=1)
    expect(gone == "", "output of a failed read")


def check_into(programs):
    """Training rows in a Delta table: the entity frame's columns and the features."""
    frame = entities(3_000, 900, 9)
    ours, _ = historical(programs, "into", "large:spend,large:name", frame)
    source = programs.folder / "into_entities.parquet"
    programs.store("historical", "--entities", source, "--features", "large:spend,large:name", "--into", "main.feature_store.training")
    location = programs.workspace.call("GET", "/api/2.1/unity-catalog/tables/main.feature_store.training")[1]["storage_location"]
    table = DeltaTable(location).to_pyarrow_table().sort_by("note")
    expected = pq.read_table(ours).sort_by("note")
    expect_equal(table.column_names, expected.column_names, "columns")
    for name in expected.column_names:
        expect_columns(table.column(name).to_pylist(), expected.column(name).to_pylist(), name)
    programs.store("historical", "--entities", source, "--features", "large:spend", "--into", "main.feature_store.large", expected=1)


def check_online(programs):
    """Materialized values, by the warehouse: as the Feast backend gives them, with statuses."""
    # Feast keeps decimals as text, whole seconds of times, and NaN in the place of nulls inside lists.
    refs = ",".join(f"large:{name}" for name in FEATURES if name not in ("limit", "seen", "embedding"))
    nothing = programs.json("online", "--features", refs, "--keys", "customer_id=1")
    expect_equal(nothing["age"], [None], "a value before it was materialized")
    programs.both("materialize", "--from", "2024-01-01", "--to", "2024-02-20", "--view", "large")
    keys = ",".join(str(key) for key in list(range(0, 950, 9)))
    for options in ([], ["--full-feature-names"]):
        arguments = ["online", "--features", refs, "--keys", f"customer_id={keys}", *options]
        expect_equal(programs.json(*arguments), programs.json(*arguments, local=True), "online values")
    programs.both("materialize-incremental", "--to", "2024-04-01", "--view", "large")
    arguments = ["online", "--features", refs, "--keys", f"customer_id={keys}"]
    expect_equal(programs.json(*arguments), programs.json(*arguments, local=True), "online values after the incremental run")
    old = programs.store("online", "--features", "large:age", "--keys", "customer_id=0", "--enforce-ttl")
    expect("too old" in old, f"values older than their ttl are given: {old}")


def check_listing(programs):
    """Views and tables as others see them: the official SDK finds a feature table with tags and comments, delta-rs the rows."""
    view = programs.json("views", "show", "large")
    expect_equal((view["ttl_seconds"], view["tags"], view["description"], view["owner"]),
                 (9 * DAY, {"team": "growth"}, "It's \"big\"", "ml"), "the view")
    expect_equal(sorted(item["name"] for item in programs.json("views", "list")), ["large", "small"], "views")
    table = by_token(programs.workspace).tables.get("main.feature_store.large")
    key = table.table_constraints[0].primary_key_constraint
    expect_equal(key.child_columns, ["customer_id", "event_timestamp"], "primary key")
    expect_equal(table.comment, "It's \"big\"", "comment")
    expect_equal(table.properties["feature_store.ttl_seconds"], str(9 * DAY), "the ttl as a property")
    expect_equal(table.properties["delta.enableChangeDataFeed"], "true", "the change data feed")
    rows = DeltaTable(table.storage_location).to_pyarrow_table()
    sources = pd.concat(pq.read_table(programs.folder / f"large_{seed}.parquet").to_pandas() for seed in (3, 4))
    newest = sources.drop_duplicates(["customer_id", "event_timestamp"], keep="last")
    expect_equal(rows.num_rows, len(newest), "rows that delta-rs sees")
    merged = rows.to_pandas().set_index(["customer_id", "event_timestamp"]).sort_index()
    newest = newest.set_index(["customer_id", "event_timestamp"]).sort_index()
    for name in ("age", "orders", "spend", "name"):
        expect_columns(merged[name], newest[name], name)


def check_tags(programs):
    """Where the interface for tags is not there, they are read from the information schema."""
    programs.workspace.fault(path="/entity-tag-assignments", status=404, times=100,
                             body={"error_code": "NOT_FOUND", "message": "No such interface."})
    try:
        expect_equal(programs.json("views", "show", "large")["tags"], {"team": "growth"}, "tags by SQL")
    finally:
        programs.workspace.clear_faults()


def check_foreign(programs):
    """A feature table that somebody else made with SQL is a view."""
    workspace = programs.workspace
    workspace.sql("CREATE TABLE main.feature_store.theirs (shop STRING NOT NULL, day TIMESTAMP NOT NULL, visits INT, "
                  "CONSTRAINT pk PRIMARY KEY (shop, day TIMESERIES)) USING DELTA")
    workspace.sql("INSERT INTO main.feature_store.theirs VALUES ('a', TIMESTAMP '2024-01-01 00:00:00', 5)")
    source = write(programs, "theirs", pa.table({
        "shop": ["a", "b", "a"], "event_timestamp": pa.array(pd.to_datetime(["2024-02-01", "2024-02-01", "2023-12-31"], utc=True), pa.timestamp("us", "UTC"))}))
    output = programs.folder / "theirs_out.parquet"
    programs.store("historical", "--entities", source, "--features", "theirs:visits", "--output", output)
    expect_columns(pq.read_table(output).column("visits").to_pylist(), [5, None, None], "visits")
    expect_equal(programs.json("views", "show", "theirs")["entity_keys"], [{"name": "shop", "type": "STRING"}], "keys")
    programs.store("views", "delete", "theirs")


def check_others(programs):
    """Commands that only a Feast repository has say what to use instead; doctor is content."""
    for arguments in (["push", "small", "--from", programs.folder / "small.parquet"], ["entities", "list"], ["services", "list"],
                      ["projects", "list"], ["export-definitions"], ["teardown", "--yes"], ["init"],
                      ["tables", "vacuum", "small", "--keep", "1"]):
        programs.store(*arguments, expected=1)
    said = programs.store("doctor")
    expect("FAILED" not in said and "volume     ok" in said, said)


def check_sample(programs):
    """The sample, with its ten lines of the README, unchanged: the same training rows as on a Feast repository."""
    purchases = programs.build.parents[2] / "Samples/CustomerRetention/data/cdnow_transactions.csv"
    for name, local in (("sample_databricks", False), ("sample_feast", True)):
        repository = {"FEAST_REPO_PATH": ""} if local else {}
        programs.run("customer-retention", "--purchases", purchases, "--output", programs.folder / name, local=local, **repository)
    for file in ("training", "online"):
        expect_same(programs, *(programs.folder / name / f"data/{file}.parquet" for name in ("sample_databricks", "sample_feast")))


CHECKS = {
    "A few rows of every type: register and historical": check_small,
    "Many rows: register twice, historical through the volume": check_large,
    "Versions and overwrite": check_time_travel,
    "Training rows into a Delta table": check_into,
    "Materialize and online reads by the warehouse": check_online,
    "Views as the official SDK and delta-rs see them": check_listing,
    "Tags where their interface is not there": check_tags,
    "A feature table of somebody else": check_foreign,
    "Commands that Databricks does not have, and doctor": check_others,
    "The sample on Databricks": check_sample,
}
