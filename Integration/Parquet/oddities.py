"""Files that contradict the format without need, and types that stand outside of Parquet's schema."""

import base64
import datetime
import pathlib

import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet as pq

import footers as thrift
import tables
from checks import Checks


def unannotated(footer: list, name: str) -> list:
    element = thrift.element(footer, name)
    thrift.remove(element, thrift.CONVERTED)
    thrift.remove(element, thrift.LOGICAL)
    return element


def converted(name: str, number: int):
    return lambda footer: thrift.put(unannotated(footer, name), thrift.CONVERTED, thrift.I32, number)


def logical(name: str, number: int):
    value = [[number, thrift.STRUCT, []]]
    return lambda footer: thrift.put(unannotated(footer, name), thrift.LOGICAL, thrift.STRUCT, value)


def logical_beside_converted(footer: list) -> None:
    thrift.put(thrift.element(footer, "s"), thrift.LOGICAL, thrift.STRUCT, [[60, thrift.STRUCT, []]])


def root(footer: list) -> list:
    return thrift.get(footer, thrift.SCHEMA)[1][0]


def key_values(*pairs):
    return lambda footer: thrift.put(footer, thrift.KEY_VALUES, thrift.LIST, [thrift.STRUCT, list(pairs)])


def of_chunks(number: int, kind: int, value):
    def change(footer):
        for chunk in thrift.chunks(footer):
            thrift.put(chunk, number, kind, value)

    return change


def without_dictionary_headers(footer: list) -> None:
    """As parquet-mr before 1.2.9 counted (PARQUET-816); pyarrow believes it of that writer only."""
    thrift.put(footer, thrift.CREATED_BY, thrift.BINARY, b"parquet-mr version 1.2.8 (build abc)")
    for chunk in thrift.chunks(footer):
        if thrift.get(chunk, 11):
            thrift.put(chunk, 7, thrift.I64, thrift.get(chunk, 7) - 14)


def first_chunk(footer: list) -> list:
    return thrift.get(thrift.get(footer, thrift.GROUPS)[1][0], 1)[1][0]


STRING, NUMBER = [2, thrift.BINARY, b"v"], [2, thrift.I32, 5]
ROWS = {f"{rows} rows": (lambda rows: lambda footer: thrift.put(footer, thrift.ROWS, thrift.I64, rows))(rows)
        for rows in (0, -1, 2, 5)}
FOOTERS = {
    "a root with a physical type": lambda footer: thrift.put(root(footer), thrift.TYPE, thrift.I32, 1),
    "a root with a repetition": lambda footer: thrift.put(root(footer), thrift.REPETITION, thrift.I32, 1),
    "a dictionary's header left out of the size": without_dictionary_headers,
    "converted type 24": converted("n", 24),
    "converted type 24 of values": converted("a", 24),
    "no repetition": lambda footer: thrift.remove(thrift.element(footer, "r"), thrift.REPETITION),
    "logical type 60": logical("a", 60),
    "a key without a value": key_values([[1, thrift.BINARY, b"k"]]),
    "a value that is a number": key_values([[1, thrift.BINARY, b"k"], NUMBER]),
    "a key that is not UTF-8": key_values([[1, thrift.BINARY, b"\xff"], STRING]),
    "a key twice": key_values([[1, thrift.BINARY, b"k"], STRING], [[1, thrift.BINARY, b"k"], STRING]),
    "metadata that is a string": lambda footer: thrift.put(footer, thrift.KEY_VALUES, thrift.BINARY, b"hello"),
    "metadata without entries": lambda footer: thrift.put(footer, thrift.KEY_VALUES, thrift.LIST, [0, []]),
    "a writer that is a number": lambda footer: thrift.put(footer, thrift.CREATED_BY, thrift.I32, 5),
    "a writer that is not UTF-8": lambda footer: thrift.put(footer, thrift.CREATED_BY, thrift.BINARY, b"\xff\xfe"),
    "orders that are a number": lambda footer: thrift.put(footer, thrift.ORDERS, thrift.I32, 5),
    "statistics that are a string": of_chunks(12, thrift.BINARY, b"x"),
    "counts of encodings that are a number": of_chunks(13, thrift.I32, 3),
    "an uncompressed size of 0": of_chunks(6, thrift.I64, 0),
    "an empty path": lambda footer: thrift.put(first_chunk(footer), 1, thrift.BINARY, b""),
    "a leaf with a count of children": lambda footer: thrift.put(thrift.element(footer, "a"), 5, thrift.I32, 0),
    "an unknown field": lambda footer: thrift.put(footer, 40, thrift.BINARY, b"zz"),
    "a negative field number": lambda footer: footer.append([-3, thrift.I32, 2]),
    "a logical type that is a string": lambda footer: thrift.put(
        thrift.element(footer, "s"), thrift.LOGICAL, thrift.BINARY, b"zz"),
} | ROWS
# What one of the peers reads as we do, and the other one does not.
BY_DUCKDB = {
    "an unknown logical type beside a known converted one": logical_beside_converted,
    "a data page offset of 0": of_chunks(9, thrift.I64, 0),
}
REFUSED = {
    "a schema that breaks off": lambda footer: thrift.get(footer, thrift.SCHEMA)[1].pop(),
    "a root without children": lambda footer: thrift.remove(root(footer), thrift.CHILDREN),
    "no row groups for the rows": lambda footer: thrift.put(footer, thrift.GROUPS, thrift.LIST, [thrift.STRUCT, []]),
    "a chunk of another type": of_chunks(1, thrift.I32, 5),
    "a chunk with too few values": of_chunks(5, thrift.I64, 2),
    "a chunk that goes on behind the file": of_chunks(7, thrift.I64, 1 << 40),
}


