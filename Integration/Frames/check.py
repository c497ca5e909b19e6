#!/usr/bin/env python3
"""Checks joins and groups of frames with polars, DuckDB and pandas.

  check.py FRAMES-PEER FOLDER

Generated frames with nulls, NaN, ties, repeated keys and times of two units go through the peer program; polars and
DuckDB join the same files, pandas and polars group them. The last line is `N passed, N failed`.
"""
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import duckdb  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import polars as pl  # noqa: E402

from checking import expect, expect_columns, tally  # noqa: E402

PEER, FOLDER = Path(sys.argv[1]), Path(sys.argv[2])
AGGREGATIONS = ["rows", "count", "distinct", "sum", "mean", "std", "min", "max", "first", "last"]


def peer(*arguments):
    done = subprocess.run([str(PEER), *map(str, arguments)], capture_output=True, text=True)
    expect(done.returncode == 0, f"{arguments[:1]} ended with {done.returncode}: {done.stderr}")


def pick(random, values, count, nulls):
    """A column drawn from some values; a share of it is null."""
    drawn = [values[index] for index in random.integers(0, len(values), count)]
    return [None if random.random() < nulls else value for value in drawn]


def frame(seed, count, keys, unit, nulls, values):
    """Rows with two keys, a time with many ties, a created time, and values of each kind."""
    random = np.random.default_rng(seed)
    made = {
        "k": pl.Series(pick(random, list(range(keys)), count, nulls), dtype=pl.Int64),
        "s": pl.Series(pick(random, ["a", "b", "é", "e\u0301", ""], count, nulls), dtype=pl.String),
        "t": pl.Series(pick(random, list(range(0, 60)), count, nulls), dtype=pl.Int64),
    }
    table = pl.DataFrame(made).with_columns((pl.col("t") * 1_000_000).cast(pl.Datetime("us", "UTC")).dt.cast_time_unit(unit))
    if not values:
        return table.with_columns(pl.int_range(count).alias("label"))
    return table.with_columns(
        pl.Series("created", random.integers(0, 5, count) * 1_000_000).cast(pl.Datetime("us", "UTC")),
        pl.Series("i", pick(random, list(range(-50, 50)), count, nulls), dtype=pl.Int32),
        pl.Series("f", pick(random, [0.1, -2.5, 1e16, 3.0, float("nan")], count, nulls), dtype=pl.Float64),
        pl.Series("text", pick(random, ["x", "yy", "z\u00e9", "A"], count, nulls), dtype=pl.String),
        pl.Series("b", pick(random, [True, False], count, nulls), dtype=pl.Boolean),
        pl.int_range(count).alias("row"))


def compare(ours, theirs, where):
    expect(list(ours.columns) == list(theirs.columns), f"{where}: columns {ours.columns} and {theirs.columns}")
    for name in theirs.columns:
        expect_columns(ours[name].to_list(), theirs[name].to_list(), f"{where}, column {name}")


def expected_as_of(left, right, keys, ttl):
    """The definition by polars: rows without key or time match nothing; ties go to the latest created, then the last."""
    known = right.drop_nulls(keys + ["t"]).sort("t", "created", "row").with_columns(pl.col("t").alias("matched"))
    known = known.drop("created")
    numbered = left.with_row_index("place")
    asked = numbered.drop_nulls(keys + ["t"]).sort("t")
    options = {} if ttl is None else {"tolerance": f"{ttl}s"}
    if keys:
        options.update(by=keys, check_sortedness=False)
    found = asked.join_asof(known, on="t", **options)
    rest = numbered.filter(pl.any_horizontal([pl.col(key).is_null() for key in keys + ["t"]]))
    return pl.concat([found, rest], how="diagonal").sort("place").drop("place")


def check_as_of(seed, keys, ttl, unit):
    left = frame(seed, 3_000, 20, "us", 0.05, values=False)
    right = frame(seed + 1000, 5_000, 25, unit, 0.05, values=True)
    if keys != ["k", "s"]:
        left, right = (table.drop([key for key in ["k", "s"] if key not in keys]) for table in (left, right))
    left.write_parquet(FOLDER / "left.parquet")
    right.write_parquet(FOLDER / "right.parquet")
    peer("asof", FOLDER / "left.parquet", FOLDER / "right.parquet", FOLDER / "out.parquet", "t", ",".join(keys),
         "-" if ttl is None else ttl, "created")
    ours = pl.read_parquet(FOLDER / "out.parquet")
    right = right.with_columns(pl.col("t").dt.cast_time_unit("us"))
    theirs = expected_as_of(left, right, keys, ttl).select(ours.columns)
    compare(ours, theirs, f"seed {seed}, keys {keys}, ttl {ttl}")


def check_duckdb_as_of(seed):
    """DuckDB's ASOF join, with at most one history row for a key and a time: its choice among ties is not defined."""
    left = frame(seed, 2_000, 20, "us", 0.05, values=False)
    right = frame(seed + 1, 3_000, 25, "us", 0.05, values=True).unique(["k", "s", "t"], keep="first", maintain_order=True)
    left.write_parquet(FOLDER / "left.parquet")
    right.write_parquet(FOLDER / "right.parquet")
    peer("asof", FOLDER / "left.parquet", FOLDER / "right.parquet", FOLDER / "out.parquet", "t", "k,s", "-", "created")
    query = f"""SELECT l.label, r.i, r.text, r.row FROM '{FOLDER}/left.parquet' l ASOF LEFT JOIN '{FOLDER}/right.parquet' r
                ON l.k = r.k AND l.s = r.s AND l.t >= r.t ORDER BY l.label"""
    compare(pl.read_parquet(FOLDER / "out.parquet").select("label", "i", "text", "row"), duckdb.sql(query).pl(), f"seed {seed}")


