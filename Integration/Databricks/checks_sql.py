"""The SQL of the adapter as it is meant to be written: feature tables, upserts, point-in-time joins, newest rows."""
import datetime as dt
import io
import random
import threading

import pyarrow as pa
import pyarrow.parquet as pq

from checking import expect, expect_columns, expect_equal
from clients import by_token

SCHEMA, TABLE = "main.sql", "`main`.`sql`.`user_stats`"
STAGED = "/Volumes/main/sql/vol/run-1"
EPOCH = dt.datetime(2024, 1, 1, tzinfo=dt.timezone.utc)

MERGE = f"""
MERGE INTO {TABLE} AS t USING (
  SELECT `user_id`, `ts`, `created`, `clicks`, `score` FROM (
    SELECT `user_id`, `ts`, `created`, `clicks`, `score`,
           ROW_NUMBER() OVER (PARTITION BY `user_id`, `ts` ORDER BY `created` DESC NULLS LAST, `__seq` DESC) AS `__rn`
    FROM parquet.`{STAGED}/`) AS d
  WHERE `__rn` = 1) AS s
ON t.`user_id` = s.`user_id` AND t.`ts` = s.`ts`
WHEN MATCHED%s THEN UPDATE SET *
WHEN NOT MATCHED THEN INSERT *"""


def hours(count):
    return None if count is None else EPOCH + dt.timedelta(hours=count)


def stage(workspace, rows, path=f"{STAGED}/part-00000.parquet"):
    """Uploads rows of (user, hours, hours created, clicks, score) as one Parquet file."""
    instant = pa.timestamp("us", "UTC")
    columns = list(zip(*rows))
    table = pa.table({
        "user_id": pa.array(columns[0], pa.string()), "ts": pa.array(map(hours, columns[1]), instant),
        "created": pa.array(map(hours, columns[2]), instant), "clicks": pa.array(columns[3], pa.int64()),
        "score": pa.array(columns[4], pa.float64()), "__seq": pa.array(range(len(rows)), pa.int64())})
    sink = io.BytesIO()
    pq.write_table(table, sink)
    sink.seek(0)
    by_token(workspace).files.upload(path, sink, overwrite=True)


def stored(workspace):
    rows = workspace.sql(f"SELECT user_id, unix_micros(ts), clicks, score FROM {TABLE} ORDER BY user_id, ts")
    origin = int(EPOCH.timestamp()) * 1_000_000
    return [(user, (int(ts) - origin) // 3_600_000_000, None if clicks is None else int(clicks),
             None if score is None else float(score))
            for user, ts, clicks, score in rows]


def check_create(workspace):
    workspace.sql("CREATE SCHEMA IF NOT EXISTS `main`.`sql`")
    workspace.sql("CREATE VOLUME `main`.`sql`.`vol`")
    workspace.sql(f"""
        CREATE TABLE IF NOT EXISTS {TABLE} (
          `user_id` STRING NOT NULL COMMENT 'entity key',
          `ts` TIMESTAMP NOT NULL COMMENT 'event time',
          `created` TIMESTAMP,
          `clicks` BIGINT, `score` DOUBLE,
          CONSTRAINT `user_stats_pk` PRIMARY KEY (`user_id`, `ts` TIMESERIES)
        ) USING DELTA COMMENT 'per user' TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true')""")
    workspace.sql(f"ALTER TABLE {TABLE} SET TAGS ('team' = 'growth')")
    expect_equal(workspace.sql(f"SELECT * FROM {TABLE}"), [], "rows")


def check_merge(workspace):
    stage(workspace, [("a", 1, 1, 10, 0.5), ("a", 1, 2, 11, None), ("b", 1, None, 20, 1.5), ("b", 1, None, 21, 2.5)])
    expect_equal(workspace.sql(MERGE % ""), [["2", "0", "0", "2"]], "affected, updated, deleted, inserted")
    expect_equal(stored(workspace), [("a", 1, 11, None), ("b", 1, 21, 2.5)],
                 "rows: the newest created, else the last, wins")
    expect_equal(workspace.sql(MERGE % ""), [["2", "2", "0", "0"]], "the same again")
    stage(workspace, [("a", 1, 1, 99, 9.0), ("c", 3, 1, 30, 3.0)])
    older = " AND (t.created IS NULL OR s.created >= t.created)"
    expect_equal(workspace.sql(MERGE % older)[0][3], "1", "inserted rows")
    expect_equal(stored(workspace), [("a", 1, 11, None), ("b", 1, 21, 2.5), ("c", 3, 30, 3.0)],
                 "the newer stored row is kept")
    twice = f"MERGE INTO {TABLE} AS t USING parquet.`{STAGED}/` AS s ON t.user_id = 'a' WHEN MATCHED THEN UPDATE SET t.clicks = s.clicks"
    expect("DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE" in workspace.failure(twice), "a row matched twice")