def old_footers(checks: Checks, folder: pathlib.Path) -> None:
    source, path = folder / "source.parquet", folder / "patched.parquet"
    schema = pa.schema([pa.field("a", pa.int32()), pa.field("s", pa.string()), pa.field("n", pa.int32()),
                        pa.field("r", pa.int32(), nullable=False)])
    table = pa.table({"a": [1, 2, None], "s": ["x", "y", None], "n": [None] * 3, "r": [7, 8, 7]}, schema=schema)
    for version in ("1.0", "2.0"):
        pq.write_table(table, source, data_page_version=version)
        for name, change in FOOTERS.items():
            thrift.patch(source, path, change)
            checks.reads(f"{name}, pages {version}", path, pq.ParquetFile(path).read())
        for name, change in BY_DUCKDB.items():
            thrift.patch(source, path, change)
            checks.reads(f"{name}, pages {version}", path, duckdb.sql(f"from '{path}'").to_arrow_table())
        for name, change in REFUSED.items():
            thrift.patch(source, path, change)
            code, output = checks.run("dump", path, timeout=20)
            checks.check(f"{name} is an error", code == 1 and "error" in output, f"exit {code}: {output[:300]}")


def far_int96(checks: Checks, folder: pathlib.Path) -> None:
    """Spark's default files: INT96, with sentinels that nanoseconds cannot count."""
    path = folder / "int96.parquet"
    days = [datetime.datetime(2024, 1, 1, 1, 2, 3, 4), datetime.datetime(9999, 12, 31, 23, 59, 59, 999999), None,
            datetime.datetime(1, 1, 1)]
    for far in (True, False):
        times = pa.array((days if far else days[:1] + [None]) * 500, pa.timestamp("us"))
        table = pa.table({"id": range(len(times)), "t": times, "plain": [days[0]] * len(times)})
        for case in (dict(), dict(row_group_size=1), dict(use_dictionary=False), dict(data_page_version="2.0")):
            pq.write_table(table.slice(0, 6), path, use_deprecated_int96_timestamps=True, **case)
            theirs = pq.ParquetFile(path, coerce_int96_timestamp_unit="us" if far else "ns").read()
            # The other column of the file stays in nanoseconds.
            nanos = theirs["plain"].cast(pa.timestamp("ns"))
            checks.reads(f"INT96 {case}, far {far}", path, theirs.set_column(2, "plain", nanos))
            by_duckdb = duckdb.sql(f"select t from '{path}'").to_arrow_table()["t"].cast(pa.timestamp("us"))
            checks.check(f"INT96 {case}: DuckDB agrees", by_duckdb.equals(theirs["t"].cast(pa.timestamp("us"))))
            rows = checks.dump(f"INT96 {case}, rows", path, command="dump-rows", rest=(0, 1))
            kind = "timestamp[us]" if far else "timestamp[ns]"
            checks.check(f"INT96 {case}: one row has the file's unit", rows is not None and rows["t"][0] == kind)


def null_arrays(checks: Checks, folder: pathlib.Path) -> None:
    """DuckDB repeats the entry of a null array of a fixed size; pyarrow's own datasets refuse such a file."""
    path = folder / "arrays.parquet"
    connection = duckdb.connect()
    for version in ("v1", "v2"):
        for kind, value in (("FLOAT", "i / 3"), ("BIGINT", "i"), ("VARCHAR", "'text ' || i")):
            connection.execute(f"""copy (select i, case when i % 3 = 0 then null else [{value}, null, {value}]::{kind}[3] end as a
                from range(5000) t(i)) to '{path}' (format parquet, parquet_version {version}, row_group_size 2048)""")
            theirs = connection.sql(f"from '{path}'").to_arrow_table()
            flat = theirs["a"].combine_chunks().cast(pa.list_(theirs["a"].type.value_type))
            checks.reads(f"null arrays of {kind}, {version}", path, theirs.set_column(1, "a", flat))
            checks.check(f"null arrays of {kind}: polars agrees",
                         polars.read_parquet(path)["a"].to_list() == flat.to_pylist())


