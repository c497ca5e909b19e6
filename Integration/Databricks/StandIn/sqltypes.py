"""Column types in their four spellings: SQL text, Delta's JSON, Unity Catalog's names, and Arrow's types."""
import pyarrow as pa

from errors import SqlError

# SQL word → Delta's JSON name. Words that are not here are not column types.
_PRIMITIVES = {
    "BOOLEAN": "boolean", "TINYINT": "byte", "BYTE": "byte", "SMALLINT": "short", "SHORT": "short",
    "INT": "integer", "INTEGER": "integer", "BIGINT": "long", "LONG": "long", "FLOAT": "float", "REAL": "float",
    "DOUBLE": "double", "STRING": "string", "BINARY": "binary", "DATE": "date", "TIMESTAMP": "timestamp",
    "TIMESTAMP_LTZ": "timestamp", "TIMESTAMP_NTZ": "timestamp_ntz", "VOID": "void",
}
_SQL_NAMES = {"byte": "tinyint", "short": "smallint", "integer": "int", "long": "bigint"}
_UNITY_NAMES = {"byte": "BYTE", "short": "SHORT", "integer": "INT", "long": "LONG", "void": "NULL"}


def parse_type(cursor):
    """Reads a type such as DECIMAL(10, 2) or STRUCT<a: BIGINT> and returns Delta's JSON of it."""
    token = cursor.next()
    word = token.upper
    if word in ("DECIMAL", "DEC", "NUMERIC"):
        precision, scale = _numbers(cursor, 10, 0)
        return f"decimal({precision},{scale})"
    if word in ("VARCHAR", "CHAR", "CHARACTER"):
        cursor.skip_parentheses()
        return "string"
    if word == "ARRAY":
        cursor.expect("<")
        element = parse_type(cursor)
        _close(cursor)
        return {"type": "array", "elementType": element, "containsNull": True}
    if word == "MAP":
        cursor.expect("<")
        key = parse_type(cursor)
        cursor.expect(",")
        value = parse_type(cursor)
        _close(cursor)
        return {"type": "map", "keyType": key, "valueType": value, "valueContainsNull": True}
    if word == "STRUCT":
        return {"type": "struct", "fields": _struct_fields(cursor)}
    if word in _PRIMITIVES:
        return _PRIMITIVES[word]
    raise SqlError("UNSUPPORTED_DATATYPE",
                   f'Unsupported data type "{token.text.upper()}".') if word else cursor.fail(token)


def _struct_fields(cursor):
    if cursor.accept("<>"):
        return []
    cursor.expect("<")
    fields = []
    while not cursor.looking_at(">"):
        name = cursor.identifier()
        cursor.accept(":")
        kind = parse_type(cursor)
        nullable = not cursor.accept("NOT", "NULL")
        metadata = {"comment": cursor.string()} if cursor.accept("COMMENT") else {}
        fields.append({"name": name, "type": kind, "nullable": nullable, "metadata": metadata})
        if not cursor.accept(","):
            break
    _close(cursor)
    return fields


def _close(cursor):
    cursor.expect(">")


def _numbers(cursor, *defaults):
    if not cursor.looking_at("("):
        return defaults
    given = [int(part) for part in cursor.skip_parentheses().split(",")]
    return tuple(given + list(defaults[len(given):]))


def sql_text(kind):
    """The type as Unity Catalog's `type_text` has it: lower case SQL."""
    if isinstance(kind, str):
        return _SQL_NAMES.get(kind, kind)
    if kind["type"] == "array":
        return f"array<{sql_text(kind['elementType'])}>"
    if kind["type"] == "map":
        return f"map<{sql_text(kind['keyType'])},{sql_text(kind['valueType'])}>"
    return "struct<" + ",".join(f"{field['name']}:{sql_text(field['type'])}" for field in kind["fields"]) + ">"


def cast_text(kind):
    """The type as it can stand in a CAST, with names quoted."""
    if isinstance(kind, str):
        return sql_text(kind).upper()
    if kind["type"] == "array":
        return f"ARRAY<{cast_text(kind['elementType'])}>"
    if kind["type"] == "map":
        return f"MAP<{cast_text(kind['keyType'])}, {cast_text(kind['valueType'])}>"
    fields = (f"`{field['name'].replace('`', '``')}`: {cast_text(field['type'])}" for field in kind["fields"])
    return "STRUCT<" + ", ".join(fields) + ">"


def unity_name(kind):
    """The type as Unity Catalog's `type_name` has it."""
    if not isinstance(kind, str):
        return kind["type"].upper()
    if kind.startswith("decimal"):
        return "DECIMAL"
    return _UNITY_NAMES.get(kind, kind.upper())


def precision_and_scale(kind):
    if isinstance(kind, str) and kind.startswith("decimal("):
        precision, scale = kind[8:-1].split(",")
        return int(precision), int(scale)
    return 0, 0


def delta_type(arrow):
    """Delta's JSON of an Arrow type, for results and files; intervals are named as such."""
    if pa.types.is_dictionary(arrow):
        return delta_type(arrow.value_type)
    if pa.types.is_decimal(arrow):
        return f"decimal({arrow.precision},{arrow.scale})"
    if pa.types.is_timestamp(arrow):
        return "timestamp" if arrow.tz else "timestamp_ntz"
    if pa.types.is_map(arrow):
        return {"type": "map", "keyType": delta_type(arrow.key_type), "valueType": delta_type(arrow.item_type),
                "valueContainsNull": True}
    if pa.types.is_list(arrow) or pa.types.is_large_list(arrow) or pa.types.is_fixed_size_list(arrow):
        return {"type": "array", "elementType": delta_type(arrow.value_type), "containsNull": True}
    if pa.types.is_struct(arrow):
        return {"type": "struct", "fields": [
            {"name": field.name, "type": delta_type(field.type), "nullable": field.nullable, "metadata": {}}
            for field in arrow]}
    return _arrow_primitive(arrow)


def _arrow_primitive(arrow):
    tests = (
        (pa.types.is_boolean, "boolean"), (pa.types.is_int8, "byte"), (pa.types.is_int16, "short"),
        (pa.types.is_int32, "integer"), (pa.types.is_int64, "long"), (pa.types.is_uint8, "short"),
        (pa.types.is_uint16, "integer"), (pa.types.is_uint32, "long"), (pa.types.is_uint64, "decimal(20,0)"),
        (pa.types.is_float32, "float"), (pa.types.is_float64, "double"), (pa.types.is_date, "date"),
        (pa.types.is_string, "string"), (pa.types.is_large_string, "string"), (pa.types.is_string_view, "string"),
        (pa.types.is_binary, "binary"), (pa.types.is_large_binary, "binary"), (pa.types.is_binary_view, "binary"),
        (pa.types.is_fixed_size_binary, "binary"), (pa.types.is_null, "void"),
        (pa.types.is_duration, "interval day to second"), (pa.types.is_interval, "interval month"),
    )
    for test, name in tests:
        if test(arrow):
            return name
    raise SqlError("UNSUPPORTED_DATATYPE", f'Unsupported data type "{arrow}".')