def check_writes(workspace):
    expect_equal(workspace.sql(f"INSERT INTO {TABLE} (clicks, user_id, ts) VALUES (1, 'd', TIMESTAMP'2024-01-01T05:00:00Z')"), [["1", "1"]], "INSERT")
    workspace.sql(f"INSERT INTO {TABLE} BY NAME SELECT 2.5D AS score, 'e' AS user_id, TIMESTAMP'2024-01-01T05:00:00Z' AS ts")
    expect("DELTA_MISSING_NOT_NULL_COLUMN_VALUE" in workspace.failure(f"INSERT INTO {TABLE} (user_id) VALUES ('x')"),
           "a key is missing")
    expect_equal(stored(workspace)[-2:], [("d", 5, 1, None), ("e", 5, None, 2.5)], "columns left out are null")
    expect_equal(workspace.sql(f"UPDATE {TABLE} SET clicks = 7 WHERE user_id IN ('d', 'e')"), [["2"]], "UPDATE")
    expect_equal(workspace.sql(f"DELETE FROM {TABLE} WHERE user_id = 'e'"), [["1"]], "DELETE")
    evolve = ("MERGE WITH SCHEMA EVOLUTION INTO %s AS t USING (SELECT 'f' AS user_id, TIMESTAMP'2024-01-01T06:00:00Z' AS ts, "
              "CAST(NULL AS TIMESTAMP) AS created, 1L AS clicks, 1.0D AS score, 'new' AS label) AS s ON t.user_id = s.user_id AND t.ts = s.ts "
              "WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *") % TABLE
    workspace.sql(evolve)
    expect_equal(workspace.sql(f"SELECT user_id, label FROM {TABLE} WHERE label IS NOT NULL"), [["f", "new"]],
                 "the new column")
    expect_equal(workspace.sql(f"DESCRIBE TABLE {TABLE}")[0][2], "entity key", "the comment after the evolution")
    expect("23502" in workspace.failure(f"INSERT INTO {TABLE} (user_id, ts) VALUES (NULL, current_timestamp())"),
           "NOT NULL after the evolution")
    workspace.sql(f"INSERT INTO {TABLE} REPLACE WHERE user_id = 'f' SELECT * FROM {TABLE} WHERE user_id = 'f'")
    expect_equal(workspace.sql(f"SELECT count(*) FROM {TABLE} TIMESTAMP AS OF current_timestamp()"), [["5"]],
                 "TIMESTAMP AS OF")
    workspace.sql(f"INSERT OVERWRITE {TABLE} SELECT * FROM {TABLE} WHERE user_id < 'c'")
    expect_equal([row[0] for row in stored(workspace)], ["a", "b"], "INSERT OVERWRITE")
    version = workspace.sql(f"DESCRIBE HISTORY {TABLE} LIMIT 1")[0][0]
    expect_equal(workspace.sql(f"SELECT count(*) FROM {TABLE} VERSION AS OF {int(version) - 1}"), [["5"]],
                 "the version before")
    expect_equal(workspace.sql(f"DELETE FROM {TABLE}"), [["2"]], "DELETE of all")
    expect_equal(workspace.sql(f"DELETE FROM {TABLE} WHERE user_id = 'a'"), [["0"]], "DELETE of nothing")
    expect_equal(workspace.sql(f"TRUNCATE TABLE {TABLE}"), [], "TRUNCATE")
    for number in range(12):
        workspace.sql(f"INSERT INTO {TABLE} VALUES ('v', TIMESTAMP'2024-01-01', NULL, {number}, 0, NULL)")
    for back in range(12):
        found = workspace.sql(f"SELECT count(*), max(clicks) FROM {TABLE} VERSION AS OF {int(version) + 14 - back - 1}")
        expect_equal(found, [[str(12 - back), str(11 - back)]], f"{back} versions back")


