"""Paths below `/Volumes/catalog/schema/volume`, which are folders of this machine."""
import os

from errors import SqlError, missing


class Volumes:
    """Maps volume paths to files. SQL and the Files API share it."""

    def __init__(self, registry):
        self.registry = registry

    def split(self, path):
        """The volume and the rest of a path; None for a path that names no volume. `..` and empty parts are refused."""
        parts = path.removeprefix("dbfs:").rstrip("/").split("/")
        if len(parts) < 5 or parts[0] or parts[1] != "Volumes" or any(part in ("", ".", "..") for part in parts[2:]):
            return None
        return self.registry.volumes.get(".".join(parts[2:5]).lower()), parts[2:5], parts[5:]

    def sql_path(self, path):
        """The file or folder for a path in a statement."""
        found = self.split(path)
        if found is None:
            raise SqlError("INVALID_PARAMETER_VALUE", f"Path '{path}' must be below /Volumes/<catalog>/<schema>/<volume>.")
        volume, names, rest = found
        if volume is None:
            name = ".".join(f"`{part}`" for part in names)
            raise SqlError("UC_VOLUME_NOT_FOUND", f"Volume {name} does not exist. Please use 'SHOW VOLUMES' to list available "
                           "volumes.")
        return os.path.join(volume.folder, *rest)

    def rest_path(self, path):
        """The file or folder for a path of the Files API."""
        found = self.split(path)
        if found is None:
            raise missing(f"The path '{path}' is not below a volume.", "NOT_FOUND")
        volume, names, rest = found
        if volume is None:
            raise missing(f"Volume '{'.'.join(names)}' does not exist.", "NOT_FOUND")
        return os.path.join(volume.folder, *rest)

    def readable(self, file_format, path):
        """The file or folder that a query reads; it must exist and hold a visible file."""
        local = self.sql_path(path)
        if not os.path.exists(local):
            raise SqlError("PATH_NOT_FOUND", f"Path does not exist: dbfs:{path}.")
        if os.path.isdir(local) and not any(visible(name) for name in os.listdir(local)):
            raise SqlError("UNABLE_TO_INFER_SCHEMA", f"Unable to infer schema for {file_format.upper()}. It must be "
                           "specified manually.")
        return local

    def hide(self, text):
        """The text with this machine's folders as volume paths again."""
        for volume in list(self.registry.volumes.values()):
            text = text.replace(volume.folder, f"/Volumes/{volume.catalog}/{volume.schema}/{volume.name}")
        return text


def visible(name):
    """Whether Spark reads a file of this name: not what starts with `_` or `.`."""
    return not name.startswith(("_", "."))
