"""Checks of the numbers in the notebook's tables, plots and text, against pandas."""
import re
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from case import DAY, SVG, bars, expect_near, missing, number
from checking import expect, expect_columns, expect_equal


def check_describe(case):
    rows = case.tables("load-gold")["Its numeric columns"].set_index("column")
    expect_columns(rows.index, case.features, "the features")
    for name in case.features:
        column = case.gold[name]
        values = column.astype(float).dropna()
        expect_near(rows["count"][name], len(values), f"count of {name}")
        with np.errstate(invalid="ignore"):  # infinite values have no standard deviation
            deviation = values.std()
        statistics = {"mean": values.mean(), "std": deviation, "min": values.min(), "max": values.max(),
                      **{f"{part}%": values.quantile(part / 100) for part in (25, 50, 75)}}
        for statistic, expected in statistics.items():
            if not np.isinf(values).any() or statistic in ("min", "max"):
                expect_near(rows[statistic][name], expected, f"{statistic} of {name}")
    text = case.cells["step-1"].source
    for count in (f"{len(case.gold):,} rows", f"{case.gold[case.key].nunique():,} entities", f"{len(case.features)} numeric"):
        expect(count in text, f"step 1 does not say '{count}'")


def check_gold_rows(case):
    """The first rows, value by value."""
    shown = case.table("load-gold")
    for name in case.features:
        for row, text in enumerate(shown[name]):
            expect_near(text, case.gold[name][row], f"{name}, row {row}")


def check_distributions(case):
    """Each bar's count, and that the bars hold every finite value once."""
    root = ET.fromstring(case.plots()[0]["image/svg+xml"])
    counts, name = {}, None
    for element in root:
        if element.tag == f"{SVG}text" and element.attrib.get("font-weight") == "600":
            name = next((each for each in case.features if each == element.text or element.text.endswith("…") and each.startswith(element.text[:-1])), name)
        title = element.find(f"{SVG}title") if element.tag == f"{SVG}rect" else None
        if title is not None:
            counts.setdefault(name, []).append(title.text)
    for name in case.features:
        values = case.gold[name].dropna().astype(float)
        values = values[np.isfinite(values)]
        total = 0
        for title in counts.get(name, []):
            low, high, below, above, count = re.fullmatch(
                r"(?:(\S+) to (\S+)|below (\S+)|(\S+) and more): ([\d,]+) rows", title).groups()
            expected = (values < float(below)) if below else (values >= float(above)) if above else (
                (values >= float(low)) & (values < float(high)))
            expect_equal(int(count.replace(",", "")), int(expected.sum()), f"{name}, {title}")
            total += int(expected.sum())
        expect_equal(total, len(values), f"values of {name} in its bars")


def check_missing(case, period):
    """The share of missing values in each period, in the table and in the plot."""
    shown = case.table("missing-over-time")
    labels = period(case.gold[case.time])
    groups = case.gold.groupby(labels)
    expected = {name: missing(case.gold[name]).groupby(labels).mean() for name in case.features}
    sizes = groups.size()
    rows = shown.set_index(shown.columns[0])
    expect_columns([label for label in rows.index if rows["rows"][label] != "0"], sizes.index, "the periods")
    with_missing = [name for name in case.features if missing(case.gold[name]).any()]
    expect_columns(rows.columns, ["rows", *[f"{name} %" for name in with_missing]], "the columns")
    for label in sizes.index:
        expect_near(rows["rows"][label], sizes[label], f"rows of {label}")
        for name in with_missing:
            share = expected[name][label] * 100
            expect(abs(number(rows[f"{name} %"][label]) - share) <= 0.0501, f"{name} in {label}: {share}")
    titles = dict(title.rsplit(": ", 1) for title, _ in bars(case.plots()[1]["image/svg+xml"]))
    for name in case.features:
        for label in rows.index:
            text = titles[f"{name}, {label}"]
            if label in sizes.index:
                expect(abs(float(text.removesuffix(" %")) - expected[name][label] * 100) <= 0.0501, f"{name} in {label}: {text}")
            else:
                expect_equal(text, "no rows", f"{name} in {label}")


def check_registry(case):
    shown = case.table("define-registry")
    expect_columns(shown["feature"], case.features, "the features")
    types = {"Int64": "int64", "float32": "float32", "float64": "float64"}
    narrow = {field.name for field in pq.read_schema(case.gold_file) if pa.types.is_integer(field.type) and field.type.bit_width <= 32}
    for name, ours in zip(shown["feature"], shown["data type"]):
        expect_equal(ours, "int32" if name in narrow else types[str(case.gold[name].dtype)], f"type of {name}")


def check_publication(case):
    shown = case.table("publish")
    expect_columns(shown["rows"].map(number), [len(case.gold)] * 2, "rows")
    expect_columns(shown["features"].map(number), [len(case.features), 1], "features")
    expect_columns(shown["ttl, days"], [str(case.ttl), "no limit"], "ttl")


