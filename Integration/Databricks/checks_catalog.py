"""Unity Catalog over REST, and the same objects in SQL."""
import json

from databricks.sdk.errors import BadRequest, NotFound, PermissionDenied, ResourceConflict
from databricks.sdk.service.catalog import EntityTagAssignment, PrimaryKeyConstraint, TableConstraint, VolumeType

from checking import expect, expect_columns, expect_equal
from clients import by_token, expect_error

TABLE = """
CREATE TABLE IF NOT EXISTS `main`.`Unity`.`User_Stats` (
  `user_id` STRING NOT NULL COMMENT 'entity key',
  `ts` TIMESTAMP NOT NULL,
  `n` TIMESTAMP_NTZ, `d` DATE, `b` BOOLEAN, `i8` TINYINT, `i16` SMALLINT, `i32` INT, `i64` BIGINT, `f` FLOAT,
  `Score` DOUBLE COMMENT 'it\\'s a score', `dec` DECIMAL(12, 3), `bin` BINARY, `a` ARRAY<DOUBLE>, `m` MAP<STRING, INT>,
  `s` STRUCT<x: BIGINT, `y z`: ARRAY<STRING>>,
  CONSTRAINT `user_stats_pk` PRIMARY KEY (`user_id`, `ts` TIMESERIES)
) USING DELTA COMMENT 'per user' TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true', 'team' = 'a')"""
TYPES = ["string", "timestamp", "timestamp_ntz", "date", "boolean", "tinyint", "smallint", "int", "bigint", "float",
         "double",
         "decimal(12,3)", "binary", "array<double>", "map<string,int>", "struct<x:bigint,y z:array<string>>"]
NAMES = ["STRING", "TIMESTAMP", "TIMESTAMP_NTZ", "DATE", "BOOLEAN", "BYTE", "SHORT", "INT", "LONG", "FLOAT", "DOUBLE",
         "DECIMAL", "BINARY", "ARRAY", "MAP", "STRUCT"]


def check_schemas(workspace):
    client = by_token(workspace)
    made = client.schemas.create(name="Unity", catalog_name="main", comment="from REST")
    expect_equal(made.full_name, "main.unity", "names are lower-cased")
    expect([["unity"]] == workspace.sql("SHOW SCHEMAS IN main LIKE 'unity'"), "SQL does not see the schema")
    expect_error(BadRequest, lambda: client.schemas.create(name="unity", catalog_name="main"), "already exists")
    expect_error(NotFound, lambda: client.schemas.create(name="x", catalog_name="nope"), "nope")
    expect("SCHEMA_ALREADY_EXISTS" in workspace.failure("CREATE SCHEMA main.unity"), "SQL makes it twice")
    workspace.sql("CREATE SCHEMA IF NOT EXISTS main.unity COMMENT 'ignored'")
    workspace.sql("CREATE SCHEMA main.from_sql COMMENT 'from SQL'")
    expect_equal(client.schemas.get("main.from_sql").comment, "from SQL", "comment")
    expect("from_sql" in [item.name for item in client.schemas.list("main")], "REST does not list the schema")
    client.schemas.delete("main.from_sql")
    expect_error(NotFound, lambda: client.schemas.get("main.from_sql"))
    expect("NO_SUCH_CATALOG" in workspace.failure("CREATE SCHEMA nocat.x"), "a schema in a missing catalog")
    expect_equal(client.metastores.current().default_catalog_name, "main", "default catalog")


