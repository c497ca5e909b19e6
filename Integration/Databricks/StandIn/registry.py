"""What the workspace's Unity Catalog knows: catalogs, schemas, tables, volumes, tags. Kept in one JSON file.

Column names, types and nullability are read from each table's Delta log; the registry has what a log cannot hold.
"""
import json
import os
import shutil
import threading
import time
import uuid
from dataclasses import asdict, dataclass, field

from deltalog import DeltaLog
from errors import SqlError, exists, missing


def now():
    return int(time.time() * 1000)


@dataclass
class Catalog:
    name: str
    comment: str | None = None
    created_at: int = field(default_factory=now)


@dataclass
class Schema:
    catalog: str
    name: str
    comment: str | None = None
    properties: dict = field(default_factory=dict)
    schema_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    created_at: int = field(default_factory=now)

    @property
    def full_name(self):
        return f"{self.catalog}.{self.name}"


@dataclass
class Constraint:
    """A primary or foreign key. `columns` has every column of the key, the time column included."""

    name: str
    columns: list
    timeseries: list = field(default_factory=list)
    rely: bool = False
    parent_table: str | None = None
    parent_columns: list = field(default_factory=list)


@dataclass
class Table:
    """A managed Delta table, or a view if `view_text` is set."""

    catalog: str
    schema: str
    name: str
    owner: str
    comment: str | None = None
    properties: dict = field(default_factory=dict)
    constraints: list = field(default_factory=list)
    column_comments: dict = field(default_factory=dict)
    clustering: list = field(default_factory=list)
    view_text: str | None = None
    view_sql: str | None = None
    view_fields: list = field(default_factory=list)
    table_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    folder: str = ""
    created_at: int = field(default_factory=now)
    updated_at: int = field(default_factory=now)

    def __post_init__(self):
        self.constraints = [Constraint(**item) if isinstance(item, dict) else item for item in self.constraints]
        self.log = DeltaLog(self.folder) if self.folder else None

    @property
    def full_name(self):
        return f"{self.catalog}.{self.schema}.{self.name}"

    @property
    def parts(self):
        return [self.catalog, self.schema, self.name]

    @property
    def is_view(self):
        return self.view_text is not None

    @property
    def primary_key(self):
        return next((item for item in self.constraints if item.parent_table is None), None)

    def fields(self):
        """The columns as Delta has them, with the comments of the registry."""
        fields = self.view_fields if self.is_view else self.log.fields()
        comments = self.column_comments
        return [item | {"comment": comments.get(item["name"], item["metadata"].get("comment"))} for item in fields]

    def field(self, name):
        return next((item for item in self.fields() if item["name"].lower() == name.lower()), None)

    def partitions(self):
        if self.is_view:
            return []
        self.log.refresh()
        return self.log.metadata["partitionColumns"]


@dataclass
class Volume:
    catalog: str
    schema: str
    name: str
    owner: str
    folder: str
    comment: str | None = None
    volume_type: str = "MANAGED"
    volume_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    created_at: int = field(default_factory=now)

    @property
    def full_name(self):
        return f"{self.catalog}.{self.schema}.{self.name}"


