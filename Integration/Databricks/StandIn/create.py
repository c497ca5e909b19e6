"""CREATE TABLE, with and without a query, and CREATE VIEW.

The stand-in writes the first version of a table's Delta log itself, so that types, comments, nullability and properties
are exactly what the statement says. Rows of CREATE TABLE … AS come from the engine, in the same version.
"""
import os
import re

from deltalog import DeltaLog, creation, protocol_changes
from errors import SqlError
from keys import check_key, read_constraint
from registry import Constraint, Table, now, table_exists
from sqltext import quote_name, quote_string
from sqltypes import parse_type

_NAME = re.compile(r"^[^./ \x00-\x1f\x7f]{1,255}$")


class _Definition:
    """What a CREATE TABLE says."""

    def __init__(self):
        self.replace = self.if_not_exists = False
        self.parts = None
        self.fields, self.constraints, self.partitions, self.clustering = [], [], [], []
        self.comment = self.query = None
        self.properties = {}


def table(session, cursor):
    wanted = _read(session, cursor)
    full = session.resolver.qualify(wanted.parts)
    check_object_name(full[2])
    session.registry.sql_schema(full[0], full[1])
    session.permissions.sql(full[:2], True)
    found = session.registry.find_table(full)
    if found and wanted.if_not_exists:
        return
    staged = None
    if wanted.query and (wanted.replace or not found):
        staged = _stage(session, wanted)
        wanted.fields = staged.fields
    _check_columns(wanted)
    with session.registry.lock:
        _make(session, full, wanted, staged)


def _make(session, full, wanted, staged):
    """Makes or replaces the table, unless someone else has made it meanwhile."""
    found = session.registry.find_table(full)
    if found and wanted.if_not_exists:
        return
    if found and (found.is_view or not wanted.replace):
        raise table_exists(full)
    made = Table(*full, owner=session.user, comment=wanted.comment, properties=wanted.properties,
                 clustering=wanted.clustering, folder=found.folder if found else session.registry.new_table_folder())
    if found:
        made.table_id, made.created_at, made.log = found.table_id, found.created_at, found.log
    for constraint in wanted.constraints:
        check_key(session, made, constraint, wanted.fields)
    made.constraints = wanted.constraints
    _commit(made, wanted, staged, found is not None)
    if not found:
        session.engine.register(made)
    session.registry.add_table(made)


def _read(session, cursor):
    wanted = _Definition()
    cursor.expect("CREATE")
    wanted.replace = cursor.accept("OR", "REPLACE")
    cursor.expect("TABLE")
    wanted.if_not_exists = cursor.accept("IF", "NOT", "EXISTS")
    wanted.parts = cursor.name()
    if cursor.accept("("):
        _read_columns(session, cursor, wanted)
    while not cursor.at_end():
        if cursor.accept("AS") or cursor.looking_at("SELECT") or cursor.looking_at("WITH"):
            wanted.query = cursor.rest()
            break
        _read_clause(cursor, wanted)
    if not wanted.query and not wanted.fields:
        raise cursor.fail()
    return wanted


def _read_columns(session, cursor, wanted):
    while True:
        if cursor.looking_at("CONSTRAINT") or cursor.looking_at("PRIMARY", "KEY") or cursor.looking_at("FOREIGN", "KEY"):
            wanted.constraints.append(read_constraint(session, cursor, wanted.parts[-1]))
        else:
            wanted.fields.append(read_column(cursor, wanted))
        if cursor.accept(")"):
            return
        cursor.expect(",")


def read_column(cursor, wanted=None):
    """One column: name, type, NOT NULL, COMMENT, and, where `wanted` is given, PRIMARY KEY."""
    name = cursor.identifier()
    item = {"name": name, "type": parse_type(cursor), "nullable": True, "metadata": {}}
    while True:
        if cursor.accept("NOT", "NULL"):
            item["nullable"] = False
        elif cursor.accept("COMMENT"):
            item["metadata"]["comment"] = cursor.string()
        elif wanted and cursor.accept("PRIMARY", "KEY"):
            time = [name] if cursor.accept("TIMESERIES") else []
            wanted.constraints.append(Constraint(f"{wanted.parts[-1]}_pk", [name], time))
        elif cursor.looking_at("DEFAULT") or cursor.looking_at("GENERATED"):
            raise SqlError("UNSUPPORTED_FEATURE", f"The stand-in has no {cursor.peek().upper} columns.")
        else:
            return item


def _read_clause(cursor, wanted):
    if cursor.accept("USING"):
        name = cursor.identifier()
        if name.lower() != "delta":
            raise SqlError("UNSUPPORTED_FEATURE", f"Managed tables are Delta tables, not {name}.")
    elif cursor.accept("COMMENT"):
        wanted.comment = cursor.string()
    elif cursor.accept("TBLPROPERTIES"):
        wanted.properties |= read_properties(cursor)
    elif cursor.accept("PARTITIONED", "BY"):
        wanted.partitions = read_names(cursor)
    elif cursor.accept("CLUSTER", "BY"):
        wanted.clustering = [] if cursor.accept("AUTO") or cursor.accept("NONE") else read_names(cursor)
    elif cursor.looking_at("LOCATION"):
        raise SqlError("UNSUPPORTED_FEATURE", "The stand-in has managed tables only, without LOCATION.")
    else:
        raise cursor.fail()


