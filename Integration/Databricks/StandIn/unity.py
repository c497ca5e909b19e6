"""Unity Catalog over REST: `/api/2.1/unity-catalog`."""
import base64
import json

import fields
from auth import WORKSPACE_ID
from create import check_object_name
from errors import SqlError, bad_request, exists, missing
from http_server import Response
from keys import check_key
from metadata import table_properties
from objects import remove_schema, remove_table
from registry import Constraint, Schema, Volume
from sqltypes import precision_and_scale, sql_text, unity_name
from unity_tags import UnityTags

PREFIX = "/api/2.1/unity-catalog"
_PAGE = 100


class Unity:
    def __init__(self, workspace):
        self.workspace, self.registry = workspace, workspace.registry
        self.permissions = workspace.permissions
        self.tags = UnityTags(workspace)

    def routes(self):
        kinds = (("catalogs", self.list_catalogs, self.get_catalog, self.create_catalog, None),
                 ("schemas", self.list_schemas, self.get_schema, self.create_schema, self.delete_schema),
                 ("tables", self.list_tables, self.get_table, self.create_table, self.delete_table),
                 ("volumes", self.list_volumes, self.get_volume, self.create_volume, self.delete_volume))
        found = []
        for name, listing, get, create, delete in kinds:
            found += [("GET", f"{PREFIX}/{name}", listing), ("POST", f"{PREFIX}/{name}", create),
                      ("GET", f"{PREFIX}/{name}/{{name}}", get)]
            if delete:
                found.append(("DELETE", f"{PREFIX}/{name}/{{name}}", delete))
        return found + [
            ("GET", f"{PREFIX}/tables/{{name}}/exists", self.table_exists),
            ("POST", f"{PREFIX}/constraints", self.create_constraint),
            ("DELETE", f"{PREFIX}/constraints/{{name}}", self.delete_constraint),
            ("GET", f"{PREFIX}/current-metastore-assignment", self.metastore),
        ] + self.tags.routes()

    def metastore(self, _request):
        return Response.json({"metastore_id": "00000000-0000-0000-0000-00000000c0de", "workspace_id": int(WORKSPACE_ID),
                              "default_catalog_name": self.workspace.default_catalog})

    def _allowed(self, name, writes=False):
        self.permissions.rest(name, writes)
        return name

    # --- Catalogs ---

    def list_catalogs(self, request):
        return _page(request, "catalogs", sorted(self.registry.catalogs.values(), key=lambda item: item.name),
                     catalog_info)

    def get_catalog(self, request):
        return Response.json(catalog_info(self.registry.rest_catalog(self._allowed(request.parameters["name"]))))

    def create_catalog(self, request):
        body = request.json()
        name = fields.text(body, "name", required=True)
        _checked_name(name)
        return Response.json(catalog_info(self.registry.add_catalog(name, fields.text(body, "comment"))))

    # --- Schemas ---

    def list_schemas(self, request):
        catalog = self.registry.rest_catalog(self._allowed(_query(request, "catalog_name")))
        found = [item for item in self.registry.schemas.values() if item.catalog == catalog.name]
        return _page(request, "schemas", sorted(found, key=lambda item: item.name), schema_info)

    def get_schema(self, request):
        return Response.json(schema_info(self.registry.rest_schema(self._allowed(request.parameters["name"]))))

    def create_schema(self, request):
        body = request.json()
        name, catalog = fields.text(body, "name", required=True), fields.text(body, "catalog_name", required=True)
        _checked_name(name)
        self.registry.rest_catalog(self._allowed(catalog, True))
        schema = Schema(catalog.lower(), name.lower(), fields.text(body, "comment"), fields.strings(body, "properties"))
        if schema.full_name in self.registry.schemas:
            raise exists(f"Schema '{schema.full_name}' already exists", "SCHEMA_ALREADY_EXISTS", 400)
        self.registry.add_schema(schema)
        return Response.json(schema_info(schema))

    def delete_schema(self, request):
        schema = self.registry.rest_schema(self._allowed(request.parameters["name"], True))
        tables, volumes = self.registry.members(schema)
        if (tables or volumes) and request.query.get("force") != "true":
            raise bad_request(f"Schema '{schema.full_name}' is not empty. It has {len(tables)} table(s) and {len(volumes)} "
                              "volume(s).", "INVALID_STATE")
        remove_schema(self.registry, self.workspace.engine, schema)
        return Response.json({})

    # --- Tables ---

    def list_tables(self, request):
        schema = self.registry.rest_schema(self._allowed(f"{_query(request, 'catalog_name')}.{_query(request, 'schema_name')}"))
        tables, _ = self.registry.members(schema)
        columns = request.query.get("omit_columns") != "true"
        properties = request.query.get("omit_properties") != "true"
        return _page(request, "tables", sorted(tables, key=lambda item: item.name),
                     lambda table: table_info(table, columns, properties, constraints=False))

    def get_table(self, request):
        return Response.json(table_info(self.registry.rest_table(self._allowed(request.parameters["name"]))))

    def table_exists(self, request):
        name = self._allowed(request.parameters["name"])
        self.registry.rest_schema(".".join(name.split(".")[:2]))
        return Response.json({"table_exists": name.lower() in self.registry.tables})

    def create_table(self, _request):
        raise bad_request("Only external tables can be created here, and the stand-in has none. Use SQL.")

    def delete_table(self, request):
        remove_table(self.registry, self.workspace.engine,
                     self.registry.rest_table(self._allowed(request.parameters["name"], True)))
        return Response.json({})

    # --- Volumes ---

    def list_volumes(self, request):
        schema = self.registry.rest_schema(self._allowed(f"{_query(request, 'catalog_name')}.{_query(request, 'schema_name')}"))
        _, volumes = self.registry.members(schema)
        return _page(request, "volumes", sorted(volumes, key=lambda item: item.name), volume_info)

    def get_volume(self, request):
        return Response.json(volume_info(self.registry.rest_volume(self._allowed(request.parameters["name"]))))

    def create_volume(self, request):
        body = request.json()
        parts = [fields.text(body, name, required=True).lower() for name in ("catalog_name", "schema_name", "name")]
        _checked_name(parts[2])
        self.registry.rest_schema(self._allowed(".".join(parts[:2]), True))
        if fields.text(body, "volume_type", required=True) != "MANAGED":
            raise bad_request("The stand-in has managed volumes only.")
        if ".".join(parts) in self.registry.volumes:
            raise exists(f"Volume '{'.'.join(parts)}' already exists", "ALREADY_EXISTS")
        volume = Volume(*parts, request.user, self.registry.volume_folder(*parts), fields.text(body, "comment"))
        self.registry.add_volume(volume)
        return Response.json(volume_info(volume))

    def delete_volume(self, request):
        self.registry.drop_volume(self.registry.rest_volume(self._allowed(request.parameters["name"], True)))
        return Response(200)

    # --- Constraints ---

    def create_constraint(self, request):
        body = request.json()
        table = self.registry.rest_table(self._allowed(fields.text(body, "full_name_arg", required=True), True))
        given = fields.mapping(body, "constraint", required=True)
        key = fields.mapping(given, "primary_key_constraint") or fields.mapping(given, "foreign_key_constraint",
                                                                                required=True)
        parent = fields.text(key, "parent_table", required="foreign_key_constraint" in given)
        made = Constraint(fields.text(key, "name", required=True), fields.texts(key, "child_columns", required=True),
                          fields.texts(key, "timeseries_columns"), bool(key.get("rely")), parent,
                          fields.texts(key, "parent_columns"))
        if parent:
            self.registry.rest_table(parent)
        with self.registry.lock:
            try:
                check_key(None, table, made, table.fields())
            except SqlError as error:
                raise bad_request(error.text.split("] ", 1)[-1]) from None
            table.constraints.append(made)
            self.registry.save()
        return Response.json(constraint_info(made))

    def delete_constraint(self, request):
        table = self.registry.rest_table(self._allowed(request.parameters["name"], True))
        name = _query(request, "constraint_name")
        with self.registry.lock:
            kept = [item for item in table.constraints if item.name.lower() != name.lower()]
            if len(kept) == len(table.constraints):
                raise missing(f"Constraint '{name}' does not exist in table '{table.full_name}'.",
                              "CONSTRAINT_DOES_NOT_EXIST")
            table.constraints = kept
            self.registry.save()
        return Response.json({})


