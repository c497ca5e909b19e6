#!/usr/bin/env python3
"""Checks the Parquet module against pyarrow, pandas, polars and DuckDB, value by value.

    swift build -c release --product parquet-peer
    python3 Integration/Parquet/check.py .build/release/parquet-peer [FOLDER]

FOLDER is a folder of Parquet files made by others, such as the data folder of apache/parquet-testing; files in its
subfolder `bad` must be errors. Needs pyarrow, pandas, polars, duckdb and numpy.
"""

import pathlib
import sys
import tempfile

import duckdb
import numpy as np
import pandas as pd
import polars
import pyarrow as pa
import pyarrow.parquet as pq

import oddities
import tables
from checks import Checks


def from_pyarrow(checks: Checks, folder: pathlib.Path) -> None:
    path = folder / "pyarrow.parquet"
    small, nulls = tables.table(3_000, 1, 0), tables.table(3_000, 2, 0.3)
    cases = [
        dict(),
        dict(compression="none"),
        dict(compression="zstd", row_group_size=700),
        dict(compression="gzip", use_dictionary=False),
        dict(compression="brotli", row_group_size=800),
        dict(compression="lz4"),
        dict(compression="lz4", data_page_version="2.0"),
        dict(data_page_version="2.0", write_page_checksum=True),
        dict(data_page_version="2.0", compression="none", use_dictionary=False, data_page_size=1_000),
        dict(data_page_size=2_000, dictionary_pagesize_limit=3_000, row_group_size=2_900, write_batch_size=100),
        dict(version="1.0", write_statistics=False, store_schema=False, coerce_timestamps="us",
             allow_truncated_timestamps=True),
    ]
    for table, kind in ((small, "no nulls"), (nulls, "nulls")):
        for case in cases:
            pq.write_table(table, path, **case)
            checks.reads(f"pyarrow {case}, {kind}", path, pq.read_table(path))
            checks.statistics(f"pyarrow {case}, {kind}", path)
    integers = ["int32", "int64", "int64_rising", "int64_constant", "ms_utc", "date"]
    delta = {name: "DELTA_BINARY_PACKED" for name in integers}
    delta |= {"text": "DELTA_BYTE_ARRAY", "text_few": "DELTA_LENGTH_BYTE_ARRAY", "binary": "DELTA_BYTE_ARRAY"}
    delta |= {name: "BYTE_STREAM_SPLIT" for name in ("float", "double", "us", "int64_few")} | {"bool": "RLE"}
    for table in (small, nulls):
        table = table.select(list(delta))
        pq.write_table(table, path, use_dictionary=False, column_encoding=delta, data_page_size=4_000)
        checks.reads("pyarrow delta encodings", path, table)
    empty = small.slice(0, 0)
    pq.write_table(empty, path)
    checks.reads("pyarrow without rows", path, pq.read_table(path))
    required = small.drop_columns(["all_null", "text_null"])
    schema = pa.schema([field.with_nullable(False) for field in required.schema])
    for version in ("1.0", "2.0"):
        pq.write_table(required.cast(schema), path, data_page_version=version)
        checks.reads(f"pyarrow required columns, pages {version}", path, pq.read_table(path))


def from_int96(checks: Checks, folder: pathlib.Path) -> None:
    path = folder / "int96.parquet"
    table = tables.table(2_000, 3, 0.1).select(["us", "ns", "int64"])
    pq.write_table(table, path, use_deprecated_int96_timestamps=True)
    checks.reads("pyarrow INT96", path, pq.read_table(path))


