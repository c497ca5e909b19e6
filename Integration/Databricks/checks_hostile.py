"""Requests and statements that make no sense: each is answered with an error of the caller, and nothing breaks."""
import random
import re
from pathlib import Path

from checking import expect, expect_equal

STANDIN = Path(__file__).parent / "StandIn"
WORDS = ("main", "main.fs", "main.hostile.t", "main.fs.stage", "/Volumes/main/fs/stage/x", "tables", "columns", "0",
         "-1", "nope", "é%2F", "a" * 300,
         "CU_1", "TRIGGERED", "SELECT 1", "..", "10s", "STRING")
FIELDS = ("name", "catalog_name", "schema_name", "volume_type", "full_name_arg", "constraint", "primary_key_constraint",
          "child_columns", "entity_type",
          "entity_name", "tag_key", "tag_value", "statement", "warehouse_id", "parameters", "wait_timeout", "row_limit",
          "publish_spec", "online_store",
          "online_table_name", "publish_mode", "spec", "source_table_full_name", "config", "served_entities",
          "features", "feature_lookup", "lookup_keys",
          "table", "dataframe_records", "dataframe_split", "columns", "data", "capacity", "session_token", "parts",
          "start_part_number", "count",
          "exclude_columns", "feature_names", "rename_outputs", "default_values", "instance_names", "properties",
          "comment", "read_replica_count")


def value(chance, depth=0):
    """A random JSON value."""
    kind = chance.randrange(8 if depth < 3 else 6)
    if kind < 3:
        return chance.choice(WORDS)
    if kind < 6:
        return chance.choice((None, True, 0, -1, 1 << 70, 1.5, ""))
    if kind == 6:
        return [value(chance, depth + 1) for _ in range(chance.randrange(4))]
    return body(chance, depth + 1)


def body(chance, depth=0):
    return {chance.choice(FIELDS): value(chance, depth) for _ in range(chance.randrange(8))}


def routes():
    """Every method and path that the stand-in has, read from its routes."""
    from_source = set()
    for file in STANDIN.glob("*.py"):
        for path in re.findall(r'"((?:/api|/serving-endpoints|/oidc|/_)[^"\s]*)"', file.read_text()):
            from_source.add(path)
    extra = ("/{name}", "/{name}/exists", "/{name}/start", "/{name}/edit", "/{name}/config", "/x/result/chunks/0",
             "/tables/main.hostile.t/tags/k")
    prefixes = [path for path in from_source if "_standin" not in path]
    unity = [f"/api/2.1/unity-catalog/{kind}"
             for kind in ("catalogs", "schemas", "tables", "volumes", "constraints", "entity-tag-assignments")]
    return sorted(set(prefixes + unity + [path + more for path in prefixes + unity for more in extra]))


def check_requests(workspace):
    workspace.sql("CREATE SCHEMA IF NOT EXISTS main.hostile")
    workspace.sql("CREATE TABLE main.hostile.t (k INT NOT NULL, v STRING, PRIMARY KEY (k))")
    chance = random.Random(7)
    found = routes()
    expect(len(found) > 60, f"only {len(found)} routes")
    for _ in range(3000):
        path = re.sub(r"\{\w+\*?\}", lambda _: chance.choice(WORDS).replace(" ", "%20"), chance.choice(found))
        query = "&".join(f"{chance.choice(FIELDS + ('page_token', 'max_results', 'page_size', 'force', 'action'))}={chance.choice(WORDS)}"
                         .replace(" ", "%20") for _ in range(chance.randrange(3)))
        method = chance.choice(("GET", "POST", "PUT", "PATCH", "DELETE"))
        given = body(chance)
        given.pop("wait_timeout", None)
        status, answer = workspace.call(method, f"{path}?{query}".encode("ascii", "ignore").decode(), given, raw=True)
        expect(status < 500, f"{method} {path}?{query} {given}: {status} {answer[:300]}")
    expect_equal(workspace.sql("SELECT 1"), [["1"]], "afterwards")


