"""Runs parquet-peer and compares what it reads and writes with what others do."""

import json
import pathlib
import subprocess

import duckdb
import polars
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import tables


class Checks:
    """Counts checks and the values they compared."""

    def __init__(self, peer: str, folder: pathlib.Path):
        self.peer, self.folder = peer, folder
        self.passed = self.failed = self.compared = 0

    def check(self, name: str, condition: bool, detail: str = "") -> bool:
        if condition:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {name} {detail}")
        return condition

    def run(self, *arguments, timeout: float = 120) -> tuple[int, str]:
        """Returns the exit code and the output; a crash shows as a code that is neither 0 nor 1."""
        try:
            done = subprocess.run([self.peer, *map(str, arguments)], capture_output=True, timeout=timeout)
        except subprocess.TimeoutExpired:
            return -1000, "timed out"
        return done.returncode, done.stdout.decode()

    def dump(self, name: str, path, *columns: str, command: str = "dump", rest: tuple = ()) -> dict | None:
        code, output = self.run(command, path, *columns, *rest)
        if not self.check(f"{name}: is read", code == 0, f"exit {code}: {output[:300]}"):
            return None
        lines = [json.loads(line) for line in output.splitlines()]
        return {line["name"]: (line["type"], line["values"]) for line in lines}

    def equal(self, name: str, column: str, ours: list, theirs: list) -> None:
        self.compared += len(theirs)
        if ours == theirs:
            self.passed += 1
            return
        rows = [row for row, pair in enumerate(zip(ours, theirs)) if pair[0] != pair[1]]
        first = rows[0] if rows else min(len(ours), len(theirs))
        sample = f"{ours[first : first + 1]} for {theirs[first : first + 1]}"
        self.check(f"{name}: {column}", False, f"{len(ours)} rows for {len(theirs)}; row {first}: {str(sample)[:200]}")

    def reads(self, name: str, path, table: pa.Table) -> None:
        """Our reader gives the table's types and values."""
        dumped = self.dump(name, path)
        if dumped is None:
            return
        self.check(f"{name}: column names", list(dumped) == table.column_names, f"{list(dumped)}")
        for column in table.column_names:
            kind = tables.expected_type(table.schema.field(column).type)
            self.check(f"{name}: type of {column}", dumped[column][0] == kind, f"{dumped[column][0]} for {kind}")
            self.equal(name, column, dumped[column][1], tables.values(table[column]))

    def writes(self, name: str, source, table: pa.Table, *options: str) -> None:
        """What our writer makes of a file is read by everyone as the same values."""
        table = tables.as_written(table)
        target = self.folder / "rewritten.parquet"
        code, output = self.run("rewrite", source, target, *options)
        if not self.check(f"{name}: is rewritten", code == 0, f"exit {code}: {output[:300]}"):
            return
        self.same(f"{name}: pyarrow reads ours", table, pq.read_table(target, page_checksum_verification=True), True)
        self.same(f"{name}: polars reads ours", table, polars.read_parquet(target).to_arrow())
        connection = duckdb.connect()
        connection.execute("set timezone = 'UTC'")
        self.same(f"{name}: DuckDB reads ours", table, connection.sql(f"from '{target}'").to_arrow_table())
        pq.ParquetFile(target).metadata  # parses
        self.reads(f"{name}: we read ours", target, pq.read_table(target))

    def same(self, name: str, wanted: pa.Table, found: pa.Table, exact_types: bool = False) -> None:
        self.check(f"{name}: column names", wanted.column_names == found.column_names, f"{found.column_names}")
        for column in wanted.column_names:
            ours, theirs = wanted[column], found[column]
            kind, other = tables.expected_type(ours.type), tables.expected_type(theirs.type)
            if exact_types:
                self.check(f"{name}: type of {column}", kind == other, f"{theirs.type}")
                self.check(f"{name}: {column} is no large type", not str(theirs.type).startswith("large"))
            left, right = tables.values(ours), tables.values(theirs)
            mine, other = (kind.value_type if tables.is_list(kind) else kind for kind in (ours.type, theirs.type))
            if pa.types.is_timestamp(mine) and mine.unit != other.unit:
                # A reader that has not our unit: compared in the coarser one.
                unit = min(mine.unit, other.unit, key=["s", "ms", "us", "ns"].index)
                left = tables.rescaled(left, mine.unit, unit)
                right = tables.rescaled(right, other.unit, unit)
            self.equal(name, column, right, left)

    def refuses(self, name: str, path, column: str, feature: str, *others: str) -> None:
        """A column that cannot be read is named, with its feature, and the others are read."""
        code, output = self.run("dump", path)
        named = code == 1 and f"column '{column}'" in output and feature in output
        self.check(f"{name}: names {column} and {feature}", named, f"exit {code}: {output[:300]}")
        dumped = self.dump(name, path, *others)
        if dumped is not None:
            table = pq.read_table(path, columns=list(others))
            for other in others:
                self.equal(name, other, dumped[other][1], tables.values(table[other]))

    def bounds(self, name: str, path, table: pa.Table) -> None:
        """The bounds and null counts that pyarrow shows of our chunks are those of the values."""
        metadata = pq.ParquetFile(path).metadata
        start = 0
        for number in range(metadata.num_row_groups):
            group = metadata.row_group(number)
            rows = table.slice(start, group.num_rows)
            start += group.num_rows
            for index, column in enumerate(table.column_names):
                found = group.column(index).statistics
                self.check(f"{name}: nulls of {column}", found.null_count == rows[column].null_count)
                values = rows[column].drop_null()
                if pa.types.is_floating(values.type):
                    values = values.filter(pc.invert(pc.is_nan(values)))
                bounds = pc.min_max(values).as_py()
                # Texts of more than 256 bytes are no bounds.
                is_long = len(values) > 0 and isinstance(bounds["max"], str) and len(bounds["max"].encode()) > 256
                expected = len(values) > 0 and not is_long
                self.check(f"{name}: {column} has bounds", found.has_min_max == expected)
                if not expected:
                    continue
                self.check(f"{name}: bounds of {column}", [found.min, found.max] == [bounds["min"], bounds["max"]],
                           f"{found.min} {found.max} for {bounds}")

    def statistics(self, name: str, path) -> None:
        """Bounds and null counts of integer columns are those that pyarrow shows."""
        code, output = self.run("columns", path)
        if not self.check(f"{name}: shows statistics", code == 0, output[:300]):
            return
        metadata = pq.ParquetFile(path).metadata
        for index, line in enumerate(map(json.loads, output.splitlines())):
            if line["type"] not in ("int32", "int64"):
                continue
            for number, group in enumerate(line["groups"]):
                theirs = metadata.row_group(number).column(index).statistics
                if theirs is None:
                    continue
                wanted = [theirs.min, theirs.max] if theirs.has_min_max else [None, None]
                nulls = theirs.null_count if theirs.has_null_count else None
                self.equal(name, f"{line['name']} statistics", group[1:], wanted + [nulls])