class Registry:
    """All objects by lower-cased full name. Hold `lock` while looking and then changing; `save` after a change."""

    def __init__(self, root):
        self.root = root
        self.path = os.path.join(root, "registry.json")
        self.catalogs, self.schemas, self.tables, self.volumes = {}, {}, {}, {}
        self.tags = {}  # (entity type, full name) → {key: value}
        self.lock = threading.RLock()
        if os.path.exists(self.path):
            self._load()

    def _load(self):
        with open(self.path, encoding="utf-8") as file:
            stored = json.load(file)
        for name, kind in (("catalogs", Catalog), ("schemas", Schema), ("tables", Table), ("volumes", Volume)):
            setattr(self, name, {key: kind(**item) for key, item in stored[name].items()})
        self.tags = {tuple(key): tags for key, tags in stored["tags"]}

    def save(self):
        """Replaces the file, so that a killed stand-in finds the state of its last change."""
        with self.lock:
            stored = {name: {key: _plain(item) for key, item in getattr(self, name).items()}
                      for name in ("catalogs", "schemas", "tables", "volumes")}
            stored["tags"] = [[list(key), tags] for key, tags in self.tags.items() if tags]
            with open(self.path + ".new", "w", encoding="utf-8") as file:
                json.dump(stored, file)
            os.replace(self.path + ".new", self.path)

    # --- Lookups. The SQL forms raise SqlError, the REST forms ApiError. ---

    def find_table(self, parts):
        return self.tables.get(".".join(parts).lower())

    def sql_schema(self, catalog, schema):
        if catalog.lower() not in self.catalogs:
            raise SqlError("NO_SUCH_CATALOG_EXCEPTION", f"Catalog '{catalog}' was not found. Please verify the catalog "
                           "name and then retry the query or command again.")
        found = self.schemas.get(f"{catalog}.{schema}".lower())
        if not found:
            raise SqlError("SCHEMA_NOT_FOUND",
                           f"The schema `{catalog}`.`{schema}` cannot be found. Verify the spelling "
                           "and correctness of the schema and catalog.\nIf you did not qualify the name with a catalog, "
                           "verify the current_schema() output, or qualify the name with the correct catalog.\n"
                           "To tolerate the error on drop use DROP SCHEMA IF EXISTS.")
        return found

    def sql_table(self, parts):
        found = self.find_table(parts)
        if not found:
            raise table_not_found(parts)
        return found

    def rest_catalog(self, name):
        return self._rest(self.catalogs, name, "Catalog", "CATALOG_DOES_NOT_EXIST")

    def rest_schema(self, name):
        self.rest_catalog(name.split(".")[0])
        return self._rest(self.schemas, name, "Schema", "SCHEMA_DOES_NOT_EXIST")

    def rest_table(self, name):
        self.rest_schema(".".join(name.split(".")[:2]))
        return self._rest(self.tables, name, "Table", "TABLE_DOES_NOT_EXIST")

    def rest_volume(self, name):
        self.rest_schema(".".join(name.split(".")[:2]))
        return self._rest(self.volumes, name, "Volume", "VOLUME_DOES_NOT_EXIST")

    def _rest(self, objects, name, kind, code):
        found = objects.get(name.lower())
        if not found:
            raise missing(f"{kind} '{name}' does not exist.", code)
        return found

    # --- Changes that SQL and REST share. ---

    def add_catalog(self, name, comment=None):
        with self.lock:
            if name.lower() in self.catalogs:
                raise exists(f"Catalog '{name}' already exists", "CATALOG_ALREADY_EXISTS", 400)
            self.catalogs[name.lower()] = Catalog(name.lower(), comment)
            self.schemas[f"{name}.default".lower()] = Schema(name.lower(), "default", "Default schema")
            self.save()
            return self.catalogs[name.lower()]

    def add_schema(self, schema):
        with self.lock:
            self.schemas[schema.full_name] = schema
            self.save()

    def add_table(self, table):
        with self.lock:
            self.tables[table.full_name] = table
            self.save()

    def drop_table(self, table):
        """Forgets a table with its tags, and deletes its files."""
        with self.lock:
            self.tables.pop(table.full_name, None)
            self._drop_tags(table.full_name)
            self.save()
        if table.folder:
            shutil.rmtree(table.folder, ignore_errors=True)

    def add_volume(self, volume):
        with self.lock:
            os.makedirs(volume.folder, exist_ok=True)
            self.volumes[volume.full_name] = volume
            self.save()

    def drop_volume(self, volume):
        with self.lock:
            self.volumes.pop(volume.full_name, None)
            self._drop_tags(volume.full_name)
            self.save()
        shutil.rmtree(volume.folder, ignore_errors=True)

    def _drop_tags(self, full_name):
        for key in [key for key in self.tags if key[1] == full_name or key[1].startswith(full_name + ".")]:
            del self.tags[key]

    def move_tags(self, old, new):
        """Gives the tags of a renamed table, and of its columns, to the new name."""
        for kind, name in list(self.tags):
            if kind in ("tables", "columns") and (name == old or name.startswith(old + ".")):
                self.tags[(kind, new + name[len(old):])] = self.tags.pop((kind, name))

    def members(self, schema):
        """The tables and volumes of a schema."""
        prefix = schema.full_name + "."
        with self.lock:
            return ([table for name, table in self.tables.items() if name.startswith(prefix)],
                    [volume for name, volume in self.volumes.items() if name.startswith(prefix)])

    def new_table_folder(self):
        return os.path.join(self.root, "tables", str(uuid.uuid4()))

    def volume_folder(self, catalog, schema, name):
        return os.path.join(self.root, "volumes", catalog, schema, name)


def _plain(item):
    return {key: value for key, value in asdict(item).items() if key != "log"}


def table_not_found(parts):
    name = ".".join(f"`{part}`" for part in parts)
    return SqlError("TABLE_OR_VIEW_NOT_FOUND", f"The table or view {name} cannot be found. Verify the spelling and "
                    "correctness of the schema and catalog.\nIf you did not qualify the name with a schema, verify the "
                    "current_schema() output, or qualify the name with the correct schema and catalog.\nTo tolerate the "
                    "error on drop use DROP VIEW IF EXISTS or DROP TABLE IF EXISTS.")


def table_exists(parts):
    name = ".".join(f"`{part}`" for part in parts)
    return SqlError("TABLE_OR_VIEW_ALREADY_EXISTS", f"Cannot create table or view {name} because it already exists.\n"
                    "Choose a different name, drop or replace the existing object, add the IF NOT EXISTS clause to "
                    "tolerate pre-existing objects, or add the OR REFRESH clause to refresh the existing streaming table.")
