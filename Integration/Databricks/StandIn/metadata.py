"""Statements that show metadata or keep house: SHOW, DESCRIBE, OPTIMIZE, VACUUM, ANALYZE."""
import datetime as dt
import fnmatch
import os

import pyarrow as pa

from create import read_names
from errors import SqlError
from objects import schema_name
from sqltext import quote_identifier, quote_name, quote_string
from sqltypes import cast_text, sql_text


def rows(names, values):
    """A table of texts with these columns."""
    columns = list(zip(*values)) if values else [[] for _ in names]
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, columns)})


# --- SHOW ---


def show(session, cursor):
    cursor.expect("SHOW")
    for words, action in _SHOWN:
        if cursor.accept(*words):
            return action(session, cursor)
    raise cursor.fail()


def _show_tables(session, cursor):
    catalog, name = schema_name(session, cursor) if _in(cursor) else (session.catalog, session.schema)
    schema = session.registry.sql_schema(catalog, name)
    matches = _pattern(cursor)
    tables, _ = session.registry.members(schema)
    values = sorted((schema.name, table.name) for table in tables if matches(table.name))
    return rows(["database", "tableName"], values).append_column("isTemporary",
                                                                 pa.array([False] * len(values), pa.bool_()))


def _show_schemas(session, cursor):
    catalog = cursor.identifier().lower() if _in(cursor) else session.catalog
    session.registry.sql_schema(catalog, "default")
    matches = _pattern(cursor)
    names = [schema.name for schema in session.registry.schemas.values() if schema.catalog == catalog]
    return rows(["databaseName"], [(name,) for name in sorted(names + ["information_schema"]) if matches(name)])


def _show_catalogs(session, cursor):
    matches = _pattern(cursor)
    return rows(["catalog"], [(name,) for name in sorted(session.registry.catalogs) if matches(name)])


def _show_volumes(session, cursor):
    catalog, name = schema_name(session, cursor) if _in(cursor) else (session.catalog, session.schema)
    schema = session.registry.sql_schema(catalog, name)
    matches = _pattern(cursor)
    _, volumes = session.registry.members(schema)
    return rows(["database", "volume_name"], sorted((schema.name, item.name) for item in volumes if matches(item.name)))


def _show_columns(session, cursor):
    if not _in(cursor):
        raise cursor.fail()
    return rows(["col_name"], [(item["name"],) for item in session.resolver.table(cursor.name()).fields()])


def _show_properties(session, cursor):
    table = session.resolver.table(cursor.name())
    properties = table_properties(table)
    if cursor.accept("("):
        key = cursor.string()
        properties = {key: properties.get(key, f"Table {table.full_name} does not have property: {key}")}
    return rows(["key", "value"], sorted(properties.items()))


def _show_create(session, cursor):
    return rows(["createtab_stmt"], [(create_text(session.resolver.table(cursor.name())),)])


def create_text(table):
    """The statement that would make the table again."""
    if table.is_view:
        return f"CREATE VIEW {table.full_name} AS {table.view_text}"
    lines = []
    for item in table.fields():
        line = f"  {item['name']} {cast_text(item['type'])}" + ("" if item["nullable"] else " NOT NULL")
        lines.append(line + (f" COMMENT {quote_string(item['comment'])}" if item["comment"] else ""))
    for item in table.constraints:
        lines.append(f"  CONSTRAINT {quote_identifier(item.name)} {constraint_text(item)}")
    text = f"CREATE TABLE {table.full_name} (\n" + ",\n".join(lines) + ")\nUSING delta"
    if table.partitions():
        text += f"\nPARTITIONED BY ({', '.join(table.partitions())})"
    if table.clustering:
        text += f"\nCLUSTER BY ({', '.join(table.clustering)})"
    if table.comment:
        text += f"\nCOMMENT {quote_string(table.comment)}"
    listed = ",\n".join(f"  '{key}' = '{value}'" for key, value in sorted(table_properties(table).items()))
    return text + f"\nTBLPROPERTIES (\n{listed})\n"


