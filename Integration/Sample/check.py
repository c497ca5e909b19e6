#!/usr/bin/env python3
"""Recomputes every number of the sample with pandas, and asks Feast for the same on the sample's repository.

  check.py CUSTOMER-RETENTION FOLDER

Runs the sample's program with its output in FOLDER. Nothing here is shared with the sample: it bisects dense arrays, this
joins tables. The last line is `N passed, N failed`.
"""
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

if os.environ.get("TZ") != "UTC":
    # Feast reads and writes the online store's times through the process' local time zone.
    os.environ["TZ"] = "UTC"
time.tzset()
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Integration"))
sys.path.insert(0, str(ROOT / "Integration" / "Feast"))

import pandas as pd  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

from checking import expect, expect_columns, tally  # noqa: E402
from peer import Peer  # noqa: E402

PURCHASES = ROOT / "Samples/CustomerRetention/data/cdnow_transactions.csv"
VIEW = "purchase_history"
DAY = pd.Timedelta(days=1)


def purchases():
    """One row per purchase; it is known from the midnight after its day on."""
    frame = pd.read_csv(PURCHASES, parse_dates=["order_date"])
    frame["cents"] = (frame.amount * 100).round().astype("int64")
    frame["known"] = (frame.order_date + DAY).dt.tz_localize("UTC")
    return frame.drop(columns=["quantity", "amount", "order_date"])


def gold_table(bought):
    """The snapshots, one month after the other, each from the purchases known when it began."""
    months = pd.date_range("1997-02-01", "1998-07-01", freq="MS", tz="UTC")
    return pd.concat([snapshot(bought[bought.known <= month], month) for month in months], ignore_index=True)


def snapshot(known, month):
    by_customer = known.groupby("customer_id")
    rows = pd.DataFrame({
        "days_since_first_order": (month - by_customer.known.min()) // DAY + 1,
        "days_since_last_order": (month - by_customer.known.max()) // DAY + 1,
    })
    for days in (30, 90, 365, None):
        recent = known if days is None else known[known.known > month - days * DAY]
        part = recent.groupby("customer_id").cents.agg(["count", "sum"]).reindex(rows.index, fill_value=0)
        orders, spend = ("total_orders", "total_spend") if days is None else (f"orders_{days}d", f"spend_{days}d")
        rows[orders], rows[spend] = part["count"], part["sum"] / 100
    rows["average_basket"] = rows.total_spend / rows.total_orders
    rows["event_timestamp"] = month
    return rows.reset_index()


def labels(bought):
    """Five questions per customer, if the customer had bought by then: bought again within the next 90 days?"""
    quarters = pd.to_datetime(["1997-03-01", "1997-06-01", "1997-09-01", "1997-12-01", "1998-03-01"], utc=True)
    asked = pd.DataFrame({"customer_id": bought.customer_id.unique()}).merge(pd.DataFrame({"quarter": quarters}), how="cross")
    asked["event_timestamp"] = asked.quarter + pd.to_timedelta(asked.customer_id % 28, unit="D")
    pairs = asked.merge(bought, on="customer_id")
    ahead = pairs.known - pairs.event_timestamp
    pairs["before"] = ahead <= 0 * DAY
    pairs["again"] = (ahead > 0 * DAY) & (ahead <= 90 * DAY)
    found = pairs.groupby(["customer_id", "event_timestamp"])[["before", "again"]].any()
    return found[found.before].again.rename("bought_again").reset_index()


def training_frame(asked, gold):
    """pandas' own as-of join, with the view's 31 days."""
    joined = pd.merge_asof(
        asked.sort_values("event_timestamp"), gold.sort_values("event_timestamp"), on="event_timestamp",
        by="customer_id", tolerance=31 * DAY)
    return joined.sort_values(["customer_id", "event_timestamp"], ignore_index=True)


def in_order(frame):
    return frame.sort_values(["customer_id", "event_timestamp"], ignore_index=True)


def expect_frames(ours, theirs, columns=None):
    for name in columns or ours.columns:
        expect_columns(ours[name], theirs[name], name)


def read(folder, name):
    """A Parquet file of the sample, with integers that may be null."""
    return pq.read_table(folder / name).to_pandas(integer_object_nulls=True)


def check_gold(folder, gold):
    ours = read(folder, "data/gold/features.parquet")
    expect(sorted(ours.columns) == sorted(gold.columns), f"columns are {list(ours.columns)}")
    expect_frames(in_order(ours), in_order(gold))


def check_labels(folder, asked):
    expect_frames(in_order(read(folder, "data/gold/labels.parquet")), in_order(asked))


def check_training(folder, expected):
    ours = read(folder, "data/training.parquet")
    expect(sorted(ours.columns) == sorted(expected.columns), f"columns are {list(ours.columns)}")
    expect_frames(in_order(ours), expected)
    expect(0 < expected.total_orders.isna().sum() < len(expected) / 20, "a few rows have no snapshot yet")