def read_names(cursor):
    cursor.expect("(")
    names = [cursor.identifier()]
    while cursor.accept(","):
        names.append(cursor.identifier())
    cursor.expect(")")
    return names


def read_properties(cursor):
    """( 'key' = 'value', … ); keys may be dotted words, values any literal."""
    cursor.expect("(")
    properties = {}
    while True:
        key = cursor.string() if cursor.peek().kind == "string" else ".".join(cursor.name())
        cursor.accept("=")
        properties[key] = cursor.next().value
        if cursor.accept(")"):
            return properties
        cursor.expect(",")


def own_properties(properties):
    """The properties that go into the Delta log: not Delta's own ones, as they ask for features that the engine lacks."""
    return {key: value for key, value in properties.items() if not key.startswith("delta.")}


def check_object_name(name):
    if not _NAME.match(name) or len(name.encode("utf-8", "replace")) > 255:
        raise SqlError("INVALID_PARAMETER_VALUE", f"Invalid input: name '{name}' is not a valid name. A name must not "
                       "contain a period, a space, a slash or control characters, and has at most 255 characters.")


def _check_columns(wanted):
    seen = set()
    for item in wanted.fields:
        name = item["name"]
        if name.lower() in seen:
            raise SqlError("COLUMN_ALREADY_EXISTS",
                           f"The column `{name.lower()}` already exists. Choose another name or "
                           "rename the existing column.")
        seen.add(name.lower())
        if re.search(r"[ ,;{}()\n\t=]", name):
            raise SqlError("DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES",
                           "Found invalid character(s) among ' ,;{}()\\n\\t=' "
                           f"in the column names of your schema.\nInvalid column names: {name}.")
    for name in wanted.partitions + wanted.clustering:
        if name.lower() not in seen:
            raise SqlError("COLUMN_NOT_FOUND", f"The column `{name}` cannot be found.")
    spelling = {item["name"].lower(): item["name"] for item in wanted.fields}
    wanted.partitions = [spelling[name.lower()] for name in wanted.partitions]


# --- CREATE TABLE … AS: the engine fills a hidden table, whose files become the first version of the wanted one. ---


class _Staged:
    def __init__(self, fields, log):
        self.fields, self.log = fields, log


def _stage(session, wanted):
    sql = session.resolver.resolve(wanted.query).sql
    fields = [item | {"nullable": True, "metadata": {}} for item in session.engine.fields(sql)]
    folder = session.scratch_folder()
    log = DeltaLog(folder)
    wanted.fields = fields
    _check_columns(wanted)
    log.commit("CREATE TABLE", creation(fields, wanted.partitions, None, {}))
    name = quote_name(session.engine.hidden + [os.path.basename(folder)])
    session.run(f"CREATE TABLE {name} USING DELTA LOCATION {quote_string('file://' + folder)}")
    try:
        session.run(f"INSERT INTO {name} {sql}")
    finally:
        session.engine.run(f"DROP TABLE {name}")
    log.refresh()
    return _Staged(fields, log)


def _commit(made, wanted, staged, replaces):
    """Writes one version: the schema, the staged files, and, on replacing, the end of the old files."""
    made.log.refresh()
    actions = creation(wanted.fields, wanted.partitions, wanted.comment, own_properties(wanted.properties))
    if replaces:
        metadata = actions[1]["metaData"] | {"id": made.log.metadata["id"]}
        actions = [*protocol_changes(made.log.protocol, wanted.fields), {"metaData": metadata}]
        actions += [{"remove": {"path": path, "deletionTimestamp": now(), "dataChange": True}}
                    for path in made.log.files]
    if staged:
        for path, add in staged.log.files.items():
            os.makedirs(os.path.dirname(os.path.join(made.folder, path)), exist_ok=True)
            os.rename(os.path.join(staged.log.folder, path), os.path.join(made.folder, path))
            actions.append({"add": add})
    verb = "CREATE OR REPLACE TABLE" if wanted.replace else "CREATE TABLE"
    made.log.commit(verb + (" AS SELECT" if staged else ""), actions)


# --- Views ---


def view(session, cursor):
    cursor.expect("CREATE")
    replace = cursor.accept("OR", "REPLACE")
    cursor.expect("VIEW")
    if_not_exists = cursor.accept("IF", "NOT", "EXISTS")
    full = session.resolver.qualify(cursor.name())
    comment = cursor.string() if cursor.accept("COMMENT") else None
    cursor.expect("AS")
    text = cursor.rest()
    session.registry.sql_schema(full[0], full[1])
    sql = session.resolver.resolve(text).sql
    with session.registry.lock:
        found = session.registry.find_table(full)
        if found and if_not_exists:
            return
        if found and not (replace and found.is_view):
            raise table_exists(full)
        made = Table(*full, owner=session.user, comment=comment, view_text=text, view_sql=sql,
                     view_fields=session.engine.fields(sql))
        session.engine.register(made)
        session.registry.add_table(made)
