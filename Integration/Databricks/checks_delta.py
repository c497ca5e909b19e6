"""The tables on disk, opened by delta-rs; and the state that outlives the stand-in."""
import deltalake
import pyarrow as pa
import pyarrow.parquet as pq

from checking import expect, expect_columns, expect_equal
from clients import by_token
from workspace import StandIn

NAME = "main.delta.t"


def location(workspace, name=NAME):
    return by_token(workspace).tables.get(name).storage_location.removeprefix("file://")


def check_rows(workspace):
    workspace.sql("CREATE SCHEMA main.delta")
    workspace.sql(f"CREATE TABLE {NAME} (id BIGINT NOT NULL COMMENT 'key', v DOUBLE, ts TIMESTAMP, n TIMESTAMP_NTZ, s STRING) "
                  "PARTITIONED BY (s) COMMENT 'about' TBLPROPERTIES ('own' = '1')")
    workspace.sql(f"INSERT INTO {NAME} SELECT id, CASE WHEN id % 5 = 0 THEN double('NaN') ELSE id / 7 END AS v, timestamp_micros(id * 1000001) AS ts, "
                  f"NULL AS n, concat('p', id % 3) AS s FROM range(1000)")
    workspace.sql(f"UPDATE {NAME} SET v = -1 WHERE id = 7")
    workspace.sql(f"DELETE FROM {NAME} WHERE id >= 900")
    table = deltalake.DeltaTable(location(workspace))
    fields = {field.name: field for field in table.schema().fields}
    expect_equal([field.nullable for field in fields.values()], [False, True, True, True, True], "nullability")
    expect_equal((table.metadata().description, table.metadata().configuration["own"]), ("about", "1"),
                 "description and property")
    theirs = table.to_pyarrow_table().sort_by("id")
    ours = workspace.sql(f"SELECT id, v, unix_micros(ts), n, s FROM {NAME} ORDER BY id")
    expect_equal(len(ours), 900, "rows")
    expect_columns([int(row[0]) for row in ours], theirs.column("id"), "id")
    expect_columns([row[1] for row in ours],
                   [str(value) if value == value else "NaN" for value in theirs.column("v").to_pylist()], "v")
    expect_columns([int(row[2]) for row in ours], pa.compute.cast(theirs.column("ts"), pa.int64()), "ts")
    expect_columns([row[4] for row in ours], theirs.column("s"), "s")
    operations = [entry["operation"] for entry in table.history()]
    expect_equal(operations, ["DELETE", "UPDATE", "WRITE", "CREATE TABLE"], "history")
    expect_equal([row[4] for row in workspace.sql(f"DESCRIBE HISTORY {NAME}")], operations, "DESCRIBE HISTORY")


def check_changed_schema(workspace):
    workspace.sql(f"ALTER TABLE {NAME} ADD COLUMNS (extra STRUCT<a: INT, b: ARRAY<STRING>>)")
    workspace.sql(f"ALTER TABLE {NAME} ALTER COLUMN ts SET NOT NULL")
    workspace.sql(f"INSERT INTO {NAME} VALUES (5000, 1, current_timestamp(), NULL, 'p9', named_struct('a', 1, 'b', array('x')))")
    table = deltalake.DeltaTable(location(workspace))
    expect_equal([field.name for field in table.schema().fields], ["id", "v", "ts", "n", "s", "extra"], "columns")
    expect_equal(table.schema().fields[2].nullable, False, "NOT NULL")
    rows = table.to_pyarrow_table(filters=[("id", "=", 5000)]).to_pylist()
    expect_equal((rows[0]["extra"]["a"], rows[0]["extra"]["b"]), (1, ["x"]), "the new column")


def check_replaced(workspace):
    """CREATE OR REPLACE … AS is one version; the one before can still be read."""
    workspace.sql("CREATE TABLE main.delta.r AS SELECT id AS a FROM range(10)")
    workspace.sql("CREATE OR REPLACE TABLE main.delta.r COMMENT 'new' AS SELECT a, concat('x', a) AS b FROM main.delta.r WHERE a < 4")
    table = deltalake.DeltaTable(location(workspace, "main.delta.r"))
    expect_equal(table.version(), 1, "version")
    expect_equal(sorted(table.to_pyarrow_table().to_pylist(), key=lambda row: row["a"]),
                 [{"a": a, "b": f"x{a}"} for a in range(4)], "rows")
    expect_equal(workspace.sql("SELECT count(*) FROM main.delta.r VERSION AS OF 0"), [["10"]], "the version before")
    expect("VERSION_NOT_FOUND" in workspace.failure("SELECT * FROM main.delta.r VERSION AS OF 9"),
           "a version that is not there")
    before = workspace.sql("SELECT * FROM main.delta.r ORDER BY a")
    workspace.failure("CREATE OR REPLACE TABLE main.delta.r AS SELECT CAST('x' AS INT) AS z")
    expect_equal(workspace.sql("SELECT * FROM main.delta.r ORDER BY a"), before, "after a failed replacement")


def check_export(workspace):
    """An export looks as if Spark had written it: markers, several parts, INT96."""
    target = "/Volumes/main/fs/stage/export"
    workspace.sql(f"INSERT OVERWRITE DIRECTORY '{target}' USING PARQUET SELECT id, timestamp_micros(id * 7) AS ts FROM range(120000)")
    client = by_token(workspace)
    names = [item.name for item in client.files.list_directory_contents(target)]
    expect("_SUCCESS" in names and any(name.startswith("_committed") for name in names), f"names {names}")
    parts = [name for name in names if name.endswith(".parquet")]
    expect(len(parts) > 1, f"parts {parts}")
    files = [pq.ParquetFile(pa.BufferReader(client.files.download(f"{target}/{name}").contents.read()))
             for name in parts]
    expect_equal(files[0].schema.column(1).physical_type, "INT96", "times")
    expect_equal(sorted(value for file in files for value in file.read().column("id").to_pylist()), list(range(120000)),
                 "rows")
    expect_equal(workspace.sql(f"SELECT count(*), max(unix_micros(ts)) FROM parquet.`{target}`"),
                 [["120000", str(119999 * 7)]], "read by SQL")
    workspace.sql(f"INSERT OVERWRITE DIRECTORY '{target}' USING PARQUET SELECT 1 AS a WHERE false")
    names = [item.name for item in client.files.list_directory_contents(target) if item.name.endswith(".parquet")]
    expect_equal(len(names), 1, "a file without rows takes the place of all")


def check_restart(root):
    with StandIn(root, fresh=False) as workspace:
        expect_equal(workspace.sql(f"SELECT count(*) FROM {NAME}"), [["901"]], "rows")
        expect("NOT_NULL" in workspace.failure(f"INSERT INTO {NAME} (id, ts) VALUES (NULL, current_timestamp())"),
               "NOT NULL")
        client = by_token(workspace)
        expect_equal(client.tables.get("main.unity.user_stats").comment, "changed", "comment")
        expect_equal([tag.tag_key for tag in client.entity_tag_assignments.list("tables", "main.unity.user_stats")],
                     ["team"], "tags")
        expect_equal(workspace.sql("SELECT a FROM second.s.t"), [["1"]], "a table of the second catalog")
        expect(client.files.get_metadata("/Volumes/main/fs/stage/files/range").content_length == 10,
               "a file of a volume")


CHECKS = {
    "delta-rs reads the same rows, schema and history": check_rows,
    "delta-rs sees changed columns": check_changed_schema,
    "A replaced table keeps its history": check_replaced,
    "Exports look like Spark's": check_export,
}