def from_pandas(checks: Checks, folder: pathlib.Path) -> None:
    path = folder / "pandas.parquet"
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({
        "driver_id": rng.integers(1000, 1010, 5_000),
        "conv_rate": rng.random(5_000).astype("float32"),
        "with_nan": np.where(rng.random(5_000) < 0.1, np.nan, rng.random(5_000)),
        "nullable": pd.array(np.where(rng.random(5_000) < 0.1, None, 5), dtype="Int64"),
        "category": pd.Categorical(rng.choice(["red", "green", "blue"], 5_000)),
        "object": np.where(rng.random(5_000) < 0.1, None, "text"),
        "nothing": [None] * 5_000,
        "event_timestamp": pd.date_range("2024-01-01", periods=5_000, freq="h", tz="UTC"),
        "created": pd.date_range("2024-01-01", periods=5_000, freq="s"),
        "day": pd.date_range("2024-01-01", periods=5_000, freq="h").date,
    })
    for case in (dict(), dict(compression="zstd"), dict(index=True), dict(engine="pyarrow", row_group_size=900)):
        frame.to_parquet(path, **case)
        checks.reads(f"pandas {case}", path, pq.read_table(path))


def from_polars(checks: Checks, folder: pathlib.Path) -> None:
    path = folder / "polars.parquet"
    for nulls in (0, 0.3):
        frame = polars.from_arrow(tables.table(4_000, 5, nulls))
        for case in (dict(), dict(compression="snappy"), dict(compression="gzip"), dict(compression="uncompressed"),
                     dict(compression="lz4"), dict(compression="brotli"),
                     dict(row_group_size=900), dict(data_page_size=2_000)):
            frame.write_parquet(path, **case)
            checks.reads(f"polars {case}, nulls {nulls}", path, pq.read_table(path))


def from_duckdb(checks: Checks, folder: pathlib.Path) -> None:
    path = folder / "duckdb.parquet"
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    for nulls in (0, 0.3):
        table = tables.table(5_000, 6, nulls)
        connection.register("source", table)
        for case in ("", ", compression lz4_raw", ", compression brotli", ", compression zstd", ", compression gzip", ", compression uncompressed",
                     ", row_group_size 2048", ", parquet_version v2", ", parquet_version v2, compression zstd"):
            connection.execute(f"copy source to '{path}' (format parquet{case})")
            checks.reads(f"duckdb{case}, nulls {nulls}", path, by_column(connection, path))


def by_column(connection: duckdb.DuckDBPyConnection, path: pathlib.Path) -> pa.Table:
    """What pyarrow reads; a column on which pyarrow 26 gives up (delta pages without a value) comes from DuckDB."""
    columns = {}
    for name in pq.read_schema(path).names:
        try:
            columns[name] = pq.read_table(path, columns=[name])[name]
        except OSError:
            columns[name] = connection.sql(f"select {name} from '{path}'").to_arrow_table()[name]
    return pa.table(columns)