def check_no_leak(folder, bought):
    """Straight from the purchases: a training row's total is what was known when its month began, never more."""
    ours = read(folder, "data/training.parquet")
    ours["month"] = ours.event_timestamp.dt.tz_localize(None).dt.to_period("M").dt.start_time.dt.tz_localize("UTC")
    pairs = ours.reset_index().merge(bought, on="customer_id")
    sums = pairs[pairs.known <= pairs.month].groupby("index").cents.sum() / 100
    expect_columns(ours.total_spend, sums.reindex(ours.index), "total_spend")


def check_online(folder, gold):
    """Online stands the newest snapshot of each customer."""
    ours = read(folder, "data/online.parquet").sort_values("customer_id", ignore_index=True)
    newest = gold.sort_values("event_timestamp").groupby("customer_id").tail(1).sort_values("customer_id", ignore_index=True)
    expect(sorted([*ours.columns, "event_timestamp"]) == sorted(newest.columns), f"columns are {list(ours.columns)}")
    expect_frames(ours, newest)


def check_rebuy(folder, expected):
    """The five groups of the closing summary, and their rates on the page."""
    known = expected.dropna(subset=["total_orders"]).sort_values("days_since_last_order", kind="stable", ignore_index=True)
    bounds = [len(known) * fifth // 5 for fifth in range(6)]
    ours = read(folder, "data/rebuy_by_recency.parquet")
    for fifth in range(5):
        part = known.iloc[bounds[fifth]:bounds[fifth + 1]]
        wanted = [part.days_since_last_order.min(), part.days_since_last_order.max(), len(part), part.bought_again.sum()]
        expect_columns(ours.iloc[fifth][["days_from", "days_to", "rows", "bought_again"]], wanted, f"group {fifth}")


def check_feast(folder, expected, gold):
    """Feast opens the sample's repository and gives the same training rows and online values."""
    peer = Peer(folder / "feature_store" / "feature_repo")
    features = [name for name in gold.columns if name not in ("customer_id", "event_timestamp")]
    references = [f"{VIEW}:{name}" for name in features]
    entities = pq.read_table(folder / "data/gold/labels.parquet")
    theirs = in_order(peer.historical(entities, references))
    # Feast's file store leaves out the rows for which nothing was known yet.
    ours = expected.dropna(subset=["total_orders"]).reset_index(drop=True)
    expect_frames(theirs, ours, ["customer_id", "event_timestamp", "bought_again", *features])
    keys = {"customer_id": sorted(int(number) for number in gold.customer_id.unique())}
    answer = pd.DataFrame(peer.online(references, keys))
    expect_frames(answer, read(folder, "data/online.parquet").sort_values("customer_id", ignore_index=True))


def check_page(page, bought, asked):
    """What the page says in numbers."""
    for text in (f"{len(bought):,} purchases of {bought.customer_id.nunique():,} customers", f"${bought.cents.sum() / 100:,.2f}",
                 f"{len(asked):,} rows", f"{asked.bought_again.mean():.1%} bought again".replace("%", " %")):
        expect(text in page, f"the page does not say '{text}'")


def check_readme():
    """The README shows the ten lines as they stand in the sample, where they are compiled and run."""
    source = (ROOT / "Samples/CustomerRetention/Sources/TenLines.swift").read_text()
    body = source.split("// README: begin\n")[1].split("  // README: end")[0]
    blocks = (ROOT / "README.md").read_text().split("```swift\n")[1:]
    shown = [block.split("```")[0].removeprefix("import FeatureStore\n\n") for block in blocks]
    expect(textwrap.dedent(body).strip() in [textwrap.dedent(block).strip() for block in shown], "README.md lacks the ten lines")


def run_sample(program, folder):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABRICKS", "FEAST"))}
    result = subprocess.run(
        [str(Path(program).resolve()), "--purchases", str(PURCHASES), "--output", str(folder)],
        capture_output=True, text=True, env={**environment, "FEATURE_STORE_BACKEND": "feast"}, timeout=600)
    expect(result.returncode == 0, f"the sample ended with {result.returncode}: {result.stderr}")
    (folder / "page.txt").write_text(result.stdout)


def main(program, folder):
    folder = Path(folder).resolve()
    folder.mkdir(parents=True)
    tally.run("the sample runs", run_sample, program, folder)
    if tally.failed:
        tally.finish()
    bought = purchases()
    gold = gold_table(bought)
    asked = labels(bought)
    expected = training_frame(asked, gold)
    tally.run("the gold table", check_gold, folder, gold)
    tally.run("the labels", check_labels, folder, asked)
    tally.run("the training frame", check_training, folder, expected)
    tally.run("no training row knows its future", check_no_leak, folder, bought)
    tally.run("the online values of all customers", check_online, folder, gold)
    tally.run("the closing summary", check_rebuy, folder, expected)
    tally.run("Feast gives the same training rows and online values", check_feast, folder, expected, gold)
    tally.run("the numbers on the page", check_page, (folder / "page.txt").read_text(), bought, asked)
    tally.run("the README's ten lines are the sample's", check_readme)
    tally.finish()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
