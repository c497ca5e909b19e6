"""Schemas, catalogs and volumes in SQL, and every DROP."""
from create import check_object_name, read_properties
from errors import SqlError
from registry import Schema, Volume, table_not_found


def create_catalog(session, cursor):
    cursor.expect("CREATE", "CATALOG")
    if_not_exists = cursor.accept("IF", "NOT", "EXISTS")
    name = cursor.identifier().lower()
    comment = cursor.string() if cursor.accept("COMMENT") else None
    cursor.expect_end()
    check_object_name(name)
    if name in session.registry.catalogs:
        if if_not_exists:
            return
        raise SqlError("CATALOG_ALREADY_EXISTS", f"Catalog '{name}' already exists.", "42000")
    session.registry.add_catalog(name, comment)


def create_schema(session, cursor):
    cursor.next()
    cursor.next()
    if_not_exists = cursor.accept("IF", "NOT", "EXISTS")
    catalog, name = schema_name(session, cursor)
    comment, properties = None, {}
    while not cursor.at_end():
        if cursor.accept("COMMENT"):
            comment = cursor.string()
        elif cursor.accept("WITH", "DBPROPERTIES"):
            properties = read_properties(cursor)
        else:
            raise cursor.fail()
    make_schema(session.registry, Schema(catalog, name, comment, properties), if_not_exists)


def make_schema(registry, schema, if_not_exists=False):
    check_object_name(schema.name)
    if schema.catalog not in registry.catalogs:
        registry.sql_schema(schema.catalog, schema.name)
    with registry.lock:
        if schema.full_name not in registry.schemas:
            registry.add_schema(schema)
        elif not if_not_exists:
            raise SqlError("SCHEMA_ALREADY_EXISTS", f"Cannot create schema `{schema.name}` because it already exists.\n"
                           "Choose a different name, drop the existing schema, or add the IF NOT EXISTS clause to tolerate "
                           "pre-existing schema.")


def schema_name(session, cursor):
    """The catalog and the name of a schema, lower-cased; the default catalog where none is given."""
    parts = [part.lower() for part in cursor.name()]
    if len(parts) > 2:
        raise SqlError("PARSE_SYNTAX_ERROR", f"A schema's name has two parts, not {len(parts)}.")
    return ([session.catalog.lower()] + parts)[-2:]


def drop_schema(session, cursor):
    cursor.next()
    cursor.next()
    if_exists = cursor.accept("IF", "EXISTS")
    catalog, name = schema_name(session, cursor)
    cascade = cursor.accept("CASCADE")
    cursor.accept("RESTRICT")
    cursor.expect_end()
    if if_exists and f"{catalog}.{name}" not in session.registry.schemas:
        return
    schema = session.registry.sql_schema(catalog, name)
    session.permissions.sql([catalog, name], True)
    tables, volumes = session.registry.members(schema)
    if (tables or volumes) and not cascade:
        raise SqlError("SCHEMA_NOT_EMPTY",
                       f"Cannot drop a schema `{name}` because it contains objects.\nUse DROP SCHEMA ... "
                       "CASCADE to drop the schema and all its objects.")
    remove_schema(session.registry, session.engine, schema)


def remove_schema(registry, engine, schema):
    """Drops a schema with all that is in it."""
    tables, volumes = registry.members(schema)
    for table in tables:
        remove_table(registry, engine, table)
    for volume in volumes:
        registry.drop_volume(volume)
    with registry.lock:
        registry.schemas.pop(schema.full_name, None)
        registry.tags.pop(("schemas", schema.full_name), None)
        registry.save()


def remove_table(registry, engine, table):
    engine.forget(table)
    registry.drop_table(table)


def drop_table(session, cursor):
    _drop(session, cursor, "TABLE")


def drop_view(session, cursor):
    _drop(session, cursor, "VIEW")


def _drop(session, cursor, kind):
    cursor.expect("DROP", kind)
    if_exists = cursor.accept("IF", "EXISTS")
    full = session.resolver.qualify(cursor.name())
    cursor.accept("PURGE")
    cursor.expect_end()
    session.permissions.sql(full, True)
    found = session.registry.find_table(full)
    if not found:
        if if_exists:
            return
        raise table_not_found(full)
    if found.is_view != (kind == "VIEW"):
        wanted = "EXPECT_VIEW_NOT_TABLE" if kind == "VIEW" else "EXPECT_TABLE_NOT_VIEW"
        raise SqlError(f"{wanted}.NO_ALTERNATIVE", f"'DROP {kind}' does not fit `{'`.`'.join(full)}`.", "42809")
    remove_table(session.registry, session.engine, found)


def volume_name(session, cursor):
    parts = cursor.name()
    full = session.resolver.qualify(parts)
    session.registry.sql_schema(full[0], full[1])
    session.permissions.sql(full, True)
    return full


def create_volume(session, cursor):
    cursor.expect("CREATE", "VOLUME")
    if_not_exists = cursor.accept("IF", "NOT", "EXISTS")
    full = volume_name(session, cursor)
    comment = cursor.string() if cursor.accept("COMMENT") else None
    cursor.expect_end()
    check_object_name(full[2])
    with session.registry.lock:
        if ".".join(full) not in session.registry.volumes:
            session.registry.add_volume(Volume(*full, session.user, session.registry.volume_folder(*full), comment))
        elif not if_not_exists:
            raise SqlError("VOLUME_ALREADY_EXISTS",
                           f"Cannot create volume `{'`.`'.join(full)}` because it already exists.")


def drop_volume(session, cursor):
    cursor.expect("DROP", "VOLUME")
    if_exists = cursor.accept("IF", "EXISTS")
    full = volume_name(session, cursor)
    cursor.expect_end()
    found = session.registry.volumes.get(".".join(full))
    if found:
        session.registry.drop_volume(found)
    elif not if_exists:
        raise SqlError("UC_VOLUME_NOT_FOUND", f"Volume `{'`.`'.join(full)}` does not exist.")
