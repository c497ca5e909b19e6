"""INSERT, MERGE, UPDATE, DELETE, TRUNCATE, and exports to a directory of a volume.

The engine does the work. Here its dialect is widened to what Databricks accepts, commits that only append are repeated
after a lost race (Delta's rule), and its counts become the columns that a warehouse answers.
"""
import random
import time

import pyarrow as pa

from errors import SqlError
from exports import publish_export
from resolve import Finder
from results import plain_types
from sqltext import Cursor, quote_identifier, quote_name, quote_string
from sqltypes import cast_text

_APPEND_ATTEMPTS = 20


def _counts(**columns):
    return pa.table({name: pa.array([count], pa.int64()) for name, count in columns.items()})


def _affected(result):
    """The engine answers changes with one count."""
    return result.column(0)[0].as_py() if result.num_columns and result.num_rows else 0


# --- INSERT ---


def insert(session, cursor):
    """INSERT INTO | OVERWRITE [TABLE] t [BY NAME | (columns)] [REPLACE WHERE …] query."""
    cursor.expect("INSERT")
    overwrite = not cursor.accept("INTO")
    if overwrite:
        cursor.expect("OVERWRITE")
    cursor.accept("TABLE")
    cursor.name()
    replaces = overwrite or cursor.looking_at("REPLACE")
    resolved = session.resolver.resolve(_complete(session, cursor))
    for attempt in range(_APPEND_ATTEMPTS):
        try:
            count = _affected(session.run(resolved.sql))
            return _counts(num_affected_rows=count, num_inserted_rows=count)
        except SqlError as error:
            if replaces or error.condition != "DELTA_CONCURRENT_APPEND" or attempt == _APPEND_ATTEMPTS - 1:
                raise
            time.sleep(random.uniform(0.005, 0.05))


def _complete(session, cursor):
    """The statement with every column named: those left out are null, which the engine does not do by itself."""
    sql, tokens = cursor.sql, cursor.tokens
    target = Finder(sql).references[0]
    table = session.resolver.table(target.parts, writes=True)
    head = sql[:cursor.peek().start]
    if cursor.accept("BY", "NAME"):
        query = cursor.rest()
        given = [item["name"] for item in session.engine.fields(session.resolver.resolve(query).sql)]
    elif cursor.looking_at("(") and cursor.peek(1).is_identifier and cursor.peek(1).upper not in ("SELECT", "WITH",
                                                                                                  "VALUES", "FROM"):
        given = _column_list(cursor)
        query = cursor.rest()
    else:
        return sql
    if not tokens or not query:
        raise cursor.fail()
    absent = _absent(table, given)
    names = ", ".join(quote_identifier(name) for name in given + [item["name"] for item in absent])
    if not absent:
        return f"{head} ({names}) {query}"
    inner = [f"__c{place}" for place in range(len(given))]
    nulls = [f"CAST(NULL AS {cast_text(item['type'])}) AS __n{place}" for place, item in enumerate(absent)]
    return f"{head} ({names}) SELECT {', '.join(inner + nulls)} FROM ({query}) AS __s({', '.join(inner)})"


def _column_list(cursor):
    cursor.expect("(")
    names = [cursor.identifier()]
    while cursor.accept(","):
        names.append(cursor.identifier())
    cursor.expect(")")
    return names


def _absent(table, given):
    """The columns of the table that are not given; all of these must be nullable, and all given ones must exist."""
    fields = table.fields()
    known = {item["name"].lower() for item in fields}
    for name in given:
        if name.lower() not in known:
            raise SqlError("UNRESOLVED_COLUMN.WITH_SUGGESTION", f"A column, variable, or function parameter with name "
                           f"`{name}` cannot be resolved. Did you mean one of the following? "
                           f"[{', '.join(item['name'] for item in fields)}].")
    lowered = [name.lower() for name in given]
    absent = [item for item in fields if item["name"].lower() not in lowered]
    for item in absent:
        if not item["nullable"]:
            raise SqlError("DELTA_MISSING_NOT_NULL_COLUMN_VALUE",
                           f"Column {item['name']}, which has a NOT NULL constraint, is "
                           "missing from the data being written into the table.")
    return absent