# --- Reading requests ---


def _query(request, name):
    value = request.query.get(name)
    if not value:
        raise bad_request(f"The query parameter {name} is required.")
    return value


def _checked_name(name):
    try:
        check_object_name(name)
    except SqlError as error:
        raise bad_request(error.text.split("] ", 1)[-1]) from None


def _page(request, key, items, describe):
    """One page of a list; the token is the number of items before it. An empty list lacks its key."""
    token, size = request.query.get("page_token"), request.query.get("max_results", "")
    try:
        start = int(base64.urlsafe_b64decode(token)) if token else 0
    except ValueError:
        raise bad_request("page_token is not valid.") from None
    if size and not size.lstrip("-").isdigit() or size and int(size) < 0:
        raise bad_request("max_results must not be negative.")
    size = min(int(size), _PAGE) if size and int(size) else _PAGE
    body = {key: [describe(item) for item in items[start:start + size]]} if items[start:] else {}
    if start + size < len(items):
        body["next_page_token"] = base64.urlsafe_b64encode(str(start + size).encode()).decode()
    return Response.json(body)


# --- Describing objects ---


def catalog_info(item):
    return {"name": item.name, "full_name": item.name, "comment": item.comment, "catalog_type": "MANAGED_CATALOG",
            "owner": "someone@example.com", "created_at": item.created_at, "securable_type": "CATALOG"}


