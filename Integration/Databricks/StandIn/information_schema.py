"""The tables of `information_schema`, made from the registry for one statement."""
import datetime as dt

import pyarrow as pa

from errors import SqlError
from sqltypes import sql_text, unity_name


def build_view(session, catalog, name):
    """The rows of one table of a catalog's information schema, as Arrow."""
    session.registry.sql_schema(catalog, "default")
    if name not in _VIEWS:
        raise SqlError("TABLE_OR_VIEW_NOT_FOUND",
                       f"The table or view `{catalog}`.`information_schema`.`{name}` cannot be found.")
    columns, make = _VIEWS[name]
    with session.registry.lock:
        values = list(make(session.registry, catalog))
    arrays = [pa.array([value[place] for value in values], kind) for place, kind in enumerate(columns.values())]
    return pa.table(arrays, names=list(columns))


_TEXT, _INT, _TIME = pa.string(), pa.int32(), pa.timestamp("us", "UTC")


def _texts(*names):
    return {name: _TEXT for name in names}


def _time(milliseconds):
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.timezone.utc)


def _tables_of(registry, catalog):
    return sorted((table for table in registry.tables.values() if table.catalog == catalog),
                  key=lambda table: table.full_name)


def _schemata(registry, catalog):
    for schema in registry.schemas.values():
        if schema.catalog == catalog:
            yield catalog, schema.name, schema.comment, _time(schema.created_at)


def _tables(registry, catalog):
    for table in _tables_of(registry, catalog):
        yield (*table.parts, "VIEW" if table.is_view else "MANAGED", table.owner, table.comment,
               None if table.is_view else "DELTA", _time(table.created_at), _time(table.updated_at))


def _columns(registry, catalog):
    for table in _tables_of(registry, catalog):
        partitions = table.partitions()
        for place, item in enumerate(table.fields()):
            yield (*table.parts, item["name"], place, "YES" if item["nullable"] else "NO", sql_text(item["type"]),
                   unity_name(item["type"]), item["comment"],
                   partitions.index(item["name"]) if item["name"] in partitions else None)


def _constraints(registry, catalog):
    for table in _tables_of(registry, catalog):
        for item in table.constraints:
            kind = "PRIMARY KEY" if item.parent_table is None else "FOREIGN KEY"
            yield catalog, table.schema, item.name, *table.parts, kind, "NO"


def _key_columns(registry, catalog):
    for table in _tables_of(registry, catalog):
        for item in table.constraints:
            for place, column in enumerate(item.columns):
                yield catalog, table.schema, item.name, *table.parts, column, place + 1


def _volumes(registry, catalog):
    for volume in registry.volumes.values():
        if volume.catalog == catalog:
            yield catalog, volume.schema, volume.name, volume.volume_type, volume.owner, volume.comment, _time(volume.created_at)


def _tags(kind):
    def make(registry, catalog):
        for (found, full_name), tags in registry.tags.items():
            parts = full_name.split(".")
            if found == kind and parts[0] == catalog:
                for key, value in tags.items():
                    yield (*parts[:3], ".".join(parts[3:]), key, value) if kind == "columns" else (*parts, key, value)
    return make


def _privileges(_registry, _catalog):
    return []


_NAMES = ("table_catalog", "table_schema", "table_name")
_CONSTRAINT = ("constraint_catalog", "constraint_schema", "constraint_name")
_VIEWS = {
    "schemata": (_texts("catalog_name", "schema_name", "comment") | {"created": _TIME}, _schemata),
    "tables": (_texts(*_NAMES, "table_type", "table_owner", "comment", "data_source_format")
               | {"created": _TIME, "last_altered": _TIME}, _tables),
    "columns": (_texts(*_NAMES, "column_name") | {"ordinal_position": _INT}
                | _texts("is_nullable", "full_data_type", "data_type", "comment") | {"partition_index": _INT},
                _columns),
    "table_constraints": (_texts(*_CONSTRAINT, *_NAMES, "constraint_type", "enforced"), _constraints),
    "key_column_usage": (_texts(*_CONSTRAINT, *_NAMES, "column_name") | {"ordinal_position": _INT}, _key_columns),
    "volumes": (_texts("volume_catalog", "volume_schema", "volume_name", "volume_type", "volume_owner", "comment")
                | {"created": _TIME}, _volumes),
    "table_tags": (_texts("catalog_name", "schema_name", "table_name", "tag_name", "tag_value"), _tags("tables")),
    "column_tags": (_texts("catalog_name", "schema_name", "table_name", "column_name", "tag_name", "tag_value"),
                    _tags("columns")),
    "schema_tags": (_texts("catalog_name", "schema_name", "tag_name", "tag_value"), _tags("schemas")),
    "volume_tags": (_texts("catalog_name", "schema_name", "volume_name", "tag_name", "tag_value"), _tags("volumes")),
    "table_privileges": (_texts("grantor", "grantee", *_NAMES, "privilege_type"), _privileges),
}
