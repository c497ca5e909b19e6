#!/usr/bin/env python3
"""Makes the golden files of the DataFrames tests with pandas: python3 make.py (pandas 2.3.3).

input.csv      generated rows with nulls
describe.csv   pandas' describe() of each column, one row a column
counts.csv     value_counts() of the column `city`
order.csv      the row numbers after sort_values(["city", "score"], ascending=[True, False], kind="stable")
"""
import pathlib
import random

import pandas as pd

HERE = pathlib.Path(__file__).parent
ROWS = 211


def rows():
    rng = random.Random(20240131)
    cities = ["Oslo", "Bern", "Zürich", "東京", "São Paulo, SP"]
    for row in range(ROWS):
        yield {
            "row": row,
            "small": rng.randint(-1000, 1000),
            "large": rng.choice([None, rng.randint(-(2**52), 2**52)]),
            "score": None if row % 7 == 0 else round(rng.gauss(0, 1e3), 3),
            "tiny": rng.uniform(-1e-300, 1e-300),
            "one": 4.25 if row == 100 else None,
            "city": rng.choices([None, *cities], weights=[10, 5, 10, 20, 30, 40])[0],
            "flag": rng.random() < 0.7,
            "time": pd.Timestamp("2024-01-01", tz="UTC") + pd.Timedelta(microseconds=rng.randint(0, 10**13)),
        }


def number(value):
    return "" if pd.isna(value) else repr(float(value))


def described(frame):
    for name, column in frame.items():
        nulls = int(column.isna().sum())
        summary = column.describe()
        fields = {"column": name, "count": len(column) - nulls, "nulls": nulls}
        if name in ("city", "flag"):
            counts = column.value_counts()
            assert counts.iloc[0] > counts.iloc[1], "the most frequent value must be the only one"
            fields |= {"unique": summary["unique"], "top": str(summary["top"]).lower() if name == "flag" else summary["top"]}
            fields |= {"freq": summary["freq"]}
        elif name == "time":
            stamp = "%Y-%m-%dT%H:%M:%S.%fZ"
            fields |= {"first": column.min().strftime(stamp), "last": column.max().strftime(stamp)}
        else:
            fields |= {key: number(summary[key]) for key in ("mean", "std", "min", "25%", "50%", "75%", "max")}
        yield fields


def main():
    frame = pd.DataFrame(rows()).astype({"large": "Int64"})
    text = frame.copy()
    text["time"] = text["time"].dt.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    text["flag"] = text["flag"].map({True: "true", False: "false"})
    text.to_csv(HERE / "input.csv", index=False)
    pd.DataFrame(described(frame)).to_csv(HERE / "describe.csv", index=False, float_format="%d")
    counts = frame["city"].value_counts()
    assert counts.is_unique, "the order of equal counts is not pandas' to decide"
    counts.to_csv(HERE / "counts.csv")
    order = frame.sort_values(["city", "score"], ascending=[True, False], kind="stable")
    order[["row"]].to_csv(HERE / "order.csv", index=False)


main()
