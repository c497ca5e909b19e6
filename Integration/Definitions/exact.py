"""Sums, means and deviations against Python's fractions, decimals, and finished columns against the Python framework's rule."""
import datetime as dt
import math
import random
import statistics
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pyarrow.parquet as pq

from checking import expect, expect_equal
from writing import definition, publish, run, write


def deviation(values):
    """The sample standard deviation, from a whole number of hundreds of bits, rounded once."""
    spread = statistics.variance([Fraction(value) for value in values])
    if spread == 0:
        return 0.0
    bits = 1500
    scaled = (spread.numerator << (2 * bits)) // spread.denominator
    root = math.isqrt(scaled)
    exact = root * root * spread.denominator == spread.numerator << (2 * bits)
    try:
        return float(Fraction(root if exact else 2 * root + 1, 1 << (bits if exact else bits + 1)))
    except OverflowError:
        return math.inf


def history(store, folder, name, values, definitions):
    """The features of one customer with an event a day, by day."""
    days = [dt.datetime(2024, 1, 1) + dt.timedelta(days=place) for place in range(len(values))]
    table = pa.table({"customer_id": [1] * len(values), "order_date": pa.array(days, pa.timestamp("us")), "v": values})
    pq.write_table(table, folder / f"{name}.parquet")
    repo = folder / f"repo_{name}"
    run(store, "--backend", "feast", "--repo", repo, "publish", "--from", folder / f"{name}.parquet", "--registry",
        write(folder / f"{name}.json", definitions), "--table", name)
    written = max((repo / "data" / name).rglob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)
    return pq.read_table(written).sort_by("order_date")


def numbers(rng):
    epoch = 1_700_000_000_000_000_000
    yield "epoch", pa.array([epoch + rng.randrange(10**6) for _ in range(60)], pa.int64())
    yield "wide", pa.array([float(2**53 + 2 * place) for place in range(40)], pa.float64())
    yield "tiny", pa.array([rng.random() * 1e-200 for _ in range(40)], pa.float64())
    yield "huge", pa.array([rng.random() * 1e200 for _ in range(40)], pa.float64())
    yield "top", pa.array([1.7e308, 1.7e308, -1.7e308, 1e300, 5e-324], pa.float64())
    yield "close", pa.array([1 + rng.randrange(9) * 2.0**-52 for _ in range(60)], pa.float64())
    yield "money", pa.array([Decimal(rng.randrange(-10**9, 10**9)).scaleb(-2) for _ in range(60)], pa.decimal128(18, 2))
    yield "long", pa.array([Decimal(rng.randrange(10**30)).scaleb(-10) for _ in range(40)], pa.decimal128(38, 10))


def exact_statistics(store, folder):
    rng = random.Random(11)
    features = [definition(f"{kind}_{days or 'all'}", computation_type="window" if days else "aggregation",
                           aggregation=kind, window_days=days, source_columns=["v"])
                for kind in ("mean", "std") for days in (None, 1, 7)]
    for name, values in numbers(rng):
        table = history(store, folder, name, values, features)
        known = values.to_pylist()
        for place in range(len(known)):
            for days in (None, 1, 7):
                seen = known[:place + 1] if days is None else known[max(0, place + 1 - days):place + 1]
                mean = float(sum(map(Fraction, seen)) / len(seen))
                expect_equal(table[f"mean_{days or 'all'}"][place].as_py(), mean, f"mean of {name}, {place}")
                std = deviation(seen) if len(seen) > 1 else None
                expect_equal(table[f"std_{days or 'all'}"][place].as_py(), std, f"std of {name}, {place}")


def decimals(store, folder):
    """Sums, smallest and largest of decimals are Python's, digit by digit."""
    rng = random.Random(12)
    known = [Decimal(rng.randrange(-10**25, 10**25)).scaleb(-4) for _ in range(80)]
    features = [definition(f"{kind}_{data_type[:7]}", computation_type="aggregation", aggregation=kind, source_columns=["v"],
                           data_type=data_type)
                for kind in ("sum", "min", "max") for data_type in ("decimal", "float64")]
    table = history(store, folder, "decimals", pa.array(known, pa.decimal128(38, 4)), features)
    for place in range(len(known)):
        seen = known[:place + 1]
        for kind, value in (("sum", sum(seen)), ("min", min(seen)), ("max", max(seen))):
            expect_equal(table[f"{kind}_decimal"][place].as_py(), value, f"{kind} {place}")
            expect_equal(table[f"{kind}_float64"][place].as_py(), float(Fraction(value)), f"{kind} {place} as a double")


def whole_days(store, folder):
    """Differences of times as whole numbers are what Python's timedelta calls its days."""
    rng = random.Random(13)
    start = dt.datetime(2024, 1, 1)
    since = [start + dt.timedelta(microseconds=rng.randrange(-10**13, 10**13)) for _ in range(200)]
    texts = {"plain": "order_date - since", "most": "max(order_date - since, 0)", "none": "coalesce(order_date - since, -1)",
             "less": "order_date - since - 3"}
    table, _ = publish(store, folder, "days", {"since": pa.array(since, pa.timestamp("us"))}, [
        definition(name, computation_type="derived", derivation_formula=text, data_type="int64")
        for name, text in texts.items()])
    days = [(start - each).days for each in since]
    expect_equal(table["plain"].to_pylist(), days, "days")
    expect_equal(table["most"].to_pylist(), [max(each, 0) for each in days], "max")
    expect_equal(table["none"].to_pylist(), days, "coalesce")
    expect_equal(table["less"].to_pylist(), [each - 3 for each in days], "difference")


def finished_columns(store, folder):
    """`--computes none` writes what the Python framework does: the features that are columns, in the registry's order."""
    columns = {"spend_30d": pa.array([1.5, 2.5]), "orders": pa.array([3, 4]), "city": pa.array(["x", "y"])}
    features = [definition("orders", computation_type="aggregation", aggregation="count", data_type="int64"),
                definition("spend_30d", computation_type="window", aggregation="sum", window_days=30, source_columns=["amount"]),
                definition("basket", computation_type="ratio", source_columns=["spend_30d", "orders"])]
    theirs = [each["name"] for each in features if each["name"] in columns]
    table, said = publish(store, folder, "finished", columns, features, "--computes", "none")
    expect_equal(table.column_names[2:], theirs, "columns")
    expect("Copied: orders, spend_30d.\nLeft out: basket.\n" in said, said)
    for name in theirs:
        expect_equal(table[name].to_pylist(), columns[name].to_pylist(), name)
    table, said = publish(store, folder, "completed", columns, features)
    expect_equal(table["basket"].to_pylist(), [0.5, 0.625], "basket")
    expect("Copied: orders, spend_30d.\nComputed: basket.\n" in said, said)


CHECKS = [("means and deviations are Python's fractions, rounded once", exact_statistics),
          ("decimals stay decimals", decimals), ("whole days are Python's", whole_days),
          ("finished columns are copied, and none does what the Python framework does", finished_columns)]
