"""Online stores, publishing, and synced tables: `/api/2.0/feature-store` and `/api/2.0/database`.

A published table is a snapshot in memory: the newest row per key of its source at the time of publishing. There is no
Postgres behind the stores; lookups go through serving endpoints (serving.py).
"""
import datetime as dt
import secrets
import threading
import time
import uuid

import fields
from errors import ApiError, SqlError, bad_request, exists, missing
from http_server import Response
from sqltext import quote_identifier, quote_name

_CAPACITIES = ("CU_1", "CU_2", "CU_4", "CU_8")
_MODES = ("SNAPSHOT", "TRIGGERED", "CONTINUOUS")
_LONGEST = 63


class Store:
    """An online store; it starts for a while."""

    def __init__(self, name, capacity, replicas, user, delay):
        self.name, self.capacity, self.replicas, self.user = name, capacity, replicas, user
        self.created = dt.datetime.now(dt.timezone.utc)
        self.ready_at = time.monotonic() + delay

    @property
    def state(self):
        return "AVAILABLE" if time.monotonic() >= self.ready_at else "STARTING"

    def info(self):
        return {"name": self.name, "capacity": self.capacity, "read_replica_count": self.replicas, "state": self.state,
                "creator": self.user, "creation_time": self.created.strftime("%Y-%m-%dT%H:%M:%SZ")}


class SyncedTable:
    """A published table: `rows` is what lookups see, by key. `state` goes from PROVISIONING to ONLINE."""

    def __init__(self, name, source, store, mode, keys, timeseries):
        self.name, self.source, self.store, self.mode = name, source, store, mode
        self.keys, self.timeseries = keys, timeseries
        self.pipeline = str(uuid.uuid4())
        self.state = "SYNCED_TABLE_PROVISIONING"
        self.message = "The table is being provisioned."
        self.rows, self.types, self.version = {}, {}, -1
        self.lock = threading.Lock()

    @property
    def is_online(self):
        return "_ONLINE" in self.state and not self.state.endswith("PIPELINE_FAILED")

    def info(self):
        return {"name": self.name, "database_instance_name": self.store, "logical_database_name": "databricks_postgres",
                "spec": {"source_table_full_name": self.source, "primary_key_columns": self.keys,
                         "timeseries_key": self.timeseries, "scheduling_policy": self.mode},
                "data_synchronization_status": {"detailed_state": self.state, "message": self.message,
                                                "pipeline_id": self.pipeline},
                "unity_catalog_provisioning_state": "ACTIVE" if self.is_online else "PROVISIONING"}


