"""The `_delta_log` of one table: reading versions, schema and history, and committing what the engine cannot.

Commits are read from the JSON files alone; nothing here or in the engine removes them.
"""
import json
import os
import threading
import time
import uuid

from errors import SqlError


class DeltaLog:
    """The log below a table's folder, kept up to date by `refresh`. Safe to share between threads."""

    def __init__(self, folder):
        self.folder = folder
        self.log = os.path.join(folder, "_delta_log")
        self.version = -1
        self.metadata = None
        self.protocol = None
        self.history = []
        self.files = {}
        self._lock = threading.RLock()

    def refresh(self):
        """Reads the commits that were added since the last call; returns the newest version."""
        with self._lock:
            while True:
                try:
                    with open(self._path(self.version + 1), encoding="utf-8") as file:
                        lines = file.readlines()
                except FileNotFoundError:
                    return self.version
                self.version += 1
                self._apply([json.loads(line) for line in lines if line.strip()])

    def _path(self, version):
        return os.path.join(self.log, f"{version:020}.json")

    def _apply(self, actions):
        info = {"timestamp": int(os.path.getmtime(self._path(self.version)) * 1000)}
        for action in actions:
            if "commitInfo" in action:
                info |= action["commitInfo"]
            elif "metaData" in action:
                self.metadata = action["metaData"]
            elif "protocol" in action:
                self.protocol = action["protocol"]
            elif "remove" in action:
                self.files.pop(action["remove"]["path"], None)
            elif "add" in action:
                self.files[action["add"]["path"]] = action["add"]
        self.history.append(info | {"version": self.version})

    def fields(self):
        """The columns: name, type (Delta's JSON), nullable, metadata."""
        self.refresh()
        return json.loads(self.metadata["schemaString"])["fields"]

    def commit(self, operation, actions, parameters=None):
        """Appends one version; a version that someone else wrote meanwhile is a DELTA_CONCURRENT_APPEND."""
        with self._lock:
            version = self.refresh() + 1
            info = {"timestamp": int(time.time() * 1000), "operation": operation,
                    "operationParameters": parameters or {}, "isBlindAppend": False, "engineInfo": "stand-in"}
            os.makedirs(self.log, exist_ok=True)
            temporary = os.path.join(self.log, f".{uuid.uuid4()}.tmp")
            with open(temporary, "w", encoding="utf-8") as file:
                for action in [{"commitInfo": info}, *actions]:
                    file.write(json.dumps(action, separators=(",", ":")) + "\n")
            try:
                os.link(temporary, self._path(version))
            except FileExistsError:
                raise SqlError("DELTA_CONCURRENT_APPEND", "A concurrent transaction has written new data.") from None
            finally:
                os.unlink(temporary)
            self.refresh()

    def change_schema(self, operation, fields):
        """Commits new columns or new nullability."""
        metadata = self.metadata | {"schemaString": json.dumps({"type": "struct", "fields": fields}),
                                    "configuration": self.metadata["configuration"] | engine_settings(fields)}
        self.commit(operation, [*protocol_changes(self.protocol, fields), {"metaData": metadata}])

    def change_configuration(self, configuration):
        configuration = configuration | engine_settings(self.fields())
        self.commit("SET TBLPROPERTIES", [{"metaData": self.metadata | {"configuration": configuration}}])


def creation(fields, partitions, comment, configuration):
    """The first actions of a new table: protocol and metadata."""
    metadata = {
        "id": str(uuid.uuid4()), "name": None, "description": comment,
        "format": {"provider": "parquet", "options": {}},
        "schemaString": json.dumps({"type": "struct", "fields": fields}),
        "partitionColumns": partitions, "createdTime": int(time.time() * 1000),
        "configuration": configuration | engine_settings(fields),
    }
    return [{"protocol": protocol(fields)}, {"metaData": metadata}]


def engine_settings(fields):
    """Delta's properties that keep the engine from wrong answers; Unity Catalog does not show them.

    No statistics of floating-point columns: NaN is left out of them, and a column whose least value is its greatest is
    taken to be constant. No checkpoints: versions before one could not be read any more.
    """
    named = [item["name"] for item in fields if isinstance(item["type"], str)
             and item["type"] not in ("float", "double")]
    return {"delta.dataSkippingStatsColumns": ",".join("`" + name.replace("`", "``") + "`" for name in named),
            "delta.checkpointInterval": "1000000"}


def protocol(fields):
    if not _has_zoneless(fields):
        return {"minReaderVersion": 1, "minWriterVersion": 2}
    return {"minReaderVersion": 3, "minWriterVersion": 7, "readerFeatures": ["timestampNtz"],
            "writerFeatures": ["timestampNtz", "appendOnly", "invariants"]}


def protocol_changes(current, fields):
    """The protocol action that new columns need, if any."""
    wanted = protocol(fields)
    return [{"protocol": wanted}] if wanted["minReaderVersion"] > current["minReaderVersion"] else []


def _has_zoneless(fields):
    return '"timestamp_ntz"' in json.dumps(fields)