def check_text(workspace):
    """Staging as text: JSON objects whose values are all strings."""
    lines = b'{"user_id":"x","ts":"2024-01-01T01:00:00.000001Z","v":"1.5"}\n{"user_id":"y","ts":"2024-01-01T02:00:00Z","v":null}\n'
    by_token(workspace).files.upload("/Volumes/main/sql/vol/text/rows.json", io.BytesIO(lines), overwrite=True)
    rows = workspace.sql("SELECT r.user_id AS user_id, unix_micros(CAST(r.ts AS TIMESTAMP)) AS ts, CAST(r.v AS DOUBLE) AS v FROM "
                         "(SELECT from_json(value, 'user_id STRING, ts STRING, v STRING') AS r FROM text.`/Volumes/main/sql/vol/text`) AS src")
    expect_equal(rows, [["x", "1704070800000001", "1.5"], ["y", "1704074400000000", None]], "rows")


def check_not_a_number(workspace):
    """NaN beside one other value, which statistics hide."""
    workspace.sql("CREATE TABLE main.sql.nans (k INT NOT NULL, v DOUBLE, s STRUCT<w: FLOAT>)")
    workspace.sql("INSERT INTO main.sql.nans VALUES (1, 5.0D, named_struct('w', CAST(5 AS FLOAT))), "
                  "(2, double('NaN'), named_struct('w', float('NaN')))")
    expected = [["1", "5.0", "5.0"], ["2", "NaN", "NaN"]]
    expect_equal(workspace.sql("SELECT k, v, s.w AS w FROM main.sql.nans ORDER BY k"), expected, "from a table")
    expect_equal(workspace.sql("SELECT k FROM main.sql.nans WHERE v > 6"), [["2"]], "NaN is greater than all numbers")
    workspace.sql("ALTER TABLE main.sql.nans ADD COLUMNS (x DOUBLE)")
    workspace.sql("INSERT INTO main.sql.nans VALUES (3, 1, NULL, 5.0D), (4, 1, NULL, double('NaN'))")
    expect_equal(workspace.sql("SELECT x FROM main.sql.nans WHERE k > 2 ORDER BY k"), [["5.0"], ["NaN"]],
                 "a new column")
    sink = io.BytesIO()
    pq.write_table(pa.table({"k": [1, 2], "v": [5.0, float("nan")]}), sink)
    by_token(workspace).files.upload("/Volumes/main/sql/vol/nan.parquet", io.BytesIO(sink.getvalue()), overwrite=True)
    rows = workspace.sql("SELECT k, v FROM parquet.`/Volumes/main/sql/vol/nan.parquet` ORDER BY k")
    expect_equal(rows, [["1", "5.0"], ["2", "NaN"]], "from a file")


def check_paths(workspace):
    by_token(workspace).files.create_directory("/Volumes/main/sql/vol/bare")
    for path, condition in (("/Volumes/main/sql/vol/nowhere", "PATH_NOT_FOUND"),
                            ("/Volumes/main/sql/vol/bare/", "UNABLE_TO_INFER_SCHEMA"),
                            ("/Volumes/main/sql/none/x", "UC_VOLUME_NOT_FOUND"), ("/etc", "INVALID_PARAMETER_VALUE"),
                            ("/Volumes/main/sql/vol/../../x", "INVALID_PARAMETER_VALUE")):
        message = workspace.failure(f"SELECT * FROM parquet.`{path}`")
        expect(message.startswith(f"[{condition}]"), f"{path}: {message}")
        expect("/standin" not in message and "volumes/main" not in message, f"a path of this machine: {message}")
    message = workspace.failure("SELECT * FROM parquet.`/Volumes/main/sql/vol/text`")
    expect("/Volumes/main/sql/vol/text" in message or "/" not in message, f"a path of this machine: {message}")
    expect_equal(workspace.sql("SELECT '/Volumes/main/sql/vol/x' AS path"), [["/Volumes/main/sql/vol/x"]],
                 "a path as a value")


# --- Point in time, against a definition that is slow and plain ---

