"""The Statement Execution API with the SDK's client: waiting, parameters, limits, chunks and the three encodings."""
import csv
import datetime as dt
import io
import json
import time

import pyarrow as pa
import requests
from databricks.sdk.errors import BadRequest, NotFound
from databricks.sdk.service.sql import (Disposition, ExecuteStatementRequestOnWaitTimeout, Format,
                                        StatementParameterListItem,
                                        StatementState)

from checking import expect, expect_columns, expect_equal
from clients import by_token, expect_error
from workspace import SLOW

ROWS = 1234
QUERY = (f"SELECT id, CASE WHEN id % 10 = 3 THEN NULL ELSE concat('t,\"', id) END AS text, id / 3 AS third, "
         f"timestamp_micros(1704067200000001 + id) AS ts FROM range({ROWS}) ORDER BY id")


def run(client, workspace, statement, **fields):
    return client.statement_execution.execute_statement(statement, workspace.warehouse,
                                                        **{"wait_timeout": "30s"} | fields)


def check_inline(workspace):
    client = by_token(workspace)
    answer = run(client, workspace, QUERY)
    expect(answer.status.state is StatementState.SUCCEEDED, f"state {answer.status.state}")
    manifest = answer.manifest
    expect_equal((manifest.total_row_count, manifest.total_chunk_count, manifest.truncated), (ROWS, 4, False),
                 "manifest")
    expect_equal(manifest.total_byte_count, None, "no byte count for INLINE")
    expect_columns([column.type_text for column in manifest.schema.columns],
                   ["BIGINT", "STRING", "DOUBLE", "TIMESTAMP"], "types")
    expect_columns([column.type_name.value for column in manifest.schema.columns],
                   ["LONG", "STRING", "DOUBLE", "TIMESTAMP"], "names")
    rows, chunk = list(answer.result.data_array), answer.result
    while chunk.next_chunk_index:
        chunk = client.statement_execution.get_statement_result_chunk_n(answer.statement_id, chunk.next_chunk_index)
        rows += chunk.data_array
    expect_equal(len(rows), ROWS, "rows")
    expect_columns([row[0] for row in rows], [str(number) for number in range(ROWS)], "id")
    expect_columns([row[1] for row in rows], [text_of(number) for number in range(ROWS)], "text")
    expect_columns([float(row[2]) for row in rows], [number / 3 for number in range(ROWS)], "third")
    expect_equal(rows[5][3], "2024-01-01T00:00:00.000Z", "timestamps have milliseconds")
    expect_error(NotFound, lambda: client.statement_execution.get_statement_result_chunk_n(answer.statement_id, 4),
                 "chunk")
    expect_error(NotFound, lambda: client.statement_execution.get_statement("nope"), "nope")


def text_of(number):
    return None if number % 10 == 3 else f't,"{number}'


def links(client, workspace, result_format, statement=QUERY):
    """The bodies behind the links of all chunks, fetched with the headers that came with them; the last chunk first."""
    answer = run(client, workspace, statement, disposition=Disposition.EXTERNAL_LINKS, format=result_format)
    expect_equal(answer.manifest.format.value, result_format.value, "format")
    found = {}
    for index in reversed(range(answer.manifest.total_chunk_count)):
        chunk = client.statement_execution.get_statement_result_chunk_n(answer.statement_id, index).external_links[0]
        response = requests.get(chunk.external_link, headers=chunk.http_headers, timeout=30)
        expect_equal(response.status_code, 200, "status behind the link")
        expect_equal(len(response.content), chunk.byte_count, "byte_count")
        expect_equal(chunk.next_chunk_index, index + 1 if index + 1 < answer.manifest.total_chunk_count else None,
                     "next chunk")
        found[index] = response.content
    expect_equal(sum(map(len, found.values())), answer.manifest.total_byte_count, "total_byte_count")
    return [found[index] for index in sorted(found)]


def check_json_links(workspace):
    rows = [row for body in links(by_token(workspace), workspace, Format.JSON_ARRAY) for row in json.loads(body)]
    expect_columns([row[1] for row in rows], [text_of(number) for number in range(ROWS)], "text")


def check_arrow_links(workspace):
    tables = [pa.ipc.open_stream(body).read_all()
              for body in links(by_token(workspace), workspace, Format.ARROW_STREAM)]
    table = pa.concat_tables(tables)
    expect_equal([str(field.type) for field in table.schema], ["int64", "string", "double", "timestamp[us, tz=UTC]"],
                 "types")
    expect_columns(table.column("text"), [text_of(number) for number in range(ROWS)], "text")
    expect_columns(pa.compute.cast(table.column("ts"), pa.int64()),
                   [1704067200000001 + number for number in range(ROWS)], "micros")


