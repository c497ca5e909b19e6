#!/usr/bin/env python3
"""Checks registry files and computed features with Python and pandas.

  check.py FEATURESTORE DEFINITIONS-PEER FOLDER

Registry files are exchanged both ways and read by the rules of Python 3.10. Features of 6,919 real purchases are published
by the command line and recomputed with pandas. Nothing here is shared with the package: it slides, this looks at every
window anew. The last line is `N passed, N failed`.
"""
import datetime as dt
import json
import math
import re
import shutil
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Integration"))

import pandas as pd  # noqa: E402

import exact  # noqa: E402
import formulas  # noqa: E402
from checking import expect, expect_columns, expect_equal, tally  # noqa: E402
from writing import KEYS, definition, run, write  # noqa: E402

PURCHASES = ROOT / "Samples/CustomerRetention/data/cdnow_transactions.csv"
AGGREGATIONS = ["sum", "mean", "count", "min", "max", "std", "last", "first", "count_distinct"]
DAYS = [1, 7, 30, 90]
# What datetime.fromisoformat of Python 3.10 takes; newer ones take more.
ISO = re.compile(r"\d{4}-\d\d-\d\d(.\d\d(:\d\d(:\d\d(\.\d{3}(\d{3})?)?)?)?([+-]\d\d:\d\d(:\d\d(\.\d{6})?)?)?)?")


def instant(text, where):
    expect(ISO.fullmatch(text), f"{where}: Python 3.10 cannot read {text!r}")
    return dt.datetime.fromisoformat(text)


def ours_in_python(peer, folder):
    """A registry made in Swift, read in Python."""
    run(peer, "make", folder / "ours.json")
    registry = json.loads((folder / "ours.json").read_text())
    expect_equal(list(registry), ["metadata", "features", "groups"], "top level")
    expect_equal(registry["metadata"]["version"], "1.0.0", "version")
    age = dt.datetime.now(dt.timezone.utc) - instant(registry["metadata"]["created_at"], "metadata")
    expect(abs(age) < dt.timedelta(minutes=5), "created_at is not now")
    for name, feature in registry["features"].items():
        expect_equal(list(feature), KEYS, f"keys of {name}")
        expect_equal(feature["name"], name, "name")
        instant(feature["created_at"], name)
    windows = [feature["aggregation"] for feature in registry["groups"]["windows"]["features"]]
    expect_equal(windows, AGGREGATIONS, "aggregations")
    expect_equal(registry["features"]["sum_30d"]["window_days"], 30, "window_days")
    expect(isinstance(registry["features"]["orders"]["fill_value"], int), "0 stays whole")
    expect(isinstance(registry["features"]["sum_30d"]["fill_value"], float), "0.5 stays a float")
    expect_equal(registry["features"]["recency"]["leakage_notes"], "ünïcode 🎈", "text")
    expect_equal(list(registry["groups"]["windows"]),
                 ["name", "description", "features", "entity_key", "timestamp_column", "source_table", "tags"], "group")


def theirs_through_swift(peer, folder):
    """A registry made in Python comes back from Swift with the same content, unknown keys included."""
    sparse = {"name": "sparse", "description": "", "entity_key": "customer_id"}
    full = definition("full", source_columns=["a"], computation_type="window", aggregation="std", window_days=9,
                      fill_value=-0.25, tags={"x": "y", "n": 3}, unit={"of": ["m", 1, 1.0, None, True]}, fancy=1e300)
    groups = {"g": {"name": "g", "description": "d", "features": [full], "entity_key": "customer_id",
                    "timestamp_column": "t", "source_table": None, "tags": {}, "owner": "me"}}
    source = write(folder / "theirs.json", [full, sparse, definition("fill", fill_value=float("nan"))], groups, extra=[1])
    run(peer, "copy", source, folder / "copy.json")
    run(peer, "copy", folder / "copy.json", folder / "copy2.json")
    before, after = json.loads(source.read_text()), json.loads((folder / "copy.json").read_text())
    expect_equal((folder / "copy.json").read_bytes(), (folder / "copy2.json").read_bytes(), "second copy")
    expect_equal(after["features"]["full"], full, "full")
    expect_equal(after["groups"], groups, "groups")
    expect_equal((after["metadata"], after["extra"]), (before["metadata"], [1]), "the rest")
    expect(math.isnan(after["features"]["fill"]["fill_value"]), "NaN survives")
    expect_equal(after["features"]["sparse"]["timestamp_column"], "feature_timestamp", "default")
    expect("created_at" not in after["features"]["sparse"], "an unknown time is not invented")


def window_features():
    for column in ("amount", "quantity"):
        for name in AGGREGATIONS:
            kind = "int64" if name.startswith("count") else "float64"
            yield definition(f"{name}_{column}", source_columns=[column], computation_type="aggregation",
                             aggregation=name, data_type=kind)
            for days in DAYS:
                yield definition(f"{name}_{column}_{days}d", source_columns=[column], computation_type="window",
                                 aggregation=name, window_days=days, data_type=kind)
    yield definition("basket", source_columns=["sum_amount", "count_amount"], computation_type="ratio")
    yield definition("product", source_columns=["amount", "quantity"], computation_type="interaction")
    yield definition("big", computation_type="derived", derivation_formula="if(amount > 2 * basket, 1, 0)")
    yield definition("age", computation_type="derived", derivation_formula="order_date - date('1997-01-01')",
                     data_type="int64")


