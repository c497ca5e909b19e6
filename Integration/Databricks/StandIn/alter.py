"""ALTER TABLE, ALTER SCHEMA, ALTER VOLUME and COMMENT ON."""
from create import check_object_name, own_properties, read_column, read_names, read_properties
from errors import SqlError
from keys import check_key, read_constraint, refused
from objects import schema_name, volume_name
from registry import now, table_exists, table_not_found
from sqltext import quote_identifier, quote_name
from tags import TagError, check_tag


def table(session, cursor):
    cursor.expect("ALTER", "TABLE")
    found = session.resolver.table(cursor.name(), writes=True)
    for words, action in _TABLE_ACTIONS:
        if cursor.accept(*words):
            with session.registry.lock:
                action(session, cursor, found)
                found.updated_at = now()
                session.registry.save()
            return
    raise cursor.fail()


# --- Columns ---


def _add_columns(_session, cursor, found):
    parenthesis = cursor.accept("(")
    added = []
    while True:
        item = read_column(cursor)
        if not item["nullable"]:
            raise SqlError("DELTA_ADDING_COLUMN_NOT_NULL", f"Column {item['name']} cannot be added as NOT NULL.",
                           "0AKDC")
        if found.field(item["name"]) or any(item["name"].lower() == other["name"].lower() for other in added):
            raise SqlError("FIELD_ALREADY_EXISTS", f"Cannot add column, because `{item['name']}` already exists.",
                           "42710")
        added.append(item)
        if not cursor.accept(","):
            break
    if parenthesis:
        cursor.expect(")")
    cursor.expect_end()
    _change_fields(found, "ADD COLUMNS", found.log.fields() + added)


def _alter_column(session, cursor, found):
    name = cursor.identifier()
    fields = found.log.fields()
    item = next((item for item in fields if item["name"].lower() == name.lower()), None)
    if item is None:
        raise _no_column(name)
    if cursor.accept("SET", "NOT", "NULL"):
        cursor.expect_end()
        _refuse_nulls(session, found, item["name"])
        item["nullable"] = False
        _change_fields(found, "CHANGE COLUMN", fields)
    elif cursor.accept("DROP", "NOT", "NULL"):
        cursor.expect_end()
        if found.primary_key and item["name"] in found.primary_key.columns:
            raise refused(f"Column `{name}` belongs to the primary key `{found.primary_key.name}`: drop that first.")
        item["nullable"] = True
        _change_fields(found, "CHANGE COLUMN", fields)
    elif cursor.accept("COMMENT"):
        found.column_comments[item["name"]] = cursor.string()
        cursor.expect_end()
    elif cursor.accept("SET", "TAGS"):
        _set_tags(session, cursor, "columns", f"{found.full_name}.{item['name']}")
    elif cursor.accept("UNSET", "TAGS"):
        _unset_tags(session, cursor, "columns", f"{found.full_name}.{item['name']}")
    elif cursor.accept("TYPE"):
        raise SqlError("DELTA_UNSUPPORTED_ALTER_TABLE_CHANGE_COL_OP", f"ALTER TABLE CHANGE COLUMN is not supported for "
                       f"changing column {name} to another type.")
    else:
        raise cursor.fail()


def _refuse_nulls(session, found, column):
    name = quote_name(session.engine.table_name(found.parts))
    nulls = session.run(f"SELECT count(*) FROM {name} WHERE {quote_identifier(column)} IS NULL").column(0)[0].as_py()
    if nulls:
        raise SqlError("DELTA_NOT_NULL_CONSTRAINT_VIOLATED",
                       f"{nulls} rows in {found.full_name} violate the new NOT NULL "
                       f"constraint on {column}.")


def _change_fields(found, operation, fields):
    """The engine needs no word of it: it reads the log for every statement."""
    found.log.change_schema(operation, fields)


def _drop(_session, cursor, found):
    """DROP CONSTRAINT and DROP PRIMARY KEY; columns cannot be dropped without column mapping."""
    if cursor.accept("CONSTRAINT"):
        if_exists = cursor.accept("IF", "EXISTS")
        name = cursor.identifier()
        _drop_constraint(found, lambda item: item.name.lower() == name.lower(), if_exists, name)
    elif cursor.accept("PRIMARY", "KEY"):
        if_exists = cursor.accept("IF", "EXISTS")
        _drop_constraint(found, lambda item: item.parent_table is None, if_exists, "primary key")
    else:
        raise SqlError("DELTA_UNSUPPORTED_DROP_COLUMN",
                       "DROP COLUMN is not supported for your Delta table without column "
                       "mapping.")


def _drop_constraint(found, wanted, if_exists, name):
    kept = [item for item in found.constraints if not wanted(item)]
    if len(kept) == len(found.constraints) and not if_exists:
        raise refused(f"Constraint '{name}' does not exist in table '{found.full_name}'.")
    found.constraints = kept


def _rename_column(_session, _cursor, _found):
    raise SqlError("DELTA_UNSUPPORTED_RENAME_COLUMN",
                   "Column rename is not supported for your Delta table without column "
                   "mapping.")


def _no_column(name):
    return SqlError("UNRESOLVED_COLUMN.WITH_SUGGESTION",
                    f"A column, variable, or function parameter with name `{name}` cannot "
                    "be resolved.")


# --- The table itself ---


def _add_constraint(session, cursor, found):
    constraint = read_constraint(session, cursor, found.name)
    cursor.expect_end()
    check_key(session, found, constraint, found.fields())
    found.constraints.append(constraint)


def _set_properties(_session, cursor, found):
    properties = read_properties(cursor)
    cursor.expect_end()
    found.properties |= properties
    _write_configuration(found)