def check_csv_links(workspace):
    bodies = links(by_token(workspace), workspace, Format.CSV)
    rows = list(csv.reader(io.StringIO(b"".join(bodies).decode())))
    expect_equal(rows[0], ["id", "text", "third", "ts"], "header in the first chunk only")
    expect_columns([row[1] for row in rows[1:]], [text_of(number) or "null" for number in range(ROWS)], "text")


def check_links_credentials(workspace):
    client = by_token(workspace)
    answer = run(client, workspace, QUERY, disposition=Disposition.EXTERNAL_LINKS)
    link = answer.result.external_links[0]
    ends = dt.datetime.fromisoformat(link.expiration.replace("Z", "+00:00"))
    expect(ends - dt.datetime.now(dt.timezone.utc) <= dt.timedelta(minutes=15), "links live for longer than 15 minutes")
    authorized = link.http_headers | {"Authorization": f"Bearer {workspace.token}"}
    expect_equal(requests.get(link.external_link, headers=authorized, timeout=30).status_code, 400,
                 "with our credential")
    expect_equal(requests.get(link.external_link, timeout=30).status_code, 403, "without the link's headers")
    workspace.expire_links()
    expect_equal(requests.get(link.external_link, headers=link.http_headers, timeout=30).status_code, 403, "expired")
    again = client.statement_execution.get_statement_result_chunk_n(answer.statement_id, 0).external_links[0]
    expect_equal(requests.get(again.external_link, headers=again.http_headers, timeout=30).status_code, 200,
                 "asked for again")


def check_values(workspace):
    cases = [
        ("true", "true", "BOOLEAN"), ("CAST(7 AS TINYINT)", "7", "TINYINT"),
             ("CAST('-9223372036854775808' AS BIGINT)", "-9223372036854775808", "BIGINT"),
        ("1.0D", "1.0", "DOUBLE"), ("1e20D", "1.0E20", "DOUBLE"), ("1.5e-7D", "1.5E-7", "DOUBLE"),
             ("123456789.125D", "1.23456789125E8", "DOUBLE"),
        ("0.001D", "0.001", "DOUBLE"), ("9999999.0D", "9999999.0", "DOUBLE"), ("-0.0D", "-0.0", "DOUBLE"),
        ("CAST('NaN' AS DOUBLE)", "NaN", "DOUBLE"), ("CAST('-Infinity' AS DOUBLE)", "-Infinity", "DOUBLE"),
        ("CAST(0.1 AS FLOAT)", "0.1", "FLOAT"), ("CAST(16777216 AS FLOAT)", "1.6777216E7", "FLOAT"),
        ("CAST(1.50 AS DECIMAL(10,2))", "1.50", "DECIMAL(10,2)"), ("DATE'0001-01-01'", "0001-01-01", "DATE"),
        ("TIMESTAMP'2024-01-02T03:04:05.678901Z'", "2024-01-02T03:04:05.678Z", "TIMESTAMP"),
        ("TIMESTAMP_NTZ'2024-01-02 03:04:05.6'", "2024-01-02T03:04:05.600", "TIMESTAMP_NTZ"),
             ("X'0102ff'", "AQL/", "BINARY"),
        ("'a\\nb\\'c'", "a\nb'c", "STRING"), ("array(1.5D, NULL)", "[1.5,null]", "ARRAY<DOUBLE>"),
             ("map('k', 1)", '{"k":1}', "MAP<STRING, INT>"),
        ("named_struct('a', 'ü', 'B', 2L)", '{"a":"ü","B":2}', "STRUCT<a: STRING, B: BIGINT>"),
             ("CAST(NULL AS DATE)", None, "DATE"),
    ]
    statement = "SELECT " + ", ".join(f"{sql} AS c{place}" for place, (sql, _, _) in enumerate(cases))
    answer = run(by_token(workspace), workspace, statement)
    expect(answer.status.state is StatementState.SUCCEEDED, f"{answer.status}")
    expect_columns(answer.result.data_array[0], [text for _, text, _ in cases], "texts")
    expect_columns([column.type_text for column in answer.manifest.schema.columns], [kind for _, _, kind in cases],
                   "types")