def expect_ages(shown, groups, unit, total):
    """A table of ages: counts, shares, youngest, median and oldest of each group."""
    for row, ages in enumerate(groups):
        line = shown.iloc[row]
        expect_near(line.iloc[1], len(ages), f"group {row}")
        expect(abs(number(line.iloc[2]) - len(ages) / total * 100) <= 0.0501, f"share of group {row}")
        for column, expected in zip(line.iloc[3:], (ages.min(), ages.median(), ages.max())):
            expect_near(column, expected / unit, f"ages of group {row}")


def expect_age_bars(svg, ages, unit, ttl):
    """The bars of a plot of ages: what is within the ttl and what is beyond."""
    scaled = ages / unit
    total = 0
    for title, fill in bars(svg):
        low, high, count = re.match(r"(\S+) to (\S+): ([\d,]+) ", title).groups()
        late = ages > ttl
        chosen = (scaled >= float(low)) & (scaled < float(high)) & (late if fill == "#d9772b" else ~late)
        expect_equal(int(count.replace(",", "")), int(chosen.sum()), title)
        total += int(chosen.sum())
    expect_equal(total, len(ages), "ages in the bars")


def check_freshness(case, unit):
    newest = case.gold.groupby(case.key)[case.time].max()
    ages, ttl = newest.max() - newest, case.ttl * DAY
    expect_ages(case.table("freshness"), [ages[ages <= ttl], ages[ages > ttl]], unit, len(ages))
    expect_age_bars(case.plots()[2]["image/svg+xml"], ages, unit, ttl)
    expect(f"{(ages > ttl).sum():,} of {len(ages):,}" in case.cells["freshness-text"].source, "the text has another number")


def check_reach(case, unit):
    ages = (case.matched.asked - case.matched.found).dropna()
    ttl = case.ttl * DAY
    without = len(case.matched) - len(ages)
    shown = case.table("reach")
    expect_ages(shown, [ages[ages <= ttl], ages[ages > ttl]], unit, len(case.matched))
    expect_near(shown.iloc[2, 1], without, "questions before the first row")
    expect_age_bars(case.plots()[3]["image/svg+xml"], ages, unit, ttl)
    for count in ((ages <= ttl).sum(), (ages > ttl).sum(), without):
        expect(f"**{count:,}**" in case.cells["reach-text"].source, f"the text lacks {count}")


def check_questions(case):
    """Without questions of the user's own, every entity is asked about at five moments, from its first row on."""
    seconds = case.gold[case.time].dt.floor("s").astype("datetime64[ns, UTC]").astype("int64") // 10**9
    step = (seconds.max() - seconds.min()) // 5
    moments = pd.to_datetime([seconds.min() + step * number for number in range(1, 6)], unit="s", utc=True)
    starts = case.gold.groupby(case.key, sort=False)[case.time].min()
    expected = [(key, moment) for key, start in starts.items() for moment in moments if moment >= start]
    expect_columns(case.asked[case.key], [key for key, _ in expected], "entities")
    expect_columns(case.asked["event_timestamp"], [moment for _, moment in expected], "moments")


def check_training(case):
    """The first training rows, value by value."""
    shown = case.table("training")
    within = case.matched.asked - case.matched.found <= case.ttl * DAY
    for name in case.features:
        for row, text in enumerate(shown[name]):
            expect_near(text, case.matched[name][row] if within[row] else None, f"{name}, row {row}")
    expect(f"{len(case.asked):,} questions" in case.cells["step-4"].source, "the text has another number")


def check_validation(case):
    """All values were compared, and all are equal."""
    shown = case.table("validate")
    rows = [len(case.gold), len(case.asked), case.gold[case.key].nunique()]
    expect_columns(shown["rows"].map(number), rows, "rows")
    cells = [count * len(case.features) for count in rows]
    for column, expected in (("compared", cells), ("equal", cells), ("different", [0, 0, 0])):
        expect_columns(shown[column].map(number), expected, column)
    expect(f"All **{sum(cells):,} values are equal**" in case.cells["step-5"].source, "the text has another number")


def check_leakage(case, findings):
    shown = case.table("leakage")
    expect_near(shown["rows"][0], len(case.asked), "rows")
    expect_columns(shown["what was found"], findings, "findings")


def check_purchases_gold(case, sample_gold):
    """The gold table is the purchases sample's, of active customers, with two more features."""
    ours = pq.read_table(case.gold_file).to_pandas()
    theirs = pq.read_table(sample_gold).to_pandas()
    theirs = theirs[theirs.days_since_last_order <= 180].reset_index(drop=True)
    theirs["average_basket_90d"] = (theirs.spend_90d / theirs.orders_90d).where(theirs.orders_90d > 0)
    between = theirs.days_since_first_order - theirs.days_since_last_order
    theirs["days_between_orders"] = (between / (theirs.total_orders - 1)).where(theirs.total_orders > 1)
    expect_equal(sorted(ours.columns), sorted(theirs.columns), "columns")
    for name in ours:
        expect_columns(ours[name], theirs[name], name)
