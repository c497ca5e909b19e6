"""Permissions that a test took away. Everything else is allowed."""
import threading

from errors import ApiError, SqlError


class Permissions:
    """Objects that may not be used: `main.fs.t`, `main.fs`, `warehouse:ID`, `endpoint:NAME`."""

    def __init__(self, registry):
        self.registry = registry
        self.revoked = {}  # object → set of "read", "write"
        self._lock = threading.Lock()

    def revoke(self, name, kinds):
        with self._lock:
            self.revoked[name.lower()] = set(kinds)

    def grant(self, name):
        with self._lock:
            self.revoked.pop(name.lower(), None)

    def _denied(self, parts, kind):
        """The object of these parts, or one around it, that is not allowed."""
        for count in range(len(parts), 0, -1):
            name = ".".join(parts[:count]).lower()
            if kind in self.revoked.get(name, ()):
                return name
        return None

    def sql(self, parts, writes=False):
        name = self._denied(parts, "write" if writes else "read")
        if name:
            kind = ("Catalog", "Schema", "Table")[min(name.count("."), 2)]
            need = {"Catalog": "USE CATALOG", "Schema": "USE SCHEMA"}.get(kind, "MODIFY" if writes else "SELECT")
            raise SqlError("INSUFFICIENT_PERMISSIONS",
                           f"Insufficient privileges:\nUser does not have {need} on {kind} '{name}'.")

    def rest(self, full_name, writes=False):
        name = self._denied(full_name.split("."), "write" if writes else "read")
        if name:
            kind = ("Catalog", "Schema", "Table")[min(name.count("."), 2)]
            raise ApiError(403, "PERMISSION_DENIED",
                           f"User does not have {'MODIFY' if writes else 'USE'} on {kind} '{name}'.")

    def volume(self, local, rest=False):
        """Checks the volume that a file or folder of this machine belongs to."""
        for volume in list(self.registry.volumes.values()):
            if local == volume.folder or local.startswith(volume.folder + "/"):
                check = self.rest if rest else self.sql
                check(volume.full_name if rest else volume.full_name.split("."))

    def warehouse(self, warehouse_id):
        self._named("warehouse", warehouse_id, "You do not have permission to use the SQL warehouse.")

    def endpoint(self, name):
        self._named("endpoint", name, f"User does not have permission 'Query' on serving endpoint '{name}'.")

    def _named(self, kind, name, message):
        if f"{kind}:{name}".lower() in self.revoked:
            raise ApiError(403, "PERMISSION_DENIED", message)