def published(store, folder, source):
    """The rows that the command line wrote, by customer and day."""
    registry = write(folder / "purchases.json", list(window_features()))
    repo = folder / f"repo_{source.suffix[1:]}"
    run(store, "--backend", "feast", "--repo", repo, "publish", "--from", source, "--registry", registry,
        "--table", "purchases", "--cutoff-date", "1998-06-30")
    rows = pd.read_parquet(max((repo / "data/purchases").glob("*.parquet")))
    rows["order_date"] = rows.order_date.dt.tz_localize(None)
    return rows.sort_values(["customer_id", "order_date"], kind="stable").reset_index(drop=True)


def against_pandas(store, folder):
    """Windows and histories of real purchases, against pandas' rolling and expanding."""
    bought = pd.read_csv(PURCHASES, parse_dates=["order_date"])
    bought = bought.sort_values(["customer_id", "order_date"], kind="stable").reset_index(drop=True)
    last = ~bought.duplicated(["customer_id", "order_date"], keep="last")
    ours = published(store, folder, PURCHASES)
    expect_columns(ours.customer_id, bought.customer_id[last], "customers")
    expect_columns(ours.order_date, bought.order_date[last], "days")
    by_customer = bought.set_index("order_date").groupby("customer_id")
    for column in ("amount", "quantity"):
        for days in [None, *DAYS]:
            moving = by_customer[column].rolling(f"{days}D") if days else by_customer[column].expanding()
            suffix = f"{column}_{days}d" if days else column
            for name in ("min", "max", "count"):
                expect_columns(ours[f"{name}_{suffix}"], getattr(moving, name)().values[last], f"{name}_{suffix}")
            if column == "quantity":
                expect_columns(ours[f"sum_{suffix}"], moving.sum().values[last], f"sum_{suffix}")
            for name in ("sum", "mean", "std"):
                theirs = pd.Series(getattr(moving, name)().values[last])
                mine = ours[f"{name}_{suffix}"]
                expect((mine.isna() == theirs.isna()).all(), f"nulls of {name}_{suffix}")
                # pandas adds and removes with rounding, so its own deviations of equal values are off by some 1e-7.
                expect(((mine - theirs).abs().dropna() <= (1e-6 if name == "std" else 1e-9)).all(), f"{name}_{suffix}")


def against_every_window(store, folder):
    """Every value anew from the rows of its window, to the last bit."""
    bought = pd.read_csv(PURCHASES, parse_dates=["order_date"])
    ours = published(store, folder, PURCHASES)
    history = {key: rows.sort_values("order_date", kind="stable") for key, rows in bought.groupby("customer_id")}
    for row in ours.itertuples():
        known = history[row.customer_id]
        known = known[known.order_date <= row.order_date]
        for days in [None, *DAYS]:
            seen = known if days is None else known[known.order_date > row.order_date - pd.Timedelta(days=days)]
            values = list(seen.amount)
            suffix = "amount" if days is None else f"amount_{days}d"
            anew = {"sum": math.fsum(values), "mean": statistics.mean(values), "first": values[0],
                    "last": values[-1], "count": len(values), "count_distinct": len(set(values))}
            for name, value in anew.items():
                expect_equal(getattr(row, f"{name}_{suffix}"), value, f"{name}_{suffix} of {row.customer_id}")
        total, latest = math.fsum(known.amount), known.iloc[-1]
        expect_equal(row.basket, total / len(known), "basket")
        expect_equal(row.product, latest.amount * latest.quantity, "product")
        expect_equal(row.big, float(latest.amount > 2 * total / len(known)), "big")
        expect_equal(row.age, (row.order_date - pd.Timestamp("1997-01-01")).days, "age")


def parquet_as_csv(store, folder):
    """Events in a Parquet file of pandas give the same rows as the CSV file."""
    bought = pd.read_csv(PURCHASES, parse_dates=["order_date"])
    bought.to_parquet(folder / "purchases.parquet")
    from_csv = published(store, folder, PURCHASES)
    from_parquet = published(store, folder, folder / "purchases.parquet")
    for name in from_csv.columns:
        expect_columns(from_parquet[name], from_csv[name], name)


def refusals(store, folder):
    """A bad formula is quoted with a caret; another cut-off date is refused with both named."""
    registry = write(folder / "bad.json", [definition("x", computation_type="derived", derivation_formula="amount / foo")])
    said = run(store, "features", "validate", registry, "--data", PURCHASES, fails=True)
    expect("x: the formula is wrong at character 10: there is no 'foo'" in said and "amount / foo" in said, said)
    said = run(store, "--backend", "feast", "--repo", folder / "repo_csv", "publish", "--from", PURCHASES, "--registry",
               registry, "--table", "other", "--cutoff-date", "1998-06-30", fails=True)
    expect("\n  amount / foo\n           ^" in said, said)
    good = write(folder / "good.json", [definition("amount")])
    said = run(store, "--backend", "feast", "--repo", folder / "repo_csv", "publish", "--from", PURCHASES, "--registry",
               good, "--table", "other", "--cutoff-date", "1998-01-01", fails=True)
    expect("1998-01-01" in said and "1998-06-30" in said, said)


def main():
    store, peer, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), Path(sys.argv[3])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tally.run("a registry of ours is read by Python 3.10's rules", ours_in_python, peer, folder)
    tally.run("a registry of Python's comes back whole", theirs_through_swift, peer, folder)
    tally.run("windows and histories equal pandas'", against_pandas, store, folder)
    tally.run("every value equals one made anew from its window", against_every_window, store, folder)
    tally.run("Parquet events give the same as CSV", parquet_as_csv, store, folder)
    tally.run("what is refused says why", refusals, store, folder)
    for title, check in formulas.CHECKS + exact.CHECKS:
        tally.run(title, check, store, folder)
    tally.finish()


if __name__ == "__main__":
    main()
