"""Paths below `/Volumes/catalog/schema/volume`, which are folders of this machine."""
import os

import pyarrow as pa
import pyarrow.parquet as pq

from errors import SqlError, missing


class Volumes:
    """Maps volume paths to files. SQL and the Files API share it."""

    def __init__(self, registry):
        self.registry = registry

    def split(self, path):
        """The volume and the rest of a path; None for a path that names no volume. `..` and empty parts are refused."""
        parts = path.removeprefix("dbfs:").rstrip("/").split("/")
        if len(parts) < 5 or parts[0] or parts[1] != "Volumes" or not all(map(_is_name, parts[2:])):
            return None
        return self.registry.volumes.get(".".join(parts[2:5]).lower()), parts[2:5], parts[5:]

    def sql_path(self, path):
        """The file or folder for a path in a statement."""
        found = self.split(path)
        if found is None:
            raise SqlError("INVALID_PARAMETER_VALUE",
                           f"Path '{path}' must be below /Volumes/<catalog>/<schema>/<volume>.")
        volume, names, rest = found
        if volume is None:
            name = ".".join(f"`{part}`" for part in names)
            raise SqlError("UC_VOLUME_NOT_FOUND",
                           f"Volume {name} does not exist. Please use 'SHOW VOLUMES' to list available "
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

    def readable(self, file_format, path, scratch_folder):
        """The file or folder that a query reads; it must exist and hold a visible file. Copies go to a scratch folder."""
        local = self.sql_path(path)
        if not os.path.exists(local):
            raise SqlError("PATH_NOT_FOUND", f"Path does not exist: dbfs:{path}.")
        if os.path.isdir(local) and not any(visible(name) for name in os.listdir(local)):
            raise SqlError("UNABLE_TO_INFER_SCHEMA", f"Unable to infer schema for {file_format.upper()}. It must be "
                           "specified manually.")
        return _without_int96(local, scratch_folder) if file_format.upper() == "PARQUET" else local

    def hide(self, text):
        """The text with this machine's folders as volume paths again."""
        for volume in list(self.registry.volumes.values()):
            text = text.replace(volume.folder, f"/Volumes/{volume.catalog}/{volume.schema}/{volume.name}")
        return text


def _without_int96(local, scratch_folder):
    """The files themselves, or a copy with INT64 times: the engine takes INT96 for times without a zone."""
    names = [name for name in sorted(os.listdir(local)) if visible(name)] if os.path.isdir(local) else [""]
    files = [os.path.join(local, name) if name else local for name in names]
    files = [file for file in files if os.path.isfile(file)]
    if not any(_int96_columns(file) for file in files):
        return local
    copy = scratch_folder()
    os.makedirs(copy)
    for place, file in enumerate(files):
        table = pq.read_table(file, coerce_int96_timestamp_unit="us")
        for name in _int96_columns(file) & set(table.column_names):
            index = table.column_names.index(name)
            table = table.set_column(index, name, table.column(index).cast(pa.timestamp("us", "UTC")))
        pq.write_table(table, os.path.join(copy, f"part-{place:05}.parquet"))
    return copy


def _int96_columns(file):
    """The names of the INT96 columns; none for what is no Parquet file, so that the engine says so."""
    try:
        schema = pq.ParquetFile(file).schema
    except (pa.ArrowInvalid, OSError):
        return set()
    return {schema.column(index).name for index in range(len(schema)) if schema.column(index).physical_type == "INT96"}


def _is_name(part):
    return part not in ("", ".", "..") and "\0" not in part and len(part.encode("utf-8", "replace")) <= 255


def visible(name):
    """Whether Spark reads a file of this name: not what starts with `_` or `.`."""
    return not name.startswith(("_", "."))