UNITY, STORE = "/api/2.1/unity-catalog", "/api/2.0/feature-store"
VALID = [
    ("POST", "/api/2.0/sql/statements",
     {"statement": "SELECT :a AS a", "warehouse_id": "a1b2c3d4e5f60718", "wait_timeout": "5s", "row_limit": 5,
                                         "parameters": [{"name": "a", "value": "1", "type": "INT"}],
      "format": "JSON_ARRAY", "byte_limit": 100,
                                         "disposition": "EXTERNAL_LINKS", "catalog": "main", "schema": "fs",
      "on_wait_timeout": "CONTINUE"}),
    ("POST", f"{UNITY}/schemas", {"name": "h1", "catalog_name": "main", "comment": "c", "properties": {"a": "b"}}),
    ("POST", f"{UNITY}/volumes",
     {"name": "v1", "catalog_name": "main", "schema_name": "hostile", "volume_type": "MANAGED"}),
    ("POST", f"{UNITY}/constraints", {"full_name_arg": "main.hostile.t", "constraint": {"primary_key_constraint": {
        "name": "p", "child_columns": ["k"], "timeseries_columns": ["k"], "rely": True}}}),
    ("POST", f"{UNITY}/entity-tag-assignments",
     {"entity_type": "tables", "entity_name": "main.hostile.t", "tag_key": "a", "tag_value": "b"}),
    ("PATCH", f"{UNITY}/entity-tag-assignments/tables/main.hostile.t/tags/a", {"tag_value": "b"}),
    ("POST", "/api/2.0/sql/warehouses", {"name": "h", "cluster_size": "Small"}),
    ("POST", f"{STORE}/online-stores", {"name": "hostile", "capacity": "CU_1", "read_replica_count": 1}),
    ("PATCH", f"{STORE}/online-stores/hostile", {"capacity": "CU_1", "read_replica_count": 1}),
    ("POST", f"{STORE}/tables/main.hostile.t/publish", {"publish_spec": {
        "online_store": "hostile", "online_table_name": "main.hostile.online", "publish_mode": "SNAPSHOT"}}),
    ("POST", "/api/2.0/database/synced_tables",
     {"name": "main.hostile.synced", "database_instance_name": "hostile", "spec": {
        "source_table_full_name": "main.hostile.t", "scheduling_policy": "SNAPSHOT", "primary_key_columns": ["k"]}}),
    ("POST", "/api/2.0/database/credentials", {"instance_names": ["hostile"]}),
    ("POST", "/api/2.0/feature-engineering/feature-specs",
     {"name": "main.hostile.spec", "exclude_columns": ["x"], "features": [{"feature_lookup": {
        "table": "main.hostile.t", "lookup_keys": ["k"], "feature_names": ["v"], "rename_outputs": [{"feature": "v",
                                                                                                     "output": "w"}],
        "default_values": [{"feature": "v", "default_value": "x"}]}}]}),
    ("POST", "/api/2.0/serving-endpoints",
     {"name": "hostile", "config": {"served_entities": [{"entity_name": "main.hostile.spec"}]}}),
    ("PUT", "/api/2.0/serving-endpoints/hostile/config", {"served_entities": [{"entity_name": "main.hostile.spec"}]}),
    ("POST", "/serving-endpoints/hostile/invocations", {"dataframe_records": [{"k": 1}, {"k": 2}]}),
    ("POST", "/serving-endpoints/hostile/invocations", {"dataframe_split": {"columns": ["k"], "data": [[1], [2]]}}),
    ("POST", "/api/2.0/fs/create-upload-part-urls",
     {"path": "/x", "session_token": "x", "start_part_number": 1, "count": 2}),
]


def mutated(chance, given):
    """A copy with one value, somewhere in it, exchanged or left out; some copies are as they were."""
    if chance.random() < 0.15 or not isinstance(given, (dict, list)) or not given:
        return given if chance.random() < 0.3 else value(chance)
    copy = given.copy()
    place = chance.choice(list(given) if isinstance(given, dict) else range(len(given)))
    if chance.random() < 0.1:
        del copy[place]
    else:
        copy[place] = mutated(chance, given[place])
    return copy