def check_join(seed, kind, keys):
    left = frame(seed, 400, 30, "us", 0.05, values=False)
    right = frame(seed + 1, 500, 40, "us", 0.05, values=True).drop("t", *[key for key in ["k", "s"] if key not in keys])
    left.write_parquet(FOLDER / "left.parquet")
    right.write_parquet(FOLDER / "right.parquet")
    peer("join", FOLDER / "left.parquet", FOLDER / "right.parquet", FOLDER / "out.parquet", ",".join(keys), kind)
    theirs = left.join(right, on=keys, how=kind, maintain_order="left_right" if kind in ("inner", "left") else "left")
    compare(pl.read_parquet(FOLDER / "out.parquet"), theirs, f"seed {seed}, {kind} on {keys}")


def values_of(table, column):
    """NaN counts as no value, as in pandas."""
    return table.with_columns(pl.col("f").fill_nan(None)) if column == "f" else table


def expected_group(table, keys, aggregation, column):
    whole = pl.col(column)
    known = values_of(table, column).get_column(column)
    table = table.with_columns(known.alias("known"))
    number = pl.col("known").cast(pl.Float64) if aggregation in ("mean", "std") and column in ("i", "b") else pl.col("known")
    made = {
        "rows": pl.len(), "count": pl.col("known").count(), "distinct": pl.col("known").drop_nulls().n_unique(),
        "sum": pl.when(pl.col("known").count() > 0).then(pl.col("known").cast(pl.Float64 if column == "f" else pl.Int64, strict=False).sum() if column != "text" else None),
        "mean": number.mean() if column != "text" else None, "std": number.std() if column != "text" else None,
        "min": pl.col("known").min(), "max": pl.col("known").max(), "first": whole.first(), "last": whole.last(),
    }[aggregation]
    return table.group_by(keys, maintain_order=True).agg(made.alias("answer"))


def check_group(seed, keys, column):
    table = frame(seed, 4_000, 30, "us", 0.1, values=True)
    table.write_parquet(FOLDER / "in.parquet")
    wanted = [name for name in AGGREGATIONS if column != "text" or name not in ("sum", "mean", "std")]
    if column == "b":
        wanted = [name for name in wanted if name != "std"]
    peer("group", FOLDER / "in.parquet", FOLDER / "out.parquet", ",".join(keys), *[f"{name}:{column}" for name in wanted])
    ours = pl.read_parquet(FOLDER / "out.parquet")
    for name, answer in zip(wanted, ours.columns[len(keys):]):
        theirs = expected_group(table, keys, name, column)
        for key in keys:
            expect_columns(ours[key].to_list(), theirs[key].to_list(), f"seed {seed}, key {key}")
        where = f"seed {seed}, {name} of {column}"
        if name in ("mean", "std") or (name == "sum" and column == "f"):
            compare_numbers(ours[answer], theirs["answer"], where)
        else:
            expect_columns(ours[answer].to_list(), theirs["answer"].to_list(), where)


def compare_numbers(ours, theirs, where):
    """Rounded sums agree to 12 digits of the largest summand."""
    for row, (mine, other) in enumerate(zip(ours.to_list(), theirs.to_list())):
        same = mine is other or (mine is not None and other is not None and abs(mine - other) <= 1e-9 * max(1, abs(other)))
        expect(same, f"{where}, row {row}: ours is {mine!r}, expected {other!r}")


def check_pandas(seed):
    """Means and deviations as pandas has them."""
    table = frame(seed, 3_000, 50, "us", 0.1, values=True)
    table.write_parquet(FOLDER / "in.parquet")
    peer("group", FOLDER / "in.parquet", FOLDER / "out.parquet", "k", "mean:i", "std:i", "sum:i")
    ours = pl.read_parquet(FOLDER / "out.parquet")
    data = pd.read_parquet(FOLDER / "in.parquet", dtype_backend="numpy_nullable")
    theirs = data.groupby("k", dropna=False, sort=False)["i"].agg(["mean", "std", "sum"])
    for name, column in (("i_mean", "mean"), ("i_std", "std"), ("i_sum", "sum")):
        other = pl.Series([None if value is pd.NA else float(value) for value in theirs[column]], dtype=pl.Float64)
        compare_numbers(ours[name].cast(pl.Float64), other, f"seed {seed}, {name}")


def main():
    FOLDER.mkdir(parents=True)
    for seed, (keys, ttl, unit) in enumerate([(["k"], None, "us"), (["k"], 7, "ms"), (["k", "s"], 0, "ns"), (["k", "s"], 30, "us"),
                                              ([], None, "us"), ([], 3, "ms")]):
        tally.run(f"as-of join by {keys}, ttl {ttl}, history in {unit}, as polars", check_as_of, seed, keys, ttl, unit)
    for seed in range(3):
        tally.run(f"as-of join as DuckDB, seed {seed}", check_duckdb_as_of, 50 + seed)
    for seed, kind in enumerate(["inner", "left", "semi", "anti"]):
        for keys in (["k"], ["k", "s"], ["s"]):
            tally.run(f"{kind} join on {keys}, as polars", check_join, 100 + seed, kind, keys)
    for seed, keys in enumerate([["k"], ["s"], ["k", "s"], ["b"]]):
        for column in ["i", "f", "text", "b"]:
            if column not in keys:
                tally.run(f"groups by {keys} of {column}, as polars", check_group, 200 + seed, keys, column)
    tally.run("means and deviations, as pandas", check_pandas, 300)
    tally.finish()


main()
