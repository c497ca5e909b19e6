"""Result values as the Statement Execution API writes them: every cell is text or null."""
import base64
import datetime as dt
import json
import math
import re
import struct
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

_EPOCH = dt.datetime(1970, 1, 1)


def column_texts(column):
    """The cells of one column."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if pa.types.is_integer(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return pc.cast(column, pa.string()).to_pylist()
    if pa.types.is_null(kind):
        return [None] * len(column)
    if pa.types.is_duration(kind):
        return [None if value is None else interval_text(value) for value in pc.cast(column, pa.int64()).to_pylist()]
    write = _writer(kind)
    return [None if value is None else write(value) for value in column.to_pylist()]


def _writer(kind):
    if pa.types.is_float32(kind):
        return lambda value: java_double(value, single=True)
    if pa.types.is_timestamp(kind):
        return timestamp_text if kind.tz is None else lambda value: timestamp_text(value) + "Z"
    if pa.types.is_nested(kind):
        return lambda value: json.dumps(json_value(value, kind), separators=(",", ":"), ensure_ascii=False)
    return scalar_text


def scalar_text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return java_double(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def timestamp_text(value):
    """Milliseconds only: finer digits are lost, as in the real service."""
    value = value.replace(tzinfo=None)
    return f"{value.isoformat(timespec='seconds')}.{value.microsecond // 1000:03}"


def interval_text(microseconds):
    sign, total = ("-" if microseconds < 0 else ""), abs(microseconds)
    days, rest = divmod(total, 86_400_000_000)
    seconds, micros = divmod(rest, 1_000_000)
    return f"{sign}{days} {seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{micros:06}000"


def java_double(value, single=False):
    """Double.toString of Java: 1.0, 1.0E20, 1.0E-5, NaN, Infinity."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "-0.0" if math.copysign(1, value) < 0 else "0.0"
    digits, exponent = _shortest(value, single)
    sign = "-" if value < 0 else ""
    if 1e-3 <= abs(value) < 1e7:
        point = exponent + 1
        if point <= 0:
            return f"{sign}0.{'0' * -point}{digits}"
        digits = digits.ljust(point + 1, "0")
        return f"{sign}{digits[:point]}.{digits[point:]}"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{exponent}"


def _shortest(value, single):
    """The fewest digits that give the value back, and the exponent of the first."""
    text = repr(abs(value))
    if single:
        for precision in range(1, 10):
            text = f"{abs(value):.{precision - 1}e}"
            if struct.unpack("f", struct.pack("f", float(text)))[0] == abs(value):
                break
    mantissa, _, power = text.lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    exponent = int(power or 0) + len(whole) - 1
    if whole.strip("0") == "":
        exponent = int(power or 0) - 1 - len(re.match("0*", fraction)[0])
    return digits.rstrip("0") or "0", exponent


def json_value(value, kind):
    """A nested value as to_json writes it, but with every key kept."""
    if value is None:
        return None
    if pa.types.is_map(kind):
        return {_key(key): json_value(item, kind.item_type) for key, item in value}
    if pa.types.is_struct(kind):
        return {field.name: json_value(value.get(field.name), field.type) for field in kind}
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return [json_value(item, kind.value_type) for item in value]
    if pa.types.is_timestamp(kind):
        return timestamp_text(value) + ("Z" if kind.tz else "")
    if isinstance(value, float) and not math.isfinite(value):
        return java_double(value)
    return value if isinstance(value, (bool, int, float, str)) else scalar_text(value)


def _key(key):
    return key if isinstance(key, str) else scalar_text(key)