def constraint_text(item):
    columns = ", ".join(quote_identifier(name) + (" TIMESERIES" if name in item.timeseries else "")
                        for name in item.columns)
    if item.parent_table is None:
        return f"PRIMARY KEY ({columns})"
    parent = ", ".join(map(quote_identifier, item.parent_columns))
    return f"FOREIGN KEY ({columns}) REFERENCES {quote_name(item.parent_table.split('.'))} ({parent})"


def table_properties(table):
    """The given properties and those that Delta adds."""
    if table.is_view:
        return dict(table.properties)
    table.log.refresh()
    protocol = table.log.protocol
    return {"delta.minReaderVersion": str(protocol["minReaderVersion"]),
            "delta.minWriterVersion": str(protocol["minWriterVersion"])} | table.properties


_SHOWN = [
    (("TABLES",), _show_tables), (("SCHEMAS",), _show_schemas), (("DATABASES",), _show_schemas),
    (("CATALOGS",), _show_catalogs), (("VOLUMES",), _show_volumes), (("COLUMNS",), _show_columns),
    (("TBLPROPERTIES",), _show_properties), (("CREATE", "TABLE"), _show_create),
]


def _in(cursor):
    return cursor.accept("IN") or cursor.accept("FROM")


def _pattern(cursor):
    """[LIKE] 'a*|b': a test for names."""
    given = cursor.string().lower().split("|") if cursor.accept("LIKE") or cursor.peek().kind == "string" else ["*"]
    cursor.expect_end()
    return lambda name: any(fnmatch.fnmatchcase(name, one) for one in given)


# --- DESCRIBE ---


def describe(session, cursor):
    cursor.next()
    if cursor.accept("HISTORY"):
        return _history(session.resolver.table(cursor.name()), cursor)
    if cursor.accept("DETAIL"):
        return _detail(session.resolver.table(cursor.name()))
    if cursor.accept("SCHEMA") or cursor.accept("DATABASE"):
        cursor.accept("EXTENDED")
        schema = session.registry.sql_schema(*schema_name(session, cursor))
        return rows(["database_description_item", "database_description_value"], [
            ("Catalog Name", schema.catalog), ("Namespace Name", schema.name), ("Comment", schema.comment or "")])
    if cursor.looking_at("QUERY") or cursor.looking_at("SELECT"):
        cursor.accept("QUERY")
        fields = session.engine.fields(session.resolver.resolve(cursor.rest()).sql)
        return _described([item | {"comment": None} for item in fields])
    cursor.accept("TABLE")
    extended = cursor.accept("EXTENDED")
    table = session.resolver.table(cursor.name())
    cursor.expect_end()
    return _described(table.fields(), _extra(table, extended))


def _described(fields, extra=()):
    values = [(item["name"], sql_text(item["type"]), item["comment"]) for item in fields]
    return rows(["col_name", "data_type", "comment"], values + list(extra))


def _extra(table, extended):
    """The sections below the columns."""
    found = []
    if table.partitions():
        found += [("# Partition Information", "", ""), ("# col_name", "data_type", "comment")]
        found += [(name, sql_text(table.field(name)["type"]), None) for name in table.partitions()]
    if not extended:
        return found
    found += [("", "", ""), ("# Detailed Table Information", "", ""), ("Catalog", table.catalog, ""),
              ("Database", table.schema, ""), ("Table", table.name, ""), ("Comment", table.comment or "", ""),
              ("Type", "VIEW" if table.is_view else "MANAGED", ""), ("Owner", table.owner, "")]
    if not table.is_view:
        properties = ",".join(f"{key}={value}" for key, value in sorted(table_properties(table).items()))
        found += [("Location", "file://" + table.folder, ""), ("Provider", "delta", ""),
                  ("Table Properties", f"[{properties}]", "")]
    if table.constraints:
        found += [("", "", ""), ("# Constraints", "", "")]
        found += [(item.name, constraint_text(item), "") for item in table.constraints]
    return found


def _time(milliseconds):
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.timezone.utc)