# --- MERGE, UPDATE, DELETE ---


def merge(session, cursor):
    """MERGE [WITH SCHEMA EVOLUTION] INTO t USING … . New columns are added first, then the rows are merged."""
    sql = cursor.sql
    cursor.expect("MERGE")
    start = cursor.peek().start
    if cursor.accept("WITH", "SCHEMA", "EVOLUTION"):
        sql = f"{sql[:start]}{sql[cursor.peek().start:]}"
        _evolve(session, sql)
    resolved = session.resolver.resolve(sql)
    metrics = _change(session, resolved, "MERGE")
    inserted, deleted = metrics.get("numTargetRowsInserted", 0), metrics.get("numTargetRowsDeleted", 0)
    updated = metrics.get("numTargetRowsUpdated", 0)
    return _counts(num_affected_rows=inserted + deleted + updated, num_updated_rows=updated, num_deleted_rows=deleted,
                   num_inserted_rows=inserted)


def _change(session, resolved, operation):
    """Runs a change and returns the metrics of its commit, which may be taken for those of another at the same time.

    The engine's own answer is one count, which is not always right.
    """
    log = resolved.target.log
    before = log.refresh()
    session.run(resolved.sql)
    log.refresh()
    commits = [commit for commit in log.history[before + 1:] if commit.get("operation") == operation]
    return {name: int(value) for name, value in commits[0].get("operationMetrics", {}).items()} if commits else {}


def _evolve(session, sql):
    """Adds the source's columns that the target lacks."""
    finder = Finder(sql)
    table = session.resolver.table(finder.references[0].parts, writes=True)
    cursor = Cursor(sql)
    while not cursor.accept("USING"):
        cursor.next()
        if cursor.at_end():
            raise cursor.fail()
    if cursor.looking_at("("):
        source = cursor.skip_parentheses()
    else:
        source = f"SELECT * FROM {quote_name(cursor.name())}"
    known = {item["name"].lower() for item in table.fields()}
    added = [{"name": item["name"], "type": item["type"], "nullable": True, "metadata": {}}
             for item in session.engine.fields(session.resolver.resolve(source).sql)
             if item["name"].lower() not in known]
    if added:
        with session.registry.lock:
            table.log.change_schema("ADD COLUMNS", table.log.fields() + added)


def update(session, cursor):
    metrics = _change(session, session.resolver.resolve(cursor.sql), "UPDATE")
    return _counts(num_affected_rows=metrics.get("numUpdatedRows", 0))


def delete(session, cursor):
    metrics = _change(session, session.resolver.resolve(cursor.sql), "DELETE")
    return _counts(num_affected_rows=metrics.get("numDeletedRows", 0))


def truncate(session, cursor):
    cursor.expect("TRUNCATE", "TABLE")
    table = session.resolver.table(cursor.name(), writes=True)
    cursor.expect_end()
    session.run(f"DELETE FROM {quote_name(session.engine.table_name(table.parts))}")


# --- INSERT OVERWRITE DIRECTORY ---


def insert_directory(session, cursor):
    """INSERT OVERWRITE DIRECTORY '/Volumes/…' USING PARQUET query: the files that a warehouse would leave."""
    cursor.expect("INSERT", "OVERWRITE", "DIRECTORY")
    folder = session.volumes.sql_path(cursor.string())
    session.permissions.volume(folder)
    cursor.expect("USING")
    file_format = cursor.identifier()
    if file_format.upper() != "PARQUET":
        raise SqlError("UNSUPPORTED_FEATURE", f"The stand-in exports Parquet, not {file_format}.")
    if cursor.accept("OPTIONS"):
        cursor.skip_parentheses()
    sql = session.resolver.resolve(cursor.rest()).sql
    scratch = session.scratch_folder()
    session.run(f"INSERT OVERWRITE DIRECTORY {quote_string(scratch)} USING PARQUET {sql}")
    empty = session.run(f"SELECT * FROM ({sql}) LIMIT 0")
    publish_export(scratch, folder, plain_types(empty).schema)