def large(checks: Checks, folder: pathlib.Path) -> None:
    """Several pages of full size, dictionaries that are given up in the middle, codes of many bits."""
    path = folder / "large.parquet"
    rows = 400_000
    rng = np.random.default_rng(7)
    table = pa.table({
        "id": np.arange(rows),
        "many": rng.integers(0, 90_000, rows),
        "text": pa.array(np.char.add("key ", rng.integers(0, 300_000, rows).astype(str)).astype(object)),
        "few": pa.array(np.char.add("key ", (rng.zipf(1.5, rows) % 5_000).astype(str)).astype(object)),
        "sorted": pa.array(np.sort(np.char.add("k", rng.integers(0, 500, rows).astype(str))).astype(object)),
        "sparse": pa.array(rng.random(rows), mask=rng.random(rows) < 0.99),
        "blocks": pa.array(rng.random(rows), mask=np.arange(rows) // 1_000 % 3 == 0),
    })
    pq.write_table(table, path)
    checks.reads("large, pyarrow", path, table)
    checks.writes("large, rewritten", path, table)
    checks.writes("large, rewritten with v2 pages in groups", path, table, "v2", "zstd", "groups=150000")
    polars.from_arrow(table).write_parquet(path)
    checks.reads("large, polars", path, table)
    duckdb.from_arrow(table).write_parquet(str(path))
    checks.reads("large, DuckDB", path, table)


def rewritten(checks: Checks, folder: pathlib.Path) -> None:
    path = folder / "source.parquet"
    for nulls in (0, 0.3):
        for rows in (1, 2_500):
            table = tables.table(rows, 8, nulls)
            pq.write_table(table, path, use_dictionary=["text_few", "text_mixed"])
            for options in ([], ["v2"], ["zstd"], ["lz4"], ["lz4", "v2"], ["gzip", "v2"], ["uncompressed", "plain"], ["zstd", "v2", "plain"],
                            ["groups=700"], ["pages=500"], ["pages=500", "v2", "groups=999"]):
                checks.writes(f"ours {options}, nulls {nulls}, {rows} rows", path, table, *options)
                checks.bounds(f"ours {options}, nulls {nulls}, {rows} rows", folder / "rewritten.parquet", table)
    table = tables.table(10, 9, 0).slice(0, 0)
    pq.write_table(table, path)
    checks.writes("ours without rows", path, table)


def lists(checks: Checks, folder: pathlib.Path) -> None:
    """Lists of primitive values from every writer, and ours read by every reader."""
    path = folder / "lists.parquet"
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    cases = [dict(), dict(compression="none", use_dictionary=False), dict(use_compliant_nested_type=False),
             dict(data_page_size=300, write_batch_size=30, row_group_size=900),
             dict(data_page_version="2.0", data_page_size=300, write_batch_size=30, compression="zstd")]
    for nulls in (0, 0.3):
        table = tables.lists(2_000, 12, nulls)
        for case in cases:
            pq.write_table(table, path, **case)
            checks.reads(f"pyarrow lists {case}, nulls {nulls}", path, table)
        large = table.cast(pa.schema([(f.name, pa.large_list(f.type.value_type)) for f in table.schema]))
        pq.write_table(large, path)
        checks.reads(f"pyarrow large lists, nulls {nulls}", path, table)
        for options in ([], ["v2"], ["zstd", "plain"], ["groups=333", "pages=200"], ["v2", "pages=100", "groups=999"]):
            checks.writes(f"our lists {options}, nulls {nulls}", path, table, *options)
        polars.from_arrow(table).write_parquet(path)
        checks.reads(f"polars lists, nulls {nulls}", path, pq.read_table(path))
        connection.register("source", table)
        for case in ("", ", row_group_size 2048, parquet_version v2"):
            connection.execute(f"copy source to '{path}' (format parquet{case})")
            checks.reads(f"duckdb lists{case}, nulls {nulls}", path, by_column(connection, path))
    required = pa.schema([pa.field("x", pa.list_(pa.field("element", pa.int64(), nullable=False)), nullable=False),
                          pa.field("y", pa.list_(pa.field("element", pa.string())), nullable=False)])
    table = pa.table({"x": [[1, 2], [], [3]] * 50, "y": [["a", None], [], [None]] * 50}, schema=required)
    pq.write_table(table, path)
    checks.reads("pyarrow required lists", path, table)
    # A list of 100 000 elements, whose levels and values need many pages.
    table = pa.table({"x": [list(range(100_000)), [], None, list(range(7))]})
    pq.write_table(table, path, data_page_size=1_000)
    checks.reads("pyarrow one long list", path, table)
    checks.writes("our one long list", path, table)


def decimals(checks: Checks, folder: pathlib.Path) -> None:
    path = folder / "decimals.parquet"
    for nulls in (0, 0.3):
        table = tables.decimals(2_000, 13, nulls)
        for case in (dict(), dict(store_decimal_as_integer=True), dict(use_dictionary=False, compression="none"),
                     dict(use_dictionary=False, data_page_version="2.0", data_page_size=500),
                     dict(use_dictionary=False, column_encoding={name: "BYTE_STREAM_SPLIT" for name in table.column_names}),
                     dict(use_dictionary=False, column_encoding={name: "DELTA_BYTE_ARRAY" for name in table.column_names})):
            pq.write_table(table, path, **case)
            checks.reads(f"pyarrow decimals {case}, nulls {nulls}", path, table)
        for options in ([], ["v2", "groups=700", "pages=500"], ["plain", "zstd"]):
            checks.writes(f"our decimals {options}, nulls {nulls}", path, table, *options)
        checks.bounds(f"our decimals, nulls {nulls}", checks.folder / "rewritten.parquet", table)
        polars.from_arrow(table).write_parquet(path)
        checks.reads(f"polars decimals, nulls {nulls}", path, pq.read_table(path))
        duckdb.from_arrow(table).write_parquet(str(path))
        checks.reads(f"duckdb decimals, nulls {nulls}", path, pq.read_table(path))


def other_types(checks: Checks, folder: pathlib.Path) -> None:
    """Types that become another one of ours."""
    path = folder / "others.parquet"
    rng = np.random.default_rng(15)
    rows = 1_500
    halves = np.concatenate([np.arange(65_536, dtype="u2").view("f2"), np.zeros(4, "f2")])
    halves[np.isnan(halves)] = np.float16("nan")
    for nulls in (0, 0.3):
        mask = rng.random(rows) < nulls
        table = pa.table({
            "uint64": pa.array(rng.integers(0, 2**63 - 1, rows, dtype="u8"), mask=mask),
            "time_ms": pa.array(rng.integers(0, 86_400_000, rows).astype("i4"), pa.time32("ms"), mask=mask),
            "time_us": pa.array(rng.integers(0, 86_400_000_000, rows), pa.time64("us"), mask=mask),
            "time_ns": pa.array(rng.integers(0, 86_400_000_000_000, rows), pa.time64("ns"), mask=mask),
            "half": pa.array(halves[rng.integers(0, len(halves), rows)], mask=mask),
            "fixed": pa.array([rng.bytes(7) for _ in range(rows)], pa.binary(7), mask=mask),
            "uuid": pa.array([rng.bytes(16) for _ in range(rows)], pa.binary(16), mask=mask).cast(pa.uuid()),
            "nothing": pa.nulls(rows),
            "list_time": pa.array([[1, None], [], None] * 500, pa.list_(pa.time64("us"))),
            "list_uuid": pa.ListArray.from_arrays(
                [0, 2] + [2] * (rows - 1), pa.array([bytes(range(16)), None], pa.binary(16)).cast(pa.uuid())),
            "list_nothing": pa.array([[None, None], [], None] * 500, pa.list_(pa.null())),
        })
        split = {"half": "BYTE_STREAM_SPLIT", "fixed": "BYTE_STREAM_SPLIT", "uint64": "DELTA_BINARY_PACKED",
                 "time_us": "DELTA_BINARY_PACKED", "time_ms": "BYTE_STREAM_SPLIT"}
        for case in (dict(), dict(use_dictionary=False), dict(use_dictionary=False, column_encoding=split),
                     dict(data_page_version="2.0", compression="zstd", row_group_size=400)):
            pq.write_table(table, path, **case)
            checks.reads(f"other types {case}, nulls {nulls}", path, table)
    pq.write_table(pa.table({"half": halves}), path)
    checks.reads("every half float", path, pa.table({"half": halves}))


def ranges(checks: Checks, folder: pathlib.Path) -> None:
    """Ranges of rows, batches, and row groups chosen by their statistics."""
    path = folder / "ranges.parquet"
    table = tables.table(5_000, 16, 0.2).append_column("id", pa.array(range(5_000)))
    pq.write_table(table, path, row_group_size=700)
    for start, end in ((0, 0), (0, 1), (699, 701), (700, 1_400), (4_999, 5_000), (0, 5_000), (1_234, 3_456)):
        dumped = checks.dump(f"rows {start} to {end}", path, command="dump-rows", rest=(start, end))
        for name in table.column_names:
            checks.equal(f"rows {start} to {end}", name, dumped[name][1], tables.values(table[name].slice(start, end - start)))
    for rows in (300, 700, 10_000):
        dumped = checks.dump(f"batches of {rows}", path, command="dump-batches", rest=(rows,))
        for name in table.column_names:
            checks.equal(f"batches of {rows}", name, dumped[name][1], tables.values(table[name]))
    for low, high in ((0, 0), (699, 700), (-5, -1), (5_000, 9_000), (1_000, 3_000)):
        code, output = checks.run("groups", path, "id", low, high)
        wanted = [group for group in range(8) if group * 700 <= high and min(group * 700 + 699, 4_999) >= low]
        checks.check(f"groups {low} to {high}", code == 0 and output.strip() == str(wanted), output)


def datasets(checks: Checks, folder: pathlib.Path) -> None:
    """Folders of files as pandas, polars and DuckDB partition them."""
    table = pa.table({"x": range(60), "year": [2023, 2024, None] * 20, "city": ["Bern", "São Paulo/1", "a=b %"] * 20})
    connection = duckdb.connect()
    connection.register("source", table)

    def by_duckdb(target):
        connection.execute(f"copy source to '{target}' (format parquet, partition_by (year, city))")

    def by_pyarrow(target):
        pq.write_to_dataset(table, target, partition_cols=["year", "city"])

    def by_polars(target):
        polars.from_arrow(table).write_parquet(target, partition_by=["year", "city"])

    for write in (by_duckdb, by_pyarrow, by_polars):
        target = folder / write.__name__
        target.mkdir()
        write(str(target))
        dumped = checks.dump(write.__name__, target, command="dump-dataset")
        if dumped is None:
            continue
        checks.check(f"{write.__name__}: types", [dumped[n][0] for n in ("x", "year", "city")] == ["int64", "int64", "string"])
        found = sorted(zip(*(dumped[name][1] for name in ("x", "year", "city"))))
        wanted = sorted(zip(*(tables.values(table[name]) for name in ("x", "year", "city"))))
        checks.equal(write.__name__, "rows", found, wanted)
    pq.write_table(pa.table({"x": ["text"]}), folder / "by_duckdb" / "year=2023" / "city=Bern" / "z.parquet")
    code, output = checks.run("dump-dataset", folder / "by_duckdb")
    checks.check("a file that differs is named", code == 1 and "z.parquet" in output and "column 'x'" in output, output)


def sorted_columns(checks: Checks, folder: pathlib.Path) -> None:
    path, copy = folder / "in.parquet", folder / "sorted.parquet"
    pq.write_table(pa.table({"a": [1.5, 2.5], "b": [1, 2]}), path)
    checks.run("rewrite", path, copy, "sorted=b")
    group = pq.ParquetFile(copy).metadata.row_group(0)
    checks.check("sorted columns", group.sorting_columns == (pq.SortingColumn(1),), f"{group.sorting_columns}")


def refused(checks: Checks, folder: pathlib.Path) -> None:
    path = folder / "refused.parquet"
    plain = pa.array([1, 2, None])
    for feature, array in {
        "unsigned 64-bit number 1 ": pa.array([1, 2**63, 3], pa.uint64()),
        "DECIMAL(39, 2) of more than 38 digits": pa.array([1, 2, 3], pa.decimal256(39, 2)),
        "the nested type list<list<int64>>": pa.array([[[1]], [[2, 3]], None], pa.list_(pa.list_(pa.int64()))),
        "the nested type list<struct<x: int64>>": pa.array([[{"x": 1}], [], None]),
        "the nested type struct<x: int64, y: list<string>>": pa.array([{"x": 1, "y": ["a"]}, {"x": 2, "y": None}, None]),
        "the nested type map<int64, int64>": pa.array([[(1, 2)], [], None], pa.map_(pa.int64(), pa.int64())),
    }.items():
        pq.write_table(pa.table({"a": plain, "odd": array, "b": plain}), path)
        checks.refuses(f"refused {feature}", path, "odd", feature, "a", "b")


def damaged(checks: Checks, folder: pathlib.Path) -> None:
    """Cut and changed files are read or are errors; a crash or a hang would end the peer."""
    path, copy = folder / "whole.parquet", folder / "copy.parquet"
    table = tables.table(40, 10, 0.3).select(["bool", "int64", "double_few", "text", "text_few", "us_utc"])
    delta = {"int64": "DELTA_BINARY_PACKED", "text": "DELTA_BYTE_ARRAY", "text_few": "DELTA_LENGTH_BYTE_ARRAY",
             "double_few": "BYTE_STREAM_SPLIT", "bool": "RLE"}
    for case in (dict(), dict(compression="none", data_page_version="2.0"), dict(compression="zstd"),
                 dict(compression="none", use_dictionary=False, column_encoding=delta)):
        pq.write_table(table, path, **case)
        survives(checks, f"damaged {case}", path, copy)
    lists = tables.lists(30, 17, 0.3).select(["list_int32", "list_text_few", "list_decimal", "embedding"])
    decimals = tables.decimals(30, 18, 0.3).select(["decimal_4", "decimal_18", "decimal_38_10"])
    for case in (dict(compression="none"), dict(compression="lz4"), dict(compression="brotli"),
                 dict(compression="none", data_page_version="2.0", use_dictionary=False, data_page_size=60,
                      write_batch_size=8)):
        for table, kind in ((lists, "lists"), (decimals, "decimals")):
            pq.write_table(table, path, **case)
            survives(checks, f"damaged {kind} {case}", path, copy)


def survives(checks: Checks, name: str, path: pathlib.Path, copy: pathlib.Path) -> None:
    code, output = checks.run("damage", path, copy, 3_000, timeout=300)
    checks.check(name, code == 0 and "errors" in output, f"exit {code}: {output[:300]}")
    if code not in (0, 1, -1000):
        # What ended the program becomes a fixture.
        kept = pathlib.Path(tempfile.gettempdir()) / f"crash-{abs(hash(copy.read_bytes())):x}.parquet"
        kept.write_bytes(copy.read_bytes())
        print(f"  kept as {kept}; add it to Tests/Fixtures/parquet")


def foreign(checks: Checks, folder: pathlib.Path) -> None:
    """Files of other programs: equal to pyarrow where it is read, an error that names the column where not."""
    for path in sorted(folder.glob("*.parquet")):
        table = pq.ParquetFile(path)
        arrow = table.schema_arrow
        for name in arrow.names:
            code, output = checks.run("dump", path, name)
            if code == 1:
                named = f"column '{name}'" in output and "cannot" in output
                checks.check(f"{path.name}: {name} is refused by name", named, output[:300])
                print(f"  {path.name}: {output.strip().split(': ', 2)[-1]}")
            elif checks.check(f"{path.name}: {name} is read", code == 0, f"exit {code}: {output[:300]}"):
                dumped = checks.dump(f"{path.name}", path, name)
                theirs = table.read(columns=[name])[name]
                checks.equal(path.name, name, dumped[name][1], tables.values(theirs))
    for path in sorted((folder / "bad").glob("*.parquet")):
        code, output = checks.run("dump", path, timeout=20)
        checks.check(f"bad/{path.name} is an error", code == 1 and "error" in output, f"exit {code}: {output[:300]}")


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        checks = Checks(sys.argv[1], folder)
        for step in (from_pyarrow, from_int96, from_pandas, from_polars, from_duckdb, large, rewritten, lists, decimals, other_types,
                     ranges, datasets, sorted_columns, refused, damaged,
                     oddities.old_footers, oddities.far_int96, oddities.null_arrays, oddities.arrow_types,
                     oddities.coarse_times):
            before = checks.compared
            step(checks, folder)
            print(f"{step.__name__}: {checks.compared - before} values compared")
        if len(sys.argv) > 2:
            before = checks.compared
            foreign(checks, pathlib.Path(sys.argv[2]))
            print(f"foreign: {checks.compared - before} values compared")
    print(f"{checks.compared} values compared")
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
