"""Tables with fixed seeds, and the exact form in which values are compared."""

import decimal

import numpy as np
import pyarrow as pa

EXACT = decimal.Context(prec=80)


def table(rows: int, seed: int, nulls: float) -> pa.Table:
    """A column for each type and shape that readers and writers treat apart."""
    rng = np.random.default_rng(seed)
    words = np.array(["", "a", "naïve", "日本語", "x" * 300] + [f"word {i}" for i in range(200)], dtype=object)
    texts = np.array([f"{i}:{'y' * (i * 7 % 41)}" for i in rng.integers(0, 10**9, rows)], dtype=object)

    def column(values, kind):
        mask = rng.random(rows) < nulls if nulls else None
        return pa.array(values, kind, mask=mask)

    specials = np.array([np.nan, -0.0, 0.0, np.inf, -np.inf, 5e-324, 1.7e308])
    doubles = rng.normal(size=rows)
    doubles[: min(rows, 7)] = specials[: min(rows, 7)]
    longs = rng.integers(-(2**63), 2**63 - 1, rows)
    floats = np.clip(doubles, -3e38, 3e38).astype("f4")
    halves = np.repeat([0, 1], [rows // 2, rows - rows // 2])
    columns = {
        "bool": column(rng.random(rows) < 0.5, pa.bool_()),
        "bool_runs": column(halves == 1, pa.bool_()),
        "int8": column(rng.integers(-128, 128, rows).astype("i1"), pa.int8()),
        "int16": column(rng.integers(-(2**15), 2**15, rows).astype("i2"), pa.int16()),
        "int32": column(rng.integers(-(2**31), 2**31, rows).astype("i4"), pa.int32()),
        "int64": column(longs, pa.int64()),
        "int64_few": column(rng.integers(0, 37, rows), pa.int64()),
        "int64_constant": column(np.full(rows, -7), pa.int64()),
        "int64_rising": column(np.arange(rows) * 1000 + rng.integers(0, 9, rows), pa.int64()),
        "uint8": column(rng.integers(0, 256, rows).astype("u1"), pa.uint8()),
        "uint16": column(rng.integers(0, 2**16, rows).astype("u2"), pa.uint16()),
        "uint32": column(rng.integers(0, 2**32, rows).astype("u4"), pa.uint32()),
        "float": column(floats, pa.float32()),
        "double": column(doubles, pa.float64()),
        "double_few": column(np.where(np.isfinite(doubles), np.round(np.clip(doubles, -9, 9), 1), doubles), pa.float64()),
        "text": column(texts, pa.string()),
        "text_few": column(words[rng.integers(0, len(words), rows)], pa.string()),
        "text_mixed": column(np.where(halves == 1, texts, words[rng.integers(0, 9, rows)]), pa.string()),
        "binary": column([bytes([i % 256] * (i % 19)) for i in rng.integers(0, 10**6, rows)], pa.binary()),
        "date": column(rng.integers(-(10**5), 10**5, rows).astype("i4"), pa.date32()),
        "ms_utc": column(rng.integers(-(2**40), 2**41, rows), pa.timestamp("ms", "UTC")),
        "us_utc": column(rng.integers(-(2**50), 2**51, rows), pa.timestamp("us", "UTC")),
        "ns_utc": column(rng.integers(-(2**60), 2**61, rows), pa.timestamp("ns", "UTC")),
        "ms": column(rng.integers(-(2**40), 2**41, rows), pa.timestamp("ms")),
        "us": column(rng.integers(-(2**50), 2**51, rows), pa.timestamp("us")),
        "ns": column(rng.integers(-(2**60), 2**61, rows), pa.timestamp("ns")),
        "all_null": pa.nulls(rows, pa.int64()),
        "text_null": pa.nulls(rows, pa.string()),
    }
    return pa.table(columns)


def lists(rows: int, seed: int, nulls: float) -> pa.Table:
    """A list column for each way in which elements are read, with null and empty lists and null elements."""
    rng = np.random.default_rng(seed)
    elements = table(rows * 3 + 40, seed + 1, nulls)
    lengths = np.where(rng.random(rows) < 0.3, 0, rng.integers(0, 7, rows))
    # A list longer than a small page, and as many elements as there are at most.
    lengths[rows // 2] = 40
    lengths = np.minimum(lengths, np.maximum(0, len(elements) - np.cumsum(lengths) + lengths))
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype("i4")
    columns = {}
    for name in ("bool", "int8", "int32", "int64_few", "uint32", "float", "double", "text", "text_few", "binary",
                 "date", "us_utc", "ns", "all_null", "text_null"):
        mask = pa.array(rng.random(rows) < nulls) if nulls else None
        values = elements[name].combine_chunks()
        columns[f"list_{name}"] = pa.ListArray.from_arrays(pa.array(offsets), values, mask=mask)
    embedding = rng.normal(size=rows * 8).astype("f4")
    columns["embedding"] = pa.FixedSizeListArray.from_arrays(pa.array(embedding), 8).cast(pa.list_(pa.float32()))
    columns["list_decimal"] = pa.ListArray.from_arrays(
        pa.array(offsets), decimals(len(elements), seed, nulls)["decimal_9"].combine_chunks())
    columns["no_lists"] = pa.nulls(rows, pa.list_(pa.int64()))
    columns["empty_lists"] = pa.array([[]] * rows, pa.list_(pa.string()))
    return pa.table(columns)


def decimals(rows: int, seed: int, nulls: float) -> pa.Table:
    """Decimals of every width; the first rows hold the extremes."""
    rng = np.random.default_rng(seed)
    columns = {}
    for precision, scale in ((1, 0), (4, 2), (9, 9), (10, 0), (18, 4), (19, 3), (25, 2), (37, 20), (38, 10), (38, 38)):
        top = 10**precision - 1
        numbers = [top, -top, 0, 1, -1] + [int(x) % (2 * top + 1) - top for x in rng.integers(0, 2**62, rows)]
        wide = [decimal.Decimal(n).scaleb(-scale, EXACT) for n in numbers[:rows]]
        mask = rng.random(rows) < nulls if nulls else np.zeros(rows, bool)
        columns[f"decimal_{precision}" + (f"_{scale}" if precision == 38 else "")] = pa.array(
            [None if m else w for m, w in zip(mask, wide)], pa.decimal128(precision, scale))
    return pa.table(columns)


def as_written(table: pa.Table) -> pa.Table:
    """The table with times in nanoseconds as microseconds, in columns that lose no digit by it."""
    for index, field in enumerate(table.schema):
        kind = field.type.value_type if is_list(field.type) else field.type
        if not pa.types.is_timestamp(kind) or kind.unit != "ns":
            continue
        micros = pa.timestamp("us", kind.tz)
        try:
            column = table[field.name].cast(pa.list_(micros) if is_list(field.type) else micros)
        except pa.ArrowInvalid:
            continue
        table = table.set_column(index, field.name, column)
    return table


def is_list(kind: pa.DataType) -> bool:
    return pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)


def expected_type(kind: pa.DataType) -> str | None:
    """The type as which this package reads an Arrow type; None where it must refuse to."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_boolean(kind):
        return "bool"
    if kind in (pa.int8(), pa.int16(), pa.int32(), pa.uint8(), pa.uint16()):
        return "int32"
    if kind == pa.null():
        return "string"
    if kind in (pa.int64(), pa.uint32()):
        return "int64"
    if pa.types.is_float32(kind):
        return "float32"
    if pa.types.is_float64(kind):
        return "float64"
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or kind == pa.string_view():
        return "string"
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return "binary"
    if kind == pa.binary_view():
        return "binary"
    if pa.types.is_date32(kind):
        return "date"
    if pa.types.is_decimal(kind):
        return f"decimal({kind.precision}, {kind.scale})"
    if is_list(kind):
        return f"list<{expected_type(kind.value_type)}>"
    if kind == pa.float16():
        return "float32"
    if pa.types.is_uint64(kind) or pa.types.is_time(kind):
        return "int64"
    if isinstance(kind, pa.UuidType):
        return "string"
    if pa.types.is_timestamp(kind) and kind.unit != "s":
        return f"timestamp[{kind.unit}, UTC]" if kind.tz else f"timestamp[{kind.unit}]"
    return None


def values(column: pa.ChunkedArray) -> list:
    """Plain values without loss: bits of floats, hexadecimal digits of bytes, counts of dates and timestamps."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_null(kind):
        return [None] * len(column)
    if is_list(kind):
        return list_values(column)
    if pa.types.is_decimal(kind):
        return [None if number is None else format(number, "f") for number in column.to_pylist()]
    if pa.types.is_time(kind):
        scale = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}[kind.unit]
        counts = column.cast(pa.int32() if kind.bit_width == 32 else pa.int64()).to_pylist()
        return [None if count is None else count * scale for count in counts]
    if isinstance(kind, pa.UuidType):
        return [None if value is None else str(value).encode().hex() for value in column.to_pylist()]
    if kind == pa.float16():
        return values(column.cast(pa.float32()))
    valid = column.is_valid().to_pylist()
    if pa.types.is_floating(kind):
        zero = pa.scalar(0, kind)
        bits = column.fill_null(zero).to_numpy().view("u4" if pa.types.is_float32(kind) else "u8").tolist()
        return [number if is_valid else None for number, is_valid in zip(bits, valid)]
    if pa.types.is_date32(kind):
        return column.cast(pa.int32()).to_pylist()
    if pa.types.is_timestamp(kind):
        return column.cast(pa.int64()).to_pylist()
    if expected_type(kind) == "string":
        return [None if text is None else text.encode().hex() for text in column.to_pylist()]
    if expected_type(kind) == "binary":
        return [None if text is None else text.hex() for text in column.to_pylist()]
    return column.to_pylist()


def list_values(column: pa.ChunkedArray) -> list:
    """The values of each list, or None."""
    result = []
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
        elements = values(pa.chunked_array([chunk.flatten()], chunk.type.value_type))
        lengths = [length or 0 for length in chunk.value_lengths().to_pylist()]
        start = 0
        for length, is_valid in zip(lengths, chunk.is_valid().to_pylist()):
            result.append(elements[start : start + length] if is_valid else None)
            start += length
    return result


def rescaled(column: list, unit: str, wanted: str) -> list:
    """Counts of timestamps in another unit, rounded down."""
    if any(isinstance(item, list) for item in column):
        return [None if item is None else rescaled(item, unit, wanted) for item in column]
    scale = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
    return [None if count is None else count * scale[wanted] // scale[unit] for count in column]