PIT = """
WITH `u1` AS (
  SELECT 1 AS `__side`, `k1` AS `__k0`, `k2` AS `__k1`, `event_ts` AS `__ts`, CAST(NULL AS TIMESTAMP) AS `__created`,
         named_struct('__row_id', `__row_id`, 'k1', `k1`, 'k2', `k2`, 'event_ts', `event_ts`) AS `__row`,
         CAST(NULL AS STRUCT<`__ts`: TIMESTAMP, `f1`: DOUBLE, `f2`: BIGINT>) AS `__f`
  FROM `main`.`sql`.`spine`
  UNION ALL
  SELECT 0 AS `__side`, `k1` AS `__k0`, `k2` AS `__k1`, `ts` AS `__ts`, `created` AS `__created`,
         CAST(NULL AS STRUCT<`__row_id`: BIGINT, `k1`: STRING, `k2`: BIGINT, `event_ts`: TIMESTAMP>) AS `__row`,
         named_struct('__ts', `ts`, 'f1', `f1`, 'f2', `f2`) AS `__f`
  FROM `main`.`sql`.`features`
  WHERE `k1` IS NOT NULL AND `k2` IS NOT NULL AND `ts` IS NOT NULL
), `w1` AS (
  SELECT `__side`, `__ts`, `__row`,
         last_value(`__f`, true) OVER (PARTITION BY `__k0`, `__k1`
           ORDER BY `__ts` ASC NULLS FIRST, `__side` ASC, `__created` ASC NULLS FIRST
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS `__m`
  FROM `u1`
)
SELECT `__row`.`__row_id` AS `__row_id`, `__row`.`k1` AS `k1`, `__row`.`k2` AS `k2`, `__row`.`event_ts` AS `event_ts`,
       CASE WHEN `__m`.`__ts` >= `__ts` - INTERVAL '%d' SECOND THEN `__m`.`f1` END AS `f1`,
       CASE WHEN `__m`.`__ts` >= `__ts` - INTERVAL '%d' SECOND THEN `__m`.`f2` END AS `f2`
FROM `w1` WHERE `__side` = 1
ORDER BY `__row_id`"""
KEYS = ["a", "b", "c", "d", None]


def upload(workspace, name, columns):
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink)
    sink.seek(0)
    by_token(workspace).files.upload(f"/Volumes/main/sql/vol/{name}/part-0.parquet", sink, overwrite=True)
    workspace.sql(f"CREATE OR REPLACE TABLE main.sql.{name} AS SELECT * FROM parquet.`/Volumes/main/sql/vol/{name}/`")


def generate(workspace, seed):
    """Random spine and history with few keys, null keys, times and values, and many equal times."""
    chance = random.Random(seed)
    instant = pa.timestamp("us", "UTC")
    maybe = lambda value, part=0.05: None if chance.random() < part else value
    spine = [(chance.choice(KEYS), maybe(chance.randrange(3)), maybe(hours(chance.randrange(200))))
             for _ in range(1500)]
    history = [(chance.choice(KEYS), maybe(chance.randrange(3)), maybe(hours(chance.randrange(200))),
                maybe(hours(chance.randrange(10_000)), 0.2),
                maybe(chance.random(), 0.2), maybe(chance.randrange(1 << 60), 0.2)) for _ in range(3000)]
    # Of equal times the created time decides; where that is equal too, every answer would be right. So there are none.
    seen = set()
    history = [row for row in history if row[:4] not in seen and not seen.add(row[:4])]
    columns = list(zip(*spine))
    upload(workspace, "spine",
           {"__row_id": pa.array(range(len(spine)), pa.int64()), "k1": pa.array(columns[0], pa.string()),
                                "k2": pa.array(columns[1], pa.int64()), "event_ts": pa.array(columns[2], instant)})
    columns = list(zip(*history))
    upload(workspace, "features", {"k1": pa.array(columns[0], pa.string()), "k2": pa.array(columns[1], pa.int64()),
                                   "ts": pa.array(columns[2], instant), "created": pa.array(columns[3], instant),
                                   "f1": pa.array(columns[4], pa.float64()), "f2": pa.array(columns[5], pa.int64())})
    return spine, history


def oracle(spine, history, ttl):
    """For each spine row the features of the newest row of its key that is not later and not too old."""
    for k1, k2, at in spine:
        best = None
        for row in history:
            if None in (k1, k2, at, row[0], row[1], row[2]) or row[:2] != (k1, k2) or row[2] > at or row[2] < at - ttl:
                continue
            rank = (row[2], row[3] is not None, row[3] or EPOCH)
            if best is None or rank > best[0]:
                best = (rank, row[4], row[5])
        yield best[1:] if best else (None, None)


