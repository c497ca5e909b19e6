"""Primary and foreign keys: reading them from SQL, and the rules that Unity Catalog has for them."""
import uuid

from errors import SqlError
from registry import Constraint

_TIME_TYPES = ("date", "timestamp", "timestamp_ntz")


def read_constraint(session, cursor, table):
    """[CONSTRAINT name] PRIMARY KEY (a, b TIMESERIES) [RELY | NOT ENFORCED …], or FOREIGN KEY (a) REFERENCES t (a)."""
    name = cursor.identifier() if cursor.accept("CONSTRAINT") else None
    if cursor.accept("PRIMARY", "KEY"):
        constraint = Constraint(name or f"{table}_pk", *_key_columns(cursor))
    elif cursor.accept("FOREIGN", "KEY"):
        columns, _ = _key_columns(cursor)
        cursor.expect("REFERENCES")
        parent = session.resolver.qualify(cursor.name())
        parent_columns = _key_columns(cursor)[0] if cursor.looking_at("(") else []
        constraint = Constraint(name or f"{table}_fk", columns, parent_table=".".join(parent),
                                parent_columns=parent_columns)
    elif cursor.looking_at("CHECK"):
        raise SqlError("UNSUPPORTED_FEATURE", "The stand-in has no CHECK constraints.")
    else:
        raise cursor.fail()
    while True:
        if cursor.accept("RELY"):
            constraint.rely = True
        elif not (cursor.accept("NOT", "ENFORCED") or cursor.accept("DEFERRABLE")
                  or cursor.accept("INITIALLY", "DEFERRED")
                  or cursor.accept("NORELY")):
            return constraint


def _key_columns(cursor):
    cursor.expect("(")
    columns, timeseries = [], []
    while True:
        columns.append(cursor.identifier())
        if cursor.accept("TIMESERIES"):
            timeseries.append(columns[-1])
        if cursor.accept(")"):
            return columns, timeseries
        cursor.expect(",")


def refused(reason):
    """A refusal of Unity Catalog itself, which has a class of its own and no condition."""
    return SqlError(None, f"[RequestId={uuid.uuid4()} ErrorClass=INVALID_PARAMETER_VALUE] {reason}")


def check_key(session, table, constraint, fields):
    """Refuses what Unity Catalog refuses, and spells the columns as the table does."""
    by_name = {item["name"].lower(): item for item in fields}
    kind = "primary" if constraint.parent_table is None else "foreign"
    for name in constraint.columns:
        if name.lower() not in by_name:
            raise refused(f"Cannot create the {kind} key `{constraint.name}` because its child column `{name}` does not exist.")
    lowered = [name.lower() for name in constraint.columns]
    if len(set(lowered)) < len(lowered):
        raise refused(f"Cannot create the {kind} key `{constraint.name}` because it names a column twice.")
    if any(other.name.lower() == constraint.name.lower() for other in table.constraints):
        raise refused(f"Constraint '{constraint.name}' already exists in table '{table.full_name}'.")
    for name in constraint.timeseries:
        if name.lower() not in lowered:
            raise refused(f"Cannot create the {kind} key `{constraint.name}`: TIMESERIES column `{name}` is not part of it.")
    if kind == "primary":
        _check_primary(table, constraint, by_name)
    elif session is not None:
        session.registry.sql_table(constraint.parent_table.split("."))
    constraint.columns = [by_name[name.lower()]["name"] for name in constraint.columns]
    constraint.timeseries = [by_name[name.lower()]["name"] for name in constraint.timeseries]


def _check_primary(table, constraint, by_name):
    if table.primary_key:
        raise refused(f"Cannot create the primary key `{constraint.name}`: table '{table.full_name}' has one already.")
    nullable = [name for name in constraint.columns if by_name[name.lower()]["nullable"]]
    if nullable:
        raise refused(f"Cannot create the primary key `{constraint.name}` because its child column(s) "
                      f"`{'`, `'.join(nullable)}` is nullable. Please change the column nullability and retry.")
    if len(constraint.timeseries) > 1:
        raise refused(f"Cannot create the primary key `{constraint.name}`: it may have one TIMESERIES column only.")
    for name in constraint.timeseries:
        if by_name[name.lower()]["type"] not in _TIME_TYPES:
            raise refused(f"Cannot create the primary key `{constraint.name}`: TIMESERIES column `{name}` must be a DATE or "
                          "a TIMESTAMP.")
