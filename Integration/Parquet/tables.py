"""Tables with fixed seeds, and the exact form in which values are compared."""

import numpy as np
import pyarrow as pa


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


def expected_type(kind: pa.DataType) -> str | None:
    """The type as which this package reads an Arrow type; None where it must refuse to."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_boolean(kind):
        return "bool"
    if kind in (pa.int8(), pa.int16(), pa.int32(), pa.uint8(), pa.uint16(), pa.null()):
        return "int32"
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


def rescaled(column: list, unit: str, wanted: str) -> list:
    """Counts of timestamps in another unit, rounded down."""
    scale = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
    return [None if count is None else count * scale[wanted] // scale[unit] for count in column]
