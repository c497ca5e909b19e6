"""The result of a statement: its manifest, its chunks, and their three encodings."""
import csv
import io
import json

import pyarrow as pa

from cells import column_texts
from errors import SqlError
from sqltypes import delta_type, precision_and_scale, sql_text, unity_name

INLINE_LIMIT = 25 * 1024 * 1024


class Result:
    """A whole result, cut by the limits of its request, in chunks of `chunk_rows` rows."""

    def __init__(self, table, request, chunk_rows):
        self.format, self.inline = request.format, request.disposition == "INLINE"
        self.truncated = False
        table = plain_types(table)
        if request.row_limit is not None and table.num_rows > request.row_limit:
            table, self.truncated = table.slice(0, request.row_limit), True
        if request.byte_limit is not None:
            table = self._cut(table, request.byte_limit)
        self.table = table.combine_chunks()
        count = max(1, -(-table.num_rows // chunk_rows))
        self.chunks = [self.table.slice(index * chunk_rows, chunk_rows)
                       for index in range(count)] if table.num_columns else []
        self.offsets = [index * chunk_rows for index in range(len(self.chunks))]
        self._encoded = {}
        if self.inline:
            self._check_inline()

    def _cut(self, table, limit):
        """As many rows as fit; sizes are those of the Arrow data, on average."""
        if table.num_rows and table.nbytes > limit:
            self.truncated = True
            return table.slice(0, limit * table.num_rows // table.nbytes)
        return table

    def _check_inline(self):
        size = sum(len(self.encoded(index)) for index in range(len(self.chunks)))
        if size > INLINE_LIMIT:
            raise SqlError(None, "Inline byte limit exceeded. Statements executed with disposition=INLINE can have a result "
                           "size of at most 26214400 bytes. Please execute the statement with disposition=EXTERNAL_LINKS if "
                           "you want to download the full result.")

    def rows(self, index):
        """A chunk as lists of texts, row by row."""
        chunk = self.chunks[index]
        return [list(row) for row in zip(*(column_texts(column) for column in chunk.columns))]

    def encoded(self, index):
        """A chunk as the octets behind its link."""
        if index not in self._encoded:
            self._encoded[index] = _ENCODERS[self.format](self, index)
        return self._encoded[index]

    def manifest(self):
        manifest = {"format": self.format, "schema": self._schema(), "total_chunk_count": len(self.chunks),
                    "total_row_count": self.table.num_rows, "truncated": self.truncated}
        if self.chunks:
            manifest["chunks"] = [self.chunk_info(index) for index in range(len(self.chunks))]
            if not self.inline:
                manifest["total_byte_count"] = sum(len(self.encoded(index)) for index in range(len(self.chunks)))
        return manifest

    def chunk_info(self, index):
        info = {"chunk_index": index, "row_offset": self.offsets[index], "row_count": self.chunks[index].num_rows}
        return info if self.inline else info | {"byte_count": len(self.encoded(index))}

    def _schema(self):
        columns = []
        for place, field in enumerate(self.table.schema):
            kind = delta_type(field.type)
            interval = isinstance(kind, str) and kind.startswith("interval")
            name = "INTERVAL" if interval else unity_name(kind)
            column = {"name": field.name, "position": place,
                      "type_text": sql_text(kind).upper() if isinstance(kind, str)
                      else _complex_text(kind), "type_name": "TIMESTAMP" if name == "TIMESTAMP_NTZ" else name}
            if name == "DECIMAL":
                column["type_precision"], column["type_scale"] = precision_and_scale(kind)
            if interval:
                column["type_interval_type"] = kind.removeprefix("interval ").upper()
            columns.append(column)
        return {"column_count": len(columns), "columns": columns} if columns else {"column_count": 0}


def _complex_text(kind):
    """`ARRAY<DOUBLE>`, `STRUCT<a: BIGINT>`: types in capitals, names as they are."""
    if isinstance(kind, str):
        return sql_text(kind).upper()
    if kind["type"] == "array":
        return f"ARRAY<{_complex_text(kind['elementType'])}>"
    if kind["type"] == "map":
        return f"MAP<{_complex_text(kind['keyType'])}, {_complex_text(kind['valueType'])}>"
    return "STRUCT<" + ", ".join(f"{field['name']}: {_complex_text(field['type'])}" for field in kind["fields"]) + ">"


def plain_types(table):
    """The engine's large, viewing, unsigned and dictionary types as those that a warehouse sends."""
    columns, fields = [], []
    for field, column in zip(table.schema, table.columns):
        kind = _plain(field.type)
        columns.append(column if kind == field.type else column.cast(kind))
        fields.append(pa.field(field.name, kind, field.nullable))
    return pa.Table.from_arrays(columns, schema=pa.schema(fields))


def _plain(kind):
    if pa.types.is_dictionary(kind):
        return _plain(kind.value_type)
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind):
        return pa.binary()
    if pa.types.is_uint64(kind):
        return pa.decimal128(20, 0)
    if pa.types.is_unsigned_integer(kind):
        return {8: pa.int16(), 16: pa.int32(), 32: pa.int64()}[kind.bit_width]
    return kind


def _json(result, index):
    return json.dumps(result.rows(index), separators=(",", ":"), ensure_ascii=False).encode()


def _csv(result, index):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if index == 0:
        writer.writerow(result.table.column_names)
    writer.writerows([["null" if cell is None else cell for cell in row] for row in result.rows(index)])
    return text.getvalue().encode()


def _arrow(result, index):
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, result.table.schema) as writer:
        writer.write_table(result.chunks[index])
    return sink.getvalue()


_ENCODERS = {"JSON_ARRAY": _json, "CSV": _csv, "ARROW_STREAM": _arrow}
