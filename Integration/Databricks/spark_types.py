"""A frame of every column type that Delta has, with the values at which types are known to break."""
import datetime as dt
from decimal import Decimal

import pyarrow as pa

UTC_TIME, LOCAL_TIME = pa.timestamp("us", "UTC"), pa.timestamp("us")
INT64 = [0, -1, 2**63 - 1, -2**63, 1 << 53, None]
TEXTS = ["it's", 'say "hi"', "back\\slash", "line\nend\r\n", "tab\tnul\0.", "${x} :p ?", "-- no /* comment */", "`tick`", "", "😀ü",
         "%s \\u0041 \\' \\n", "x" * 3000, None]
TIMES = [0, 1, -1, 999_999, 1_700_000_000_123_456, -62_135_596_800_000_000, 253_402_300_799_999_999,
         -5_364_662_400_000_001, 1_711_846_800_000_000, None]
FLOATS = [0.0, -0.0, 1.5, 1e-320, 5e-324, 1.7976931348623157e308, float("nan"), float("inf"), float("-inf"), 0.1 + 0.2,
          1e20, 123456789.125, None]
SINGLES = [0.0, -0.0, 1.5, 1.1754943508222875e-38, 3.4028234663852886e38, float("nan"), float("inf"), float("-inf"), None]
DECIMALS = [Decimal("0.00"), Decimal("-99999999.99"), Decimal("0.01"), Decimal("12345678.90"), None]
LONG_DECIMALS = [Decimal("99999999999999999999999999999.999999999"), Decimal("-0.000000001"), Decimal("0E-9"), None]

COLUMNS = {
    "bool": (pa.bool_(), [True, False, None]),
    "int": (pa.int32(), [0, -1, 2**31 - 1, -2**31, None]),
    "bigint": (pa.int64(), INT64),
    "float": (pa.float32(), SINGLES),
    "double": (pa.float64(), FLOATS),
    "string": (pa.string(), TEXTS),
    "binary": (pa.binary(), [b"", b"\0\xff'\\", bytes(range(256)), b"a" * 100, None]),
    "date": (pa.date32(), [dt.date(1970, 1, 1), dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(1582, 10, 4), None]),
    "time": (UTC_TIME, TIMES),
    "local_time": (LOCAL_TIME, TIMES),
    "decimal": (pa.decimal128(10, 2), DECIMALS),
    "long_decimal": (pa.decimal128(38, 9), LONG_DECIMALS),
    "doubles": (pa.list_(pa.float64()), [[], [None], FLOATS, None, [1.5]]),
    "singles": (pa.list_(pa.float32()), [[], [None], SINGLES, None]),
    "bigints": (pa.list_(pa.int64()), [INT64, [], None, [None, None]]),
    "bools": (pa.list_(pa.bool_()), [[True, None, False], None]),
    "texts": (pa.list_(pa.string()), [TEXTS, [], None, ['"],["', None]]),
    "times": (pa.list_(UTC_TIME), [TIMES, [], None]),
    "local_times": (pa.list_(LOCAL_TIME), [TIMES, [], None]),
    "dates": (pa.list_(pa.date32()), [[dt.date(1, 1, 1), None, dt.date(9999, 12, 31)], [], None]),
    "decimals": (pa.list_(pa.decimal128(10, 2)), [DECIMALS, None]),
    "bytes": (pa.list_(pa.binary()), [[b"", None, bytes(range(256))], None]),
    "it's `odd` \"ü\"$": (pa.int32(), [1, None]),
}


def table(count):
    """`count` rows, each with a key and a time of its own; every value occurs in some row."""
    columns = {"id": pa.array(range(count), pa.int64()),
               "event_timestamp": pa.array(range(1_000_000, 1_000_000 + count), UTC_TIME)}
    for place, (name, (kind, values)) in enumerate(COLUMNS.items()):
        name = name.replace(" ", "_")  # Delta takes no spaces in names
        columns[name] = pa.array([values[(row + place) % len(values)] for row in range(count)], kind)
    return pa.table(columns)


NAMES = [name.replace(" ", "_") for name in COLUMNS]


def cells(column, kind):
    """A column's values in a form in which only what is the same is equal: NaN is not null, 0.0 not -0.0."""
    if _innermost(column.type) == LOCAL_TIME and _innermost(kind) == UTC_TIME:
        column = column.cast(kind)  # INT96 has no zone
    if column.type != kind:
        raise TypeError(f"the type is {column.type}, not {kind}")
    if pa.types.is_list(kind):
        inner = kind.value_type
        return [None if item is None else tuple(cells(pa.array(item, inner), inner)) for item in _lists(column, inner)]
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.int64())
    return [repr(value) for value in column.to_pylist()]


def _innermost(kind):
    return kind.value_type if pa.types.is_list(kind) else kind


def _lists(column, inner):
    if pa.types.is_timestamp(inner):
        return column.cast(pa.list_(pa.int64())).to_pylist()
    return column.to_pylist()