def check_point_in_time(workspace):
    for seed, ttl in ((1, dt.timedelta(hours=10)), (2, dt.timedelta(days=1000))):
        spine, history = generate(workspace, seed)
        seconds = int(ttl.total_seconds())
        rows = workspace.sql(PIT % (seconds, seconds))
        expect_columns([int(row[0]) for row in rows], range(len(spine)), f"seed {seed}: row ids")
        expect_columns([row[1] for row in rows], [row[0] for row in spine], f"seed {seed}: k1")
        expected = list(oracle(spine, history, ttl))
        expect(sum(row != (None, None) for row in expected) > 300, f"seed {seed}: too few rows match")
        expect_columns([None if row[4] is None else float(row[4]) for row in rows], [row[0] for row in expected],
                       f"seed {seed}: f1")
        expect_columns([None if row[5] is None else int(row[5]) for row in rows], [row[1] for row in expected],
                       f"seed {seed}: f2")


def check_newest(workspace):
    _, history = generate(workspace, 3)
    rows = workspace.sql("""
        SELECT `k1`, `k2`, unix_micros(`m`.`ts`) AS `ts`, `m`.`f2` AS `f2`
        FROM (SELECT `k1`, `k2`, max_by(named_struct('ts', `ts`, 'f2', `f2`), named_struct('a', `ts`, 'b', `created`)) AS `m`
              FROM `main`.`sql`.`features` WHERE `k1` IS NOT NULL AND `k2` IS NOT NULL AND `ts` IS NOT NULL GROUP BY `k1`, `k2`) AS g
        ORDER BY `k1`, `k2`""")
    newest = {}
    for row in history:
        rank = (row[2], row[3] is not None, row[3] or EPOCH) if row[2] else None
        if None not in row[:3] and (row[:2] not in newest or rank > newest[row[:2]][0]):
            newest[row[:2]] = (rank, row)
    expected = [newest[key][1] for key in sorted(newest)]
    expect_equal([(row[0], int(row[1])) for row in rows], [row[:2] for row in expected], "keys")
    expect_columns([int(row[2]) for row in rows], [int(row[2].timestamp()) * 1_000_000 for row in expected], "ts")
    expect_columns([None if row[3] is None else int(row[3]) for row in rows], [row[5] for row in expected], "f2")


def check_conflicts(workspace):
    """Rows that are appended at the same time are all there; changes at the same time may fail, and then change nothing."""
    workspace.sql("CREATE TABLE main.sql.busy (k BIGINT NOT NULL, v BIGINT)")
    errors = []

    def work(statement):
        status = workspace.submit(statement)["status"]
        if status["state"] != "SUCCEEDED":
            errors.append(status["error"]["message"])

    def together(statements):
        threads = [threading.Thread(target=work, args=(statement,)) for statement in statements]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    together(f"CREATE TABLE IF NOT EXISTS main.sql.raced AS SELECT {number} AS n" for number in range(6))
    expect_equal((errors, workspace.sql("SELECT count(*) FROM main.sql.raced")), ([], [["1"]]),
                 "a table made by six at once")
    together(f"INSERT INTO main.sql.busy VALUES ({number}, 0)" for number in range(60))
    expect_equal(errors, [], "errors of appends")
    expect_equal(workspace.sql("SELECT count(*), count(DISTINCT k) FROM main.sql.busy"), [["60", "60"]], "rows")
    together("UPDATE main.sql.busy SET v = v + 1 WHERE k >= 0" for _ in range(8))
    expect(all("[DELTA_CONCURRENT_" in error and "2D521" in error for error in errors), f"errors {errors[:1]}")
    expect_equal(workspace.sql("SELECT DISTINCT v FROM main.sql.busy"), [[str(8 - len(errors))]],
                 "each change that did not fail is there once")


CHECKS = {
    "A feature table is created": check_create,
    "Staged rows are merged, again, and conditionally": check_merge,
    "Inserts, updates, deletes, new columns, overwriting": check_writes,
    "Rows staged as text": check_text,
    "NaN beside one other value": check_not_a_number,
    "Paths of volumes, and what is not one": check_paths,
    "Point-in-time joins equal a plain definition": check_point_in_time,
    "The newest row per key": check_newest,
    "Changes at the same time": check_conflicts,
}