def check_parameters(workspace):
    client = by_token(workspace)
    given = [("s", "it's \\ a\n:x", None), ("n", "-5", "BIGINT"), ("small", "3", "INT"), ("d", "1.25", "DECIMAL(10,2)"),
             ("t", "2024-01-02T03:04:05Z", "TIMESTAMP"), ("day", "2024-01-02", "DATE"), ("f", "1e300", "DOUBLE"),
             ("no", None, "DOUBLE"), ("table", "main.fs.parameters", None), ("unused", "x", None)]
    parameters = [StatementParameterListItem(name=name, value=value, type=kind) for name, value, kind in given]
    workspace.sql("CREATE OR REPLACE TABLE main.fs.parameters AS SELECT 1 AS one")
    answer = run(client, workspace,
                 "SELECT :s AS s, :n + 1 AS n, :d AS d, unix_micros(:t) AS t, :day AS day, :f AS f, :no AS no, "
                 "one, ':s' AS text FROM IDENTIFIER(:table) LIMIT :small", parameters=parameters)
    expect(answer.status.state is StatementState.SUCCEEDED, f"{answer.status}")
    expect_columns(answer.result.data_array[0],
                   ["it's \\ a\n:x", "-4", "1.25", "1704164645000000", "2024-01-02", "1.0E300", None, "1", ":s"],
                   "values")
    failed = run(client, workspace, "SELECT :x", parameters=parameters).status
    expect("[UNBOUND_SQL_PARAMETER]" in failed.error.message, failed.error.message)
    failed = run(client, workspace, "SELECT :n",
                 parameters=[StatementParameterListItem("n", value="abc", type="INT")]).status
    expect("[CAST_INVALID_INPUT]" in failed.error.message, failed.error.message)
    expect_error(BadRequest, lambda: run(client, workspace, "SELECT :n", parameters=[
        StatementParameterListItem("n", value="1", type="ARRAY<INT>")]), "ARRAY")


def check_failures(workspace):
    workspace.sql("CREATE TABLE IF NOT EXISTS main.fs.failing (a INT NOT NULL)")
    for statement, condition, state in (
            ("SELECT * FROM main.fs.nope", "TABLE_OR_VIEW_NOT_FOUND", "42P01"),
                                        ("SELECT * FROM main.no.nope", "TABLE_OR_VIEW_NOT_FOUND", "42P01"),
            ("CREATE TABLE main.no.t (a INT)", "SCHEMA_NOT_FOUND", "42704"),
                                        ("CREATE TABLE main.fs.failing (a INT)", "TABLE_OR_VIEW_ALREADY_EXISTS",
                                         "42P07"),
            ("SELECT b FROM main.fs.failing", "UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703"),
                                        ("SELEC 1", "PARSE_SYNTAX_ERROR", "42601"),
            ("SELECT 1 +", "PARSE_SYNTAX_ERROR", "42601"), ("SELECT 'open", "PARSE_SYNTAX_ERROR", "42601"),
                                        ("", None, None),
            ("SELECT 1; SELECT 2", "PARSE_SYNTAX_ERROR", "42601"),
                                        ("SELECT CAST('x' AS INT)", "CAST_INVALID_INPUT", "22018"),
            ("SELECT 1 / 0", "DIVIDE_BY_ZERO", "22012"),
                                        ("INSERT INTO main.fs.failing VALUES (NULL)",
                                         "DELTA_NOT_NULL_CONSTRAINT_VIOLATED", "23502"),
            ("SELECT nope(1)", "UNRESOLVED_ROUTINE", "42883"), ("DROP SCHEMA main.fs", "SCHEMA_NOT_EMPTY", "2BP01")):
        if condition is None:
            expect_error(BadRequest, lambda: run(by_token(workspace), workspace, statement))
            continue
        status = run(by_token(workspace), workspace, statement).status
        expect(status.state is StatementState.FAILED, f"{statement}: {status.state}")
        expect(status.error.message.startswith(f"[{condition}] "), f"{statement}: {status.error.message}")
        expect(status.error.message.rstrip().endswith(f"SQLSTATE: {state}"), f"{statement}: {status.error.message}")
        expect_equal(status.error.error_code.value, "BAD_REQUEST", statement)
    answer = workspace.submit("SELECT 1 / 0")
    expect_equal(answer["status"]["sql_state"], "22012", "sql_state")


def check_waiting(workspace):
    client = by_token(workspace)
    for wait in ("1s", "4s", "51s", "10", "10m", "-1s"):
        expect_error(BadRequest, lambda: run(client, workspace, "SELECT 1", wait_timeout=wait), "wait_timeout")
    expect_error(BadRequest, lambda: run(client, workspace, "SELECT 1", format=Format.ARROW_STREAM), "INLINE")
    answer = run(client, workspace, "SELECT 1", wait_timeout="0s")
    expect(answer.status.state in (StatementState.PENDING, StatementState.RUNNING, StatementState.SUCCEEDED),
           "state after 0s")
    while answer.status.state in (StatementState.PENDING, StatementState.RUNNING):
        time.sleep(0.02)
        answer = client.statement_execution.get_statement(answer.statement_id)
    expect_equal(answer.result.data_array, [["1"]], "result")