def arrow_types(checks: Checks, folder: pathlib.Path) -> None:
    """Types that only the Arrow schema in the file tells, as arrow-rs and polars write them."""
    path = folder / "arrow.parquet"
    stored = pa.table({
        "s": pa.array([1_700_000_000, None, -1]), "s_utc": pa.array([1_700_000_000, None, -1]),
        "date64": pa.array([86_400_000, None, -86_400_000]), "seconds": pa.array([1, None, 86_399], pa.int32()),
        "duration": pa.array([5, None, -5]), "list_s": pa.array([[1, None], None, []], pa.list_(pa.int64())),
        "text": pa.array([b"a", None, b""], pa.binary()),
    })
    meant = pa.schema([
        ("s", pa.timestamp("s")), ("s_utc", pa.timestamp("s", "UTC")), ("date64", pa.date64()), ("seconds", pa.time32("s")),
        ("duration", pa.duration("s")), ("list_s", pa.list_(pa.timestamp("s"))), ("text", pa.large_string())])
    text = base64.b64encode(meant.serialize())
    # pyarrow writes no Arrow schema but its own.
    plain = folder / "plain.parquet"
    pq.write_table(stored, plain, store_schema=False)
    thrift.patch(plain, path, key_values([[1, thrift.BINARY, b"ARROW:schema"], [2, thrift.BINARY, text]]))
    wanted = pa.table({
        "s": stored["s"].cast(pa.timestamp("s")).cast(pa.timestamp("ms")),
        "s_utc": stored["s"].cast(pa.timestamp("s", "UTC")).cast(pa.timestamp("ms", "UTC")),
        "date64": stored["date64"].cast(pa.timestamp("ms")),
        "seconds": pa.array([10**9, None, 86_399 * 10**9]), "duration": stored["duration"],
        "list_s": stored["list_s"].cast(pa.list_(pa.timestamp("s"))).cast(pa.list_(pa.timestamp("ms"))),
        "text": pa.array(["a", None, ""]),
    })
    checks.reads("the Arrow schema of arrow-rs", path, wanted)
    survives_changes(checks, path, folder / "changed.parquet", text)
    numbers = [1, 2**100, -5, None, 10**38 - 1, -(10**38) + 1]
    durations = [datetime.timedelta(microseconds=n) if n is not None else None for n in (1, 2, -3, None, 5, 6)]
    polars.DataFrame({"i128": polars.Series(numbers, dtype=polars.Int128),
                      "duration": polars.Series(durations, dtype=polars.Duration("us"))}).write_parquet(path)
    checks.reads("128-bit numbers and durations of polars", path, pa.table({
        "i128": pa.array([None if n is None else tables.decimal.Decimal(n) for n in numbers], pa.decimal128(38, 0)),
        "duration": pa.array([1, 2, -3, None, 5, 6])}))


def survives_changes(checks: Checks, source: pathlib.Path, path: pathlib.Path, text: bytes) -> None:
    """A damaged Arrow schema gives the stored types or others, never a crash or another number of rows."""
    raw = base64.b64decode(text)
    for index in range(0, len(raw), 3):
        damaged = bytearray(raw)
        damaged[index] ^= 0xFF
        encoded = base64.b64encode(bytes(damaged))
        thrift.patch(source, path, key_values([[1, thrift.BINARY, b"ARROW:schema"], [2, thrift.BINARY, encoded]]))
        code, output = checks.run("dump", path, timeout=20)
        checks.check(f"Arrow schema changed at {index}", code in (0, 1) and (code == 0 or "column" in output), output[:200])


def coarse_times(checks: Checks, folder: pathlib.Path) -> None:
    """Nanoseconds are written only where a column needs them: Spark and Iceberg refuse them for the whole file."""
    source, copy = folder / "ns.parquet", folder / "us.parquet"
    table = pa.table({
        "whole": pa.array([1_000, None, -3_000], pa.timestamp("ns", "UTC")), "fine": pa.array([1_000, None, 1], pa.timestamp("ns")),
        "none": pa.nulls(3, pa.timestamp("ns")), "lists": pa.array([[1_000, None], None, []], pa.list_(pa.timestamp("ns")))})
    pq.write_table(table, source)
    checks.run("rewrite", source, copy)
    found = pq.read_table(copy).schema
    kinds = [str(found.field(name).type) for name in table.column_names]
    wanted = ["timestamp[us, tz=UTC]", "timestamp[ns]", "timestamp[us]", "list<element: timestamp[us]>"]
    checks.check("nanoseconds only where needed", kinds == wanted, f"{kinds}")
    checks.writes("nanoseconds only where needed", source, table)