def check_catalogs(workspace):
    client = by_token(workspace)
    client.catalogs.create("Second", comment="two")
    expect_equal(client.catalogs.get("second").comment, "two", "comment")
    expect_equal(sorted(item.name for item in client.catalogs.list()), ["main", "second"], "catalogs")
    workspace.sql("CREATE SCHEMA second.s")
    workspace.sql("CREATE TABLE second.s.t AS SELECT 1 AS a")
    expect([["1"]] == workspace.sql("SELECT a FROM second.s.t"), "a table of the second catalog")
    expect([["1"]] == workspace.sql("SELECT a FROM s.t", catalog="second"), "the second catalog as default")
    expect([["1"]] == workspace.sql("SELECT a FROM t", catalog="second", schema="s"), "the default schema")
    expect_equal(workspace.sql("SELECT current_catalog() AS c, current_schema() AS s, current_user() AS u",
                               catalog="second", schema="s"),
                 [["second", "s", "someone@example.com"]], "what the statement knows of itself")
    expect("TABLE_OR_VIEW_NOT_FOUND" in workspace.failure("SELECT a FROM t"), "defaults were kept between statements")


def check_table(workspace):
    client = by_token(workspace)
    expect_error(NotFound, lambda: client.tables.get("main.unity.user_stats"), "does not exist")
    expect(not client.tables.exists("main.unity.user_stats").table_exists, "it exists before")
    workspace.sql(TABLE)
    workspace.sql(TABLE)
    expect(client.tables.exists("main.unity.user_stats").table_exists, "it does not exist after")
    table = client.tables.get("main.unity.User_Stats")
    expect_equal(table.full_name, "main.unity.user_stats", "name")
    expect_equal((table.table_type.value, table.data_source_format.value), ("MANAGED", "DELTA"), "kind")
    expect_equal(table.comment, "per user", "comment")
    expect_equal(table.properties["delta.enableChangeDataFeed"], "true", "property")
    expect_equal(table.properties["team"], "a", "own property")
    expect_columns([column.type_text for column in table.columns], TYPES, "type_text")
    expect_columns([column.type_name.value for column in table.columns if column.type_name], [n for n in NAMES],
                   "type_name")
    expect_columns([column.nullable for column in table.columns], [False, False] + [True] * 14, "nullable")
    expect_columns([column.position for column in table.columns], range(16), "position")
    expect_equal(table.columns[0].comment, "entity key", "column comment")
    expect_equal(table.columns[10].comment, "it's a score", "comment with a quote")
    expect_equal((table.columns[11].type_precision, table.columns[11].type_scale), (12, 3), "precision and scale")
    expect_equal(json.loads(table.columns[13].type_json)["type"]["elementType"], "double", "type_json")
    key = table.table_constraints[0].primary_key_constraint
    expect_equal((key.name, key.child_columns), ("user_stats_pk", ["user_id", "ts"]), "key")
    body = client.api_client.do("GET", "/api/2.1/unity-catalog/tables/main.unity.user_stats")
    expect_equal(body["table_constraints"][0]["primary_key_constraint"]["timeseries_columns"], ["ts"], "time column")
    listed = list(client.tables.list("main", "unity"))
    expect_equal([item.name for item in listed], ["user_stats"], "list")
    expect(not listed[0].table_constraints, "the list has constraints")


def check_changes(workspace):
    client, name = by_token(workspace), "main.unity.user_stats"
    workspace.sql(f"ALTER TABLE {name} ADD COLUMNS (`extra` DOUBLE COMMENT 'x', `more` STRING)")
    workspace.sql(f"ALTER TABLE {name} SET TBLPROPERTIES ('team' = 'b', 'x.y' = '1')")
    workspace.sql(f"ALTER TABLE {name} UNSET TBLPROPERTIES ('x.y')")
    workspace.sql(f"COMMENT ON TABLE {name} IS 'changed'")
    workspace.sql(f"ALTER TABLE {name} ALTER COLUMN more COMMENT 'of more'")
    workspace.sql(f"ALTER TABLE {name} ALTER COLUMN i64 SET NOT NULL")
    table = client.tables.get(name)
    columns = {column.name: column for column in table.columns}
    expect_equal(columns["extra"].comment, "x", "comment of the new column")
    expect_equal(columns["more"].comment, "of more", "changed comment")
    expect(not columns["i64"].nullable and columns["i32"].nullable, "NOT NULL")
    expect_equal((table.comment, table.properties["team"], table.properties.get("x.y")), ("changed", "b", None),
                 "comment, properties")
    expect("23502" in workspace.failure(f"INSERT INTO {name} (user_id, ts) VALUES ('a', current_timestamp())"),
           "the new NOT NULL")
    expect("FIELD_ALREADY_EXISTS" in workspace.failure(f"ALTER TABLE {name} ADD COLUMNS (EXTRA INT)"), "a column twice")
    workspace.sql(f"ALTER TABLE {name} RENAME TO main.unity.renamed")
    expect(not client.tables.exists(name).table_exists, "the old name is there")
    workspace.sql(f"ALTER TABLE main.unity.renamed RENAME TO {name}")
    described = workspace.sql(f"DESCRIBE TABLE {name}")
    expect_equal(described[0], ["user_id", "string", "entity key"], "DESCRIBE")
    expect("PRIMARY KEY (`user_id`, `ts` TIMESERIES)" in workspace.sql(f"SHOW CREATE TABLE {name}")[0][0],
           "SHOW CREATE TABLE")