def check_cancel(workspace):
    client = by_token(workspace)
    answer = run(client, workspace, SLOW, wait_timeout="0s")
    time.sleep(0.3)
    expect(client.statement_execution.get_statement(answer.statement_id).status.state is StatementState.RUNNING,
           "it does not run")
    client.statement_execution.cancel_execution(answer.statement_id)
    state = client.statement_execution.get_statement(answer.statement_id).status.state
    expect(state is StatementState.CANCELED, f"state {state}")
    started = time.monotonic()
    expect_equal(workspace.sql("SELECT count(*) FROM range(1000000) WHERE id % 3 = 1"), [["333333"]],
                 "the engine is free again")
    expect(time.monotonic() - started < 5, "the canceled statement still uses the engine")
    answer = run(client, workspace, SLOW, wait_timeout="5s",
                 on_wait_timeout=ExecuteStatementRequestOnWaitTimeout.CANCEL)
    expect(answer.status.state is StatementState.CANCELED, f"state {answer.status.state} after the wait")
    client.statement_execution.cancel_execution(answer.statement_id)


def check_limits(workspace):
    client = by_token(workspace)
    answer = run(client, workspace, QUERY, row_limit=10)
    expect_equal((answer.manifest.truncated, answer.manifest.total_row_count, len(answer.result.data_array)),
                 (True, 10, 10), "row_limit")
    answer = run(client, workspace, QUERY, byte_limit=4000)
    expect(answer.manifest.truncated and 0 < answer.manifest.total_row_count < ROWS, "byte_limit")
    large = "SELECT repeat('x', 1000) AS x FROM range(27000)"
    status = run(client, workspace, large).status
    expect(status.state is StatementState.FAILED and "EXTERNAL_LINKS" in status.error.message, f"{status}")
    answer = run(client, workspace, large, disposition=Disposition.EXTERNAL_LINKS)
    expect_equal(answer.manifest.total_row_count, 27000, "the same by links")
    expect_error(BadRequest, lambda: run(client, workspace, "SELECT 1" + " " * (16 << 20)), "too large")


def check_empty(workspace):
    answer = run(by_token(workspace), workspace, "SELECT 1 AS a WHERE false")
    expect_equal((answer.manifest.total_row_count, len(answer.manifest.schema.columns)), (0, 1), "no rows, but columns")
    expect_equal(answer.result.data_array or [], [], "rows")
    answer = run(by_token(workspace), workspace, "CREATE SCHEMA IF NOT EXISTS main.fs")
    expect_equal((answer.manifest.schema.column_count, answer.result.data_array), (0, None), "no result")
    body = links(by_token(workspace), workspace, Format.ARROW_STREAM, "SELECT 1 AS a WHERE false")
    expect_equal(pa.ipc.open_stream(body[0]).read_all().num_rows, 0, "Arrow without rows")


def check_stopped(workspace):
    client = by_token(workspace)
    workspace.control("settings", start_delay=1.0)
    client.warehouses.stop(workspace.stopped_warehouse)
    answer = client.statement_execution.execute_statement("SELECT 1", workspace.stopped_warehouse, wait_timeout="0s")
    expect(answer.status.state is StatementState.PENDING, f"state {answer.status.state}")
    expect_equal(client.warehouses.get(workspace.stopped_warehouse).state.value, "STARTING",
                 "the statement starts the warehouse")
    while answer.status.state is StatementState.PENDING:
        time.sleep(0.05)
        answer = client.statement_execution.get_statement(answer.statement_id)
    expect_equal(client.warehouses.get(workspace.stopped_warehouse).state.value, "RUNNING", "state")
    expect_error(NotFound, lambda: client.statement_execution.execute_statement("SELECT 1", "nope"), "nope")


def check_closed(workspace):
    client = by_token(workspace)
    answer = run(client, workspace, "SELECT 1")
    workspace.control("close")
    closed = client.statement_execution.get_statement(answer.statement_id)
    expect_equal((closed.status.state.value, closed.result), ("CLOSED", None), "state")
    expect_error(BadRequest, lambda: client.statement_execution.get_statement_result_chunk_n(answer.statement_id, 0),
                 "CLOSED")


CHECKS = {
    "INLINE results in several chunks": check_inline,
    "Links to JSON": check_json_links,
    "Links to Arrow": check_arrow_links,
    "Links to CSV": check_csv_links,
    "Links want their own headers, refuse ours, and expire": check_links_credentials,
    "Every type as text": check_values,
    "Named parameters": check_parameters,
    "Failed statements have their condition and state": check_failures,
    "Waiting and polling": check_waiting,
    "Statements are canceled, and the engine is free again": check_cancel,
    "Limits of rows and bytes": check_limits,
    "Results without rows, and no results": check_empty,
    "Results are gone after a while": check_closed,
    "A statement starts a stopped warehouse": check_stopped,
}