def _history(table, cursor):
    table.log.refresh()
    commits = table.log.history[::-1]
    if cursor.accept("LIMIT"):
        commits = commits[:int(cursor.next().text)]
    cursor.expect_end()
    text = pa.map_(pa.string(), pa.string())
    metrics = [[(key, str(value)) for key, value in commit.get("operationMetrics", {}).items()] for commit in commits]
    parameters = [[(key, str(value)) for key, value in commit.get("operationParameters", {}).items()]
                  for commit in commits]
    return pa.table({
        "version": pa.array([commit["version"] for commit in commits], pa.int64()),
        "timestamp": pa.array([_time(commit["timestamp"]) for commit in commits], pa.timestamp("us", "UTC")),
        "userId": pa.nulls(len(commits), pa.string()),
        "userName": pa.array([table.owner] * len(commits), pa.string()),
        "operation": pa.array([commit.get("operation") for commit in commits], pa.string()),
        "operationParameters": pa.array(parameters, text),
        "readVersion": pa.array([commit["version"] - 1 if commit["version"] else None for commit in commits],
                                pa.int64()),
        "isBlindAppend": pa.array([commit.get("isBlindAppend", False) for commit in commits], pa.bool_()),
        "operationMetrics": pa.array(metrics, text),
        "engineInfo": pa.array([commit.get("engineInfo") for commit in commits], pa.string()),
    })


def _detail(table):
    table.log.refresh()
    log, texts = table.log, pa.list_(pa.string())
    return pa.table({
        "format": ["delta"], "id": [log.metadata["id"]], "name": [table.full_name],
                     "description": pa.array([table.comment], pa.string()),
        "location": ["file://" + table.folder],
        "createdAt": pa.array([_time(table.created_at)], pa.timestamp("us", "UTC")),
        "lastModified": pa.array([_time(log.history[-1]["timestamp"])], pa.timestamp("us", "UTC")),
        "partitionColumns": pa.array([table.partitions()], texts),
                     "clusteringColumns": pa.array([table.clustering], texts),
        "numFiles": pa.array([len(log.files)], pa.int64()),
        "sizeInBytes": pa.array([sum(add["size"] for add in log.files.values())], pa.int64()),
        "properties": pa.array([list(table.properties.items())], pa.map_(pa.string(), pa.string())),
        "minReaderVersion": pa.array([log.protocol["minReaderVersion"]], pa.int32()),
        "minWriterVersion": pa.array([log.protocol["minWriterVersion"]], pa.int32()),
    })


# --- Housekeeping: checked, and then nothing is done, as no answer depends on it. ---


def optimize(session, cursor):
    """OPTIMIZE t [WHERE …] [ZORDER BY (columns)]."""
    cursor.expect("OPTIMIZE")
    table = session.resolver.table(cursor.name(), writes=True)
    if cursor.accept("WHERE"):
        while not cursor.at_end() and not cursor.looking_at("ZORDER"):
            cursor.next()
    if cursor.accept("ZORDER", "BY"):
        names = read_names(cursor) if cursor.looking_at("(") else [cursor.identifier()]
        for name in names:
            if not table.field(name):
                raise SqlError("DELTA_ZORDERING_COLUMN_DOES_NOT_EXIST", f"ZOrdering column {name} does not exist.",
                               "42703")
    cursor.expect_end()
    metrics = pa.struct([("numFilesAdded", pa.int64()), ("numFilesRemoved", pa.int64())])
    return pa.table({"path": ["file://" + table.folder],
                     "metrics": pa.array([{"numFilesAdded": 0, "numFilesRemoved": 0}], metrics)})


def vacuum(session, cursor):
    """VACUUM t [RETAIN n HOURS] [DRY RUN]."""
    cursor.expect("VACUUM")
    table = session.resolver.table(cursor.name(), writes=True)
    if cursor.accept("RETAIN"):
        cursor.next()
        cursor.expect("HOURS")
    cursor.accept("DRY", "RUN")
    cursor.expect_end()
    return rows(["path"], [(os.path.join("file://", table.folder),)])


def analyze(session, cursor):
    cursor.expect("ANALYZE", "TABLE")
    session.resolver.table(cursor.name())