def check_keys(workspace):
    client, name = by_token(workspace), "main.unity.keyed"
    workspace.sql(f"CREATE TABLE {name} (k BIGINT, ts TIMESTAMP, v DOUBLE)")
    key = TableConstraint(primary_key_constraint=PrimaryKeyConstraint(name="keyed_pk", child_columns=["k", "ts"]))
    expect_error(BadRequest, lambda: client.table_constraints.create(name, key), "nullable")
    for column in ("k", "ts"):
        workspace.sql(f"ALTER TABLE {name} ALTER COLUMN {column} SET NOT NULL")
    client.table_constraints.create(name, key)
    expect_equal(client.tables.get(name).table_constraints[0].primary_key_constraint.child_columns, ["k", "ts"],
                 "key from REST")
    client.table_constraints.delete(name, "keyed_pk", cascade=False)
    expect(not client.tables.get(name).table_constraints, "the key is still there")
    workspace.sql(f"ALTER TABLE {name} ADD CONSTRAINT `again` PRIMARY KEY(`k`, `ts` TIMESERIES)")
    body = client.api_client.do("GET", f"/api/2.1/unity-catalog/tables/{name}")
    expect_equal(body["table_constraints"][0]["primary_key_constraint"]["timeseries_columns"], ["ts"], "key from SQL")
    for statement, word in (
            ("CREATE TABLE main.unity.x (k INT, PRIMARY KEY (k))", "nullable"),
            ("CREATE TABLE main.unity.x (k INT NOT NULL, PRIMARY KEY (k TIMESERIES))", "DATE or a TIMESTAMP"),
            ("CREATE TABLE main.unity.x (k DATE NOT NULL, l DATE NOT NULL, PRIMARY KEY (k TIMESERIES, l TIMESERIES))",
             "one TIMESERIES"),
            ("CREATE TABLE main.unity.x (k INT NOT NULL, PRIMARY KEY (l))", "does not exist"),
            (f"ALTER TABLE {name} ADD CONSTRAINT b PRIMARY KEY (k)", "has one already")):
        expect(word in workspace.failure(statement), f"'{word}' is not said for: {statement}")
    expect(not client.tables.exists("main.unity.x").table_exists, "a refused table was made")


