"""Files of INSERT OVERWRITE DIRECTORY as Spark leaves them: INT96 timestamps, snappy, several parts, marker files."""
import os
import shutil
import uuid

import pyarrow as pa
import pyarrow.parquet as pq

ROWS_PER_PART = 50_000


def publish_export(scratch, folder, schema):
    """Replaces a directory's content by the rows of the engine's own files in `scratch`, which is removed.

    A result without rows is one file without rows.
    """
    transaction = str(uuid.uuid4().int)[:19]
    made = f"{scratch}.spark"
    os.makedirs(made)
    open(os.path.join(made, f"_started_{transaction}"), "w").close()
    names = sorted(name for name in os.listdir(scratch)) if os.path.isdir(scratch) else []
    parts = _Parts(made, transaction, schema)
    for name in names:
        with pq.ParquetFile(os.path.join(scratch, name)) as file:
            for batch in file.iter_batches(batch_size=ROWS_PER_PART):
                parts.write(pa.Table.from_batches([batch]))
    if not parts.written:
        parts.write(schema.empty_table())
    with open(os.path.join(made, f"_committed_{transaction}"), "w", encoding="utf-8") as file:
        file.write('{"added":[],"removed":[]}')
    open(os.path.join(made, "_SUCCESS"), "w").close()
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.dirname(folder), exist_ok=True)
    os.rename(made, folder)


class _Parts:
    """Writes one part file after the other."""

    def __init__(self, folder, transaction, schema):
        self.folder, self.transaction = folder, transaction
        self.written = 0
        # Spark writes TIMESTAMP as INT96 but TIMESTAMP_NTZ never; pyarrow can do only all or none.
        self.int96 = not any(pa.types.is_timestamp(field.type) and field.type.tz is None for field in schema)

    def write(self, table):
        name = f"part-{self.written:05}-tid-{self.transaction}-{uuid.uuid4()}-{self.written}-1-c000.snappy.parquet"
        pq.write_table(table, os.path.join(self.folder, name), compression="snappy",
                       use_deprecated_int96_timestamps=self.int96, store_schema=False)
        self.written += 1