def check_bodies(workspace):
    """Requests that would be right, but for one value."""
    workspace.sql("INSERT INTO main.hostile.t VALUES (1, 'x')")
    workspace.control("settings", state_delay=0, sync_delay=0)
    chance, statuses = random.Random(9), {}
    try:
        for _ in range(200):
            for method, path, given in VALID:
                sent = mutated(chance, given)
                status, answer = workspace.call(method, path, sent, raw=True)
                statuses[status] = statuses.get(status, 0) + 1
                expect(status < 500, f"{method} {path} {sent}: {status} {answer[:300]}")
    finally:
        workspace.control("settings", state_delay=0.3, sync_delay=0.3)
    expect(statuses[200] > 300 and statuses[400] > 1000, f"statuses {statuses}")


STATEMENTS = """CREATE TABLE IF NOT EXISTS main.hostile.u (a INT NOT NULL COMMENT 'x', b STRUCT<c: INT>, CONSTRAINT p PRIMARY KEY (a)) TBLPROPERTIES ('a' = 'b')
CREATE OR REPLACE TABLE main.hostile.w AS SELECT 1 AS a
ALTER TABLE main.hostile.u ADD COLUMNS (`d` DOUBLE COMMENT 'x')
ALTER TABLE main.hostile.u SET TAGS ('a' = 'b')
INSERT INTO main.hostile.u (a, b) SELECT 1 AS a, NULL AS b
MERGE INTO main.hostile.u AS t USING (SELECT 1 AS a) AS s ON t.a = s.a WHEN MATCHED THEN UPDATE SET t.a = 2
MERGE WITH SCHEMA EVOLUTION INTO main.hostile.u AS t USING main.hostile.w AS s ON t.a = s.a WHEN NOT MATCHED THEN INSERT *
UPDATE main.hostile.u SET a = 1 WHERE a = 2
DELETE FROM main.hostile.u WHERE a = 1
INSERT OVERWRITE DIRECTORY '/Volumes/main/fs/stage/h' USING PARQUET SELECT 1 AS a
WITH x AS (SELECT 1 AS a), y (b) AS (SELECT a FROM x) SELECT * FROM x, y WHERE a IN (SELECT b FROM y)
DESCRIBE HISTORY main.hostile.u LIMIT 5
SHOW TABLES IN main.hostile LIKE 'u*'
COMMENT ON TABLE main.hostile.u IS 'x'
SELECT * FROM parquet.`/Volumes/main/fs/stage/h`
OPTIMIZE main.hostile.u ZORDER BY (a)
CREATE VOLUME IF NOT EXISTS main.hostile.v
DROP TABLE IF EXISTS main.hostile.w
SELECT table_name FROM main.information_schema.tables WHERE table_schema = 'hostile'""".splitlines()


def check_statements(workspace):
    """Statements with words left out, doubled and exchanged succeed or fail, but never by a defect of the stand-in."""
    chance = random.Random(8)
    words = [word for statement in STATEMENTS for word in re.findall(r"'[^']*'|`[^`]*`|\w+|[^\w\s]", statement)]
    for _ in range(700):
        pieces = re.findall(r"'[^']*'|`[^`]*`|\w+|[^\w\s]|\s+", chance.choice(STATEMENTS))
        for _ in range(chance.randrange(3)):
            place = chance.randrange(len(pieces))
            pieces[place:place + 1] = chance.choice(([], [pieces[place]] * 2, [chance.choice(words)],
                                                     [" ", chance.choice(words), " "]))
        text = "".join(pieces)
        if not text.strip():
            continue
        status = workspace.submit(text)["status"]
        expect(status["state"] in ("SUCCEEDED", "FAILED"), f"{text}: {status}")
        error = status.get("error", {})
        expect(error.get("error_code") in (None, "BAD_REQUEST"), f"{text}: {error}")


CHECKS = {
    "Thousands of senseless requests": check_requests,
    "Thousands of requests with one wrong value": check_bodies,
    "Hundreds of broken statements": check_statements,
}