def _unset_properties(_session, cursor, found):
    if_exists = cursor.accept("IF", "EXISTS")
    cursor.expect("(")
    while True:
        key = cursor.string() if cursor.peek().kind == "string" else ".".join(cursor.name())
        if key not in found.properties and not if_exists:
            raise SqlError("UNSET_NONEXISTENT_PROPERTIES", f"Attempted to unset non-existent properties [{key}].",
                           "42K0J")
        found.properties.pop(key, None)
        if cursor.accept(")"):
            break
        cursor.expect(",")
    _write_configuration(found)


def _write_configuration(found):
    if not found.is_view:
        found.log.change_configuration(own_properties(found.properties))


def _rename(session, cursor, found):
    full = session.resolver.qualify(cursor.name())
    cursor.expect_end()
    check_object_name(full[2])
    session.registry.sql_schema(full[0], full[1])
    if session.registry.find_table(full):
        raise table_exists(full)
    session.engine.forget(found)
    old = found.full_name
    del session.registry.tables[old]
    found.catalog, found.schema, found.name = full
    session.registry.tables[found.full_name] = found
    session.registry.move_tags(old, found.full_name)
    session.engine.register(found)


def _cluster_by(_session, cursor, found):
    found.clustering = [] if cursor.accept("NONE") or cursor.accept("AUTO") else read_names(cursor)
    for name in found.clustering:
        if not found.field(name):
            raise _no_column(name)


def _set_owner(_session, cursor, found):
    found.owner = cursor.next().value


# --- Tags ---


def _tag(session, cursor, kind, full_name, set_them):
    cursor.expect("(")
    while True:
        key = cursor.string()
        value = cursor.string() if set_them and cursor.accept("=") else ""
        try:
            check_tag(session.registry, kind, full_name, key, value) if set_them else None
        except TagError as error:
            raise refused(str(error)) from None
        tags = session.registry.tags.setdefault((kind, full_name), {})
        if set_them:
            tags[key] = value
        elif tags.pop(key, None) is None:
            raise refused(f"Tag assignment with tag key {key} does not exist on {full_name}.")
        if cursor.accept(")"):
            break
        cursor.expect(",")
    cursor.expect_end()


def _set_tags(session, cursor, kind, full_name):
    _tag(session, cursor, kind, full_name, True)


def _unset_tags(session, cursor, kind, full_name):
    _tag(session, cursor, kind, full_name, False)


_TABLE_ACTIONS = [
    (("ADD", "COLUMNS"), _add_columns),
    (("ADD", "COLUMN"), _add_columns),
    (("ADD",), _add_constraint),
    (("ALTER", "COLUMN"), _alter_column),
    (("CHANGE", "COLUMN"), _alter_column),
    (("DROP",), _drop),
    (("RENAME", "COLUMN"), _rename_column),
    (("RENAME", "TO"), _rename),
    (("SET", "TBLPROPERTIES"), _set_properties),
    (("UNSET", "TBLPROPERTIES"), _unset_properties),
    (("SET", "TAGS"), lambda session, cursor, found: _set_tags(session, cursor, "tables", found.full_name)),
    (("UNSET", "TAGS"), lambda session, cursor, found: _unset_tags(session, cursor, "tables", found.full_name)),
    (("SET", "OWNER", "TO"), _set_owner),
    (("OWNER", "TO"), _set_owner),
    (("CLUSTER", "BY"), _cluster_by),
]


# --- Schemas and volumes ---


def schema(session, cursor):
    cursor.expect("ALTER", "SCHEMA")
    found = session.registry.sql_schema(*schema_name(session, cursor))
    if cursor.accept("SET", "DBPROPERTIES"):
        found.properties |= read_properties(cursor)
    else:
        _tag_object(session, cursor, "schemas", found.full_name)
    session.registry.save()


def volume(session, cursor):
    cursor.expect("ALTER", "VOLUME")
    full = volume_name(session, cursor)
    if ".".join(full) not in session.registry.volumes:
        raise SqlError("UC_VOLUME_NOT_FOUND", f"Volume `{'`.`'.join(full)}` does not exist.")
    _tag_object(session, cursor, "volumes", ".".join(full))
    session.registry.save()


def _tag_object(session, cursor, kind, full_name):
    if cursor.accept("SET", "TAGS"):
        _set_tags(session, cursor, kind, full_name)
    elif cursor.accept("UNSET", "TAGS"):
        _unset_tags(session, cursor, kind, full_name)
    else:
        raise cursor.fail()


def comment_on(session, cursor):
    """COMMENT ON TABLE | SCHEMA | CATALOG | VOLUME | COLUMN name IS 'text' | NULL."""
    cursor.expect("COMMENT", "ON")
    kind = cursor.next().upper
    parts = cursor.name()
    cursor.expect("IS")
    text = None if cursor.accept("NULL") else cursor.string()
    cursor.expect_end()
    with session.registry.lock:
        if kind == "COLUMN":
            found = session.resolver.table(parts[:-1], writes=True)
            item = found.field(parts[-1])
            if item is None:
                raise _no_column(parts[-1])
            found.column_comments[item["name"]] = text
        else:
            _commented(session, cursor, kind, parts).comment = text
        session.registry.save()


def _commented(session, cursor, kind, parts):
    if kind in ("SCHEMA", "DATABASE"):
        return session.registry.sql_schema(*([session.catalog] + parts)[-2:])
    if kind == "CATALOG":
        session.registry.sql_schema(parts[0], "default")
        return session.registry.catalogs[parts[0].lower()]
    if kind == "VOLUME":
        found = session.registry.volumes.get(".".join(session.resolver.qualify(parts)))
        if found:
            return found
        raise table_not_found(parts)
    if kind in ("TABLE", "VIEW"):
        return session.resolver.table(parts, writes=True)
    raise cursor.fail(cursor.peek(-1))