def check_tags(workspace):
    client, name = by_token(workspace), "main.unity.user_stats"
    workspace.sql(f"ALTER TABLE {name} SET TAGS ('team' = 'growth', 'pii' = '')")
    workspace.sql(f"ALTER TABLE {name} ALTER COLUMN score SET TAGS ('unit' = 'points')")
    api = client.entity_tag_assignments
    expect_equal({tag.tag_key: tag.tag_value for tag in api.list("tables", name)}, {"team": "growth", "pii": ""},
                 "tags of SQL")
    api.create(EntityTagAssignment(entity_type="tables", entity_name=name, tag_key="rest", tag_value="1"))
    api.update("tables", name, "rest", EntityTagAssignment("tables", name, "rest", tag_value="2"),
               update_mask="tag_value")
    expect_equal(api.get("tables", name, "rest").tag_value, "2", "changed tag")
    rows = workspace.sql("SELECT tag_name, tag_value FROM main.information_schema.table_tags WHERE table_name = 'user_stats' "
                         "ORDER BY tag_name")
    expect_equal(rows, [["pii", ""], ["rest", "2"], ["team", "growth"]], "tags in information_schema")
    expect_equal(workspace.sql("SELECT column_name, tag_name FROM main.information_schema.column_tags"),
                 [["Score", "unit"]], "column tags")
    workspace.sql(f"ALTER TABLE {name} UNSET TAGS ('pii')")
    api.delete("tables", name, "rest")
    expect_error(NotFound, lambda: api.get("tables", name, "rest"))
    expect_equal([tag.tag_key for tag in api.list("tables", name)], ["team"], "tags that are left")


def check_volumes(workspace):
    client = by_token(workspace)
    client.volumes.create("main", "unity", "Files", VolumeType.MANAGED, comment="c")
    expect_equal(client.volumes.read("main.unity.files").comment, "c", "comment")
    expect([["unity", "files"]] == workspace.sql("SHOW VOLUMES IN main.unity"), "SQL does not see the volume")
    expect_error(ResourceConflict, lambda: client.volumes.create("main", "unity", "files", VolumeType.MANAGED),
                 "already exists")
    workspace.sql("CREATE VOLUME IF NOT EXISTS main.unity.second COMMENT 's'")
    expect_equal([item.name for item in client.volumes.list("main", "unity")], ["files", "second"], "volumes")
    workspace.sql("DROP VOLUME main.unity.second")
    client.volumes.delete("main.unity.files")
    expect_error(NotFound, lambda: client.volumes.read("main.unity.files"))


def check_pages(workspace):
    client = by_token(workspace)
    workspace.sql("CREATE SCHEMA main.many")
    for number in range(7):
        workspace.sql(f"CREATE TABLE main.many.t{number} (a INT)")
    workspace.forget_requests()
    names = [item.name for item in client.tables.list("main", "many", max_results=3)]
    expect_equal(names, [f"t{number}" for number in range(7)], "all pages")
    expect_equal(len([item for item in workspace.requests() if item["path"].endswith("/tables")]), 3, "requests")
    expect_error(BadRequest, lambda: client.schemas.delete("main.many"), "not empty")
    client.schemas.delete("main.many", force=True)
    expect_error(NotFound, lambda: list(client.tables.list("main", "many")))


def check_permissions(workspace):
    client, name = by_token(workspace), "main.unity.user_stats"
    workspace.revoke(name)
    expect_error(PermissionDenied, lambda: client.tables.get(name), "user_stats")
    expect("[INSUFFICIENT_PERMISSIONS]" in workspace.failure(f"SELECT * FROM {name}"), "SQL may read it")
    workspace.revoke(name, "write")
    client.tables.get(name)
    workspace.sql(f"SELECT count(*) FROM {name}")
    expect("MODIFY" in workspace.failure(f"DELETE FROM {name} WHERE user_id = 'a'"), "SQL may write it")
    workspace.grant(name)
    workspace.sql(f"DELETE FROM {name} WHERE user_id = 'a'")


CHECKS = {
    "Schemas are the same in REST and SQL": check_schemas,
    "Catalogs, default catalog and default schema": check_catalogs,
    "A feature table made by SQL, with every type, is whole in REST": check_table,
    "Columns, comments, properties and names change": check_changes,
    "Keys are added and dropped in REST and SQL, and bad ones refused": check_keys,
    "Tags are the same in REST and SQL": check_tags,
    "Volumes are the same in REST and SQL": check_volumes,
    "Lists come in pages": check_pages,
    "Permissions that were taken away are missed": check_permissions,
}