class Online:
    def __init__(self, workspace):
        self.workspace, self.registry = workspace, workspace.registry
        self.stores, self.tables = {}, {}

    def routes(self):
        stores, store = "/api/2.0/feature-store/online-stores", "/api/2.0/feature-store/online-stores/{name}"
        synced = "/api/2.0/database/synced_tables"
        return [
            ("POST", stores, self.create_store), ("GET", stores, self.list_stores), ("GET", store, self.get_store),
            ("PATCH", store, self.update_store), ("DELETE", store, self.delete_store),
            ("POST", "/api/2.0/feature-store/tables/{name}/publish", self.publish),
            ("DELETE", "/api/2.0/feature-store/online-tables/{name}", self.delete_table),
            ("POST", synced, self.create_synced), ("GET", synced + "/{name}", self.get_synced),
            ("DELETE", synced + "/{name}", self.delete_table),
            ("GET", "/api/2.0/database/instances/{name}", self.get_instance),
            ("POST", "/api/2.0/database/credentials", self.credentials),
        ]

    # --- Stores ---

    def create_store(self, request):
        body = request.json()
        name = _short_name(fields.text(body, "name", required=True), "name")
        capacity = fields.one_of(body, "capacity", _CAPACITIES)
        replicas = fields.integer(body, "read_replica_count", 0, 3) or 0
        if name in self.stores:
            raise exists(f"Online store '{name}' already exists.", "ALREADY_EXISTS")
        self.stores[name] = Store(name, capacity, replicas, request.user, self.workspace.state_delay)
        return Response.json(self.stores[name].info())

    def list_stores(self, _request):
        found = [store.info() for store in self.stores.values()]
        return Response.json({"online_stores": found} if found else {})

    def _store(self, name):
        if name not in self.stores:
            raise missing(f"Online store '{name}' does not exist.", "NOT_FOUND")
        return self.stores[name]

    def get_store(self, request):
        return Response.json(self._store(request.parameters["name"]).info())

    def update_store(self, request):
        store, body = self._store(request.parameters["name"]), request.json()
        wanted = request.query.get("update_mask", "*").split(",")
        if "capacity" in body and ("capacity" in wanted or "*" in wanted):
            store.capacity = fields.one_of(body, "capacity", _CAPACITIES)
        if "read_replica_count" in body and ("read_replica_count" in wanted or "*" in wanted):
            store.replicas = fields.integer(body, "read_replica_count", 0, 3) or 0
        return Response.json(store.info())

    def delete_store(self, request):
        store = self._store(request.parameters["name"])
        if any(table.store == store.name for table in self.tables.values()):
            raise bad_request(f"Online store '{store.name}' has tables.", "INVALID_STATE")
        del self.stores[store.name]
        return Response.json({})

    # --- Publishing ---

    def publish(self, request):
        source = self.registry.rest_table(request.parameters["name"])
        self.workspace.permissions.rest(source.full_name)
        spec = fields.mapping(request.json(), "publish_spec", required=True)
        table = self._table(source, fields.text(spec, "online_table_name", required=True),
                            fields.text(spec, "online_store", required=True),
                            fields.one_of(spec, "publish_mode", _MODES, "TRIGGERED"))
        self.refresh(table)
        return Response.json({"online_table_name": table.name, "pipeline_id": table.pipeline})

    def create_synced(self, request):
        body = request.json()
        spec, name = fields.mapping(body, "spec", required=True), fields.text(body, "name", required=True)
        source = self.registry.rest_table(fields.text(spec, "source_table_full_name", required=True))
        if name.lower() in self.tables:
            raise exists(f"Synced table '{name}' already exists.", "ALREADY_EXISTS")
        table = self._table(source, name, fields.text(body, "database_instance_name", required=True),
                            fields.one_of(spec, "scheduling_policy", _MODES, "SNAPSHOT"))
        self.refresh(table)
        return Response.json(table.info())

    def _table(self, source, name, store, mode):
        """The published table of this name, made if it is new, after all checks."""
        name = _online_name(name)
        if self._store(store).state != "AVAILABLE":
            raise bad_request(f"Online store '{store}' is not available yet: it is {self.stores[store].state}.",
                              "INVALID_STATE")
        key = source.primary_key
        if key is None:
            raise bad_request(f"Table '{source.full_name}' has no primary key and cannot be published.")
        if mode != "SNAPSHOT" and source.properties.get("delta.enableChangeDataFeed", "").lower() != "true":
            raise bad_request(f"Change data feed is not enabled on table '{source.full_name}': publish mode {mode} needs the "
                              "table property delta.enableChangeDataFeed = true.")
        self.registry.rest_schema(".".join(name.split(".")[:2]))
        if name in self.registry.tables:
            raise exists(f"Table '{name}' already exists.", "ALREADY_EXISTS")
        found = self.tables.get(name)
        if found is None:
            keys = [column for column in key.columns if column not in key.timeseries]
            found = SyncedTable(name, source.full_name, store, mode, keys, (key.timeseries or [None])[0])
            self.tables[name] = found
        elif (found.source, found.store) != (source.full_name, store):
            raise bad_request(f"Online table '{name}' is published from '{found.source}' in store '{found.store}'.")
        found.mode = mode
        return found

    def refresh(self, table):
        """Copies the newest rows, in the background."""
        if table.is_online:
            table.state = "SYNCED_TABLE_ONLINE_TRIGGERED_UPDATE"
        threading.Thread(target=self._sync, args=(table,), daemon=True).start()

    def _sync(self, table):
        with table.lock:
            try:
                if not table.is_online:
                    table.state = "SYNCED_TABLE_PROVISIONING_INITIAL_SNAPSHOT"
                source = self.registry.sql_table(table.source.split("."))
                version = source.log.refresh()
                rows, types = self._newest(source, table)
                time.sleep(self.workspace.sync_delay)
                table.rows, table.types, table.version = rows, types, version
                update = "CONTINUOUS_UPDATE" if table.mode == "CONTINUOUS" else "NO_PENDING_UPDATE"
                table.state, table.message = f"SYNCED_TABLE_ONLINE_{update}", "The table is online."
            except (SqlError, ApiError) as error:
                table.state = "SYNCED_TABLE_ONLINE_PIPELINE_FAILED" if table.version >= 0 else "SYNCED_TABLE_OFFLINE_FAILED"
                table.message = str(error)

    def _newest(self, source, table):
        """The newest row per key, and the columns' types."""
        keys = ", ".join(map(quote_identifier, table.keys)) or "1"
        order = f"{quote_identifier(table.timeseries)} DESC" if table.timeseries else "1"
        name = quote_name(self.workspace.engine.table_name(source.parts))
        ranked = f"SELECT *, ROW_NUMBER() OVER (PARTITION BY {keys} ORDER BY {order}) AS __n FROM {name}"
        found = self.workspace.engine.run(f"SELECT * FROM ({ranked}) WHERE __n = 1")
        types = {field.name: field.type for field in found.schema if field.name != "__n"}
        return {tuple(row[key] for key in table.keys): row for row in found.to_pylist()}, types

    def lookup_table(self, source):
        """The online table that was published from a source; a continuous one follows its source."""
        table = next((table for table in self.tables.values() if table.source == source.lower()), None)
        if table is not None and table.mode == "CONTINUOUS" and table.is_online and not table.lock.locked():
            found = self.registry.find_table(table.source.split("."))
            if found is not None and found.log.refresh() != table.version:
                self.refresh(table)
        return table

    # --- Synced tables and instances ---

    def get_synced(self, request):
        return Response.json(self._synced(request).info())

    def delete_table(self, request):
        del self.tables[self._synced(request).name]
        return Response.json({})

    def _synced(self, request):
        found = self.tables.get(request.parameters["name"].lower())
        if found is None:
            raise missing(f"Synced table '{request.parameters['name']}' does not exist.", "NOT_FOUND")
        return found

    def get_instance(self, request):
        store = self._store(request.parameters["name"])
        return Response.json({"name": store.name, "capacity": store.capacity, "state": store.state,
                              "read_write_dns": f"instance-{store.name}.database.invalid",
                              "pg_version": "PG_VERSION_16"})

    def credentials(self, request):
        for name in fields.texts(request.json(), "instance_names"):
            self._store(name)
        end = dt.datetime.now(dt.timezone.utc) + dt.timedelta(hours=1)
        return Response.json({"token": secrets.token_urlsafe(24),
                              "expiration_time": end.strftime("%Y-%m-%dT%H:%M:%SZ")})


def _short_name(name, what):
    if not name or len(name.encode("utf-8", "replace")) > _LONGEST:
        raise bad_request(f"{what} is required and has at most {_LONGEST} bytes.")
    return name


def _online_name(name):
    if name.count(".") != 2:
        raise bad_request("online_table_name must have three parts.")
    for part in name.split("."):
        _short_name(part, "Each part of online_table_name")
    return name.lower()