def schema_info(item):
    return {"name": item.name, "catalog_name": item.catalog, "full_name": item.full_name, "comment": item.comment,
            "properties": item.properties, "owner": "someone@example.com", "schema_id": item.schema_id,
            "created_at": item.created_at, "catalog_type": "MANAGED_CATALOG"}


def volume_info(item):
    return {"name": item.name, "catalog_name": item.catalog, "schema_name": item.schema, "full_name": item.full_name,
            "volume_type": item.volume_type, "comment": item.comment, "owner": item.owner, "volume_id": item.volume_id,
            "storage_location": "file://" + item.folder, "created_at": item.created_at}


def table_info(table, columns=True, properties=True, constraints=True):
    info = {"name": table.name, "catalog_name": table.catalog, "schema_name": table.schema,
            "full_name": table.full_name,
            "table_type": "VIEW" if table.is_view else "MANAGED", "owner": table.owner, "table_id": table.table_id,
            "created_at": table.created_at, "updated_at": table.updated_at, "created_by": table.owner,
            "updated_by": table.owner,
            "metastore_id": "00000000-0000-0000-0000-00000000c0de"}
    if table.comment is not None:
        info["comment"] = table.comment
    if table.is_view:
        info["view_definition"] = table.view_text
    else:
        info |= {"data_source_format": "DELTA", "storage_location": "file://" + table.folder}
    if columns:
        partitions = table.partitions()
        info["columns"] = [column_info(place, item, partitions) for place, item in enumerate(table.fields())]
    if properties:
        info["properties"] = table_properties(table)
    if constraints and table.constraints:
        info["table_constraints"] = [constraint_info(item) for item in table.constraints]
    return info


def column_info(place, item, partitions):
    precision, scale = precision_and_scale(item["type"])
    info = {"name": item["name"], "position": place, "type_name": unity_name(item["type"]),
            "type_text": sql_text(item["type"]),
            "type_json": type_json(item), "type_precision": precision, "type_scale": scale,
            "nullable": item["nullable"]}
    if item["comment"] is not None:
        info["comment"] = item["comment"]
    if item["name"] in partitions:
        info["partition_index"] = partitions.index(item["name"])
    return info


def type_json(item):
    metadata = {"comment": item["comment"]} if item["comment"] is not None else {}
    return json.dumps({"name": item["name"], "type": item["type"], "nullable": item["nullable"], "metadata": metadata},
                      separators=(",", ":"))


def constraint_info(item):
    if item.parent_table is None:
        info = {"name": item.name, "child_columns": item.columns, "rely": item.rely}
        if item.timeseries:
            info["timeseries_columns"] = item.timeseries
        return {"primary_key_constraint": info}
    return {"foreign_key_constraint": {"name": item.name, "child_columns": item.columns,
                                       "parent_table": item.parent_table,
                                       "parent_columns": item.parent_columns, "rely": item.rely}}
