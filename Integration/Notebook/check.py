#!/usr/bin/env python3
"""Recomputes every number of the notebook with pandas, and opens it with Jupyter's own libraries.

  check.py FEATURE-STORE-NOTEBOOK FOLDER

Runs the sample's program with its output in FOLDER: on the purchases, and on a table with all that is odd. Nothing here is
shared with the sample. Screenshots of the pages are taken where there is a `chromium`. The last line is
`N passed, N failed`.
"""
import decimal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Integration"))

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

import document  # noqa: E402
import values  # noqa: E402
from case import DAY, Case, number  # noqa: E402
from checking import expect, expect_columns, tally  # noqa: E402

PURCHASES = ROOT / "Samples/CustomerRetention/data/cdnow_transactions.csv"


def run(program, *arguments, code=0):
    """Runs the program; its standard error."""
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, cwd=ROOT, timeout=600)
    expect(done.returncode == code, f"{arguments} ended with {done.returncode}: {done.stderr}")
    return done.stderr


def odd_gold(path):
    """Names to escape, nulls, NaN, infinities, decimals, columns of one value, of none, of huge and of tiny ones."""
    random = np.random.default_rng(7)
    count = 3_000
    keys = [None if row == 5 else f"k<{number}>&\"é" for row, number in enumerate(random.integers(0, 40, count))]
    times = pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 86_400_000, count), unit="ms")
    fractions = random.random(count)
    columns = {
        "who": pa.array(keys), "at": pa.array(times.astype("datetime64[ns]")),
        "with <nulls> & gaps": pa.array(np.where(fractions < 0.3, np.nan, fractions), from_pandas=True),
        "nan": pa.array(np.where(fractions > 0.9, np.nan, fractions), from_pandas=False),
        "infinite": pa.array(np.where(fractions > 0.9, np.inf, random.random(count))),
        "float32": pa.array(random.normal(1_000, 1, count).astype("float32")), "constant": pa.array(np.full(count, 7)),
        "tiny": pa.array(random.normal(0, 1e-7, count)), "huge": pa.array(random.normal(1, 0.2, count) * 1e12),
        "int8": pa.array(random.integers(-5, 5, count).astype("int8")), "nothing": pa.nulls(count, pa.float64()),
        "tail": pa.array(random.exponential(1, count) ** 4), "text": pa.array(["x"] * count),
        "flag": pa.array(fractions > 0.5),
        "decimal": pa.array([decimal.Decimal(int(cents)).scaleb(-2) for cents in random.integers(0, 99_999, count)]),
    }
    table = pa.table(columns)
    pq.write_table(pa.concat_tables([table, table.slice(10, 3)]), path)
    return table


def check_errors(program, folder, table):
    """What cannot be used is refused in one paragraph, and nothing is written."""
    pq.write_table(table.drop_columns(["at"]), folder / "without_time.parquet")
    pq.write_table(table.select(["who", "at", "text", "flag"]), folder / "without_number.parquet")
    pq.write_table(table.slice(0, 0), folder / "empty.parquet")
    whole = (folder / "odd.parquet").read_bytes()
    (folder / "cut.parquet").write_bytes(whole[:len(whole) // 2])
    (folder / "damaged.parquet").write_bytes(whole[:1_000] + bytes(2_000) + whole[3_000:])
    pq.write_table(table.set_column(0, "who", pa.array(np.arange(len(table)) / 2)), folder / "float_keys.parquet")
    cases = [
        ("without_time", "who", "column of times"), ("without_number", "who", "no numeric column"),
        ("empty", "who", "None of the 0 rows"), ("cut", "who", "PAR1"), ("damaged", "who", "damaged.parquet"),
        ("absent", "who", "cannot be opened"), ("float_keys", "who", "float64"), ("odd", "nobody", "no column 'nobody'"),
    ]
    for name, key, message in cases:
        output = folder / "refused"
        said = run(program, "--gold", folder / f"{name}.parquet", "--entity-key", key, "--output", output, code=1)
        expect(message in said and said.count("\n") == 1, f"{name}: {said}")
        expect(not output.exists(), f"{name}: something was written")
    for wrong in (["--ttl-days", "0"], ["--label", "x"], ["--nonsense", "1"], ["--gold"]):
        expect("Usage" in run(program, *wrong, "--output", folder / "refused", code=1) or "--ttl-days" in wrong, f"{wrong}")
    expect(not (folder / "refused").exists(), "something was written")


def check_difference(program, case, folder):
    """A single value that differs from the gold table is found, named and fatal."""
    table = pq.read_table(case.gold_file)
    column = table["total_spend"].to_pylist()
    newest = max(range(len(column)), key=lambda row: (table["event_timestamp"][row].as_py(), row))
    column[newest] += 0.01
    changed = table.set_column(table.schema.get_field_index("total_spend"), "total_spend", pa.array(column))
    pq.write_table(changed, folder / "changed.parquet")
    output = folder / "different"
    said = run(program, "--gold", case.gold_file, "--reference", folder / "changed.parquet", "--output", output,
               "--ttl-days", case.ttl, code=1)
    expect("are not those of the gold table" in said, said)
    other = Case(output, case.gold_file, case.key, case.time, case.ttl, [])
    other.read()
    shown = other.table("validate")
    expect_columns(shown["different"].map(number)[[0, 2]], [1, 1], "different")
    expect(shown["first difference"][0].startswith("total_spend"), "the place is not named")
    expect("values are different" in other.cells["step-5"].source, "the text does not say it")


def check_own_questions(program, folder):
    """Questions and labels of one's own: a feature that is the label is found."""
    random = np.random.default_rng(11)
    time = pd.Timestamp("2024-03-01", tz="UTC")
    answers = random.integers(0, 1_000, 50)
    gold = pd.DataFrame({
        "shop": range(50), "feature_timestamp": time, "telltale": answers, "harmless": random.random(50)})
    gold.to_parquet(folder / "shops.parquet")
    asked = pd.DataFrame({"shop": range(50), "asked_at": time + 3 * DAY, "answer": answers})
    asked.to_parquet(folder / "asked.parquet")
    output = folder / "shops"
    run(program, "--gold", folder / "shops.parquet", "--entity-key", "shop", "--entities", folder / "asked.parquet",
        "--label", "answer", "--ttl-days", 3, "--output", output)
    case = Case(output, folder / "shops.parquet", "shop", "feature_timestamp", 3, [])
    case.read()
    leakage, reach = case.table("leakage"), case.table("reach")
    expect_columns(leakage["feature"], ["telltale"], "features")
    expect_columns(leakage["what was found"], ["it is the label in every row"], "findings")
    expect_columns(reach["rows"].map(number), [50, 0, 0], "an age of exactly the ttl is within it")
    said = run(program, "--gold", folder / "shops.parquet", "--entity-key", "shop", "--entities",
               folder / "asked.parquet", "--label", "nothing", "--output", folder / "refused", code=1)
    expect("no column 'nothing'" in said and not (folder / "refused").exists(), said)


def check_again(program, case):
    """The same input gives the same bytes, in another folder as in the same one."""
    before = case.path.read_bytes()
    again = case.folder.with_name(case.folder.name + "_again")
    run(program, *case.arguments, "--output", again)
    run(program, *case.arguments, "--output", case.folder)
    expect((again / case.path.name).read_bytes() == before, "another folder, another notebook")
    expect(case.path.read_bytes() == before, "the second run wrote another notebook")


def check_notebook(name, program, case, period, unit, findings):
    """All checks of one notebook."""
    tally.run(f"{name}: the program runs", run, program, *case.arguments, "--output", case.folder)
    if not case.path.exists():
        tally.finish()
    case.prepare()
    for title, check, *more in (
            ("valid by nbformat, saved as Jupyter saves", document.check_format),
            ("the code cells are the sources", document.check_code),
            ("the plots are sound SVG", document.check_plots),
            ("the page that nbconvert makes", document.check_page),
            ("the statistics of the features", values.check_describe),
            ("the gold table's first rows", values.check_gold_rows),
            ("the bars of the distributions", values.check_distributions),
            ("missing values over time", values.check_missing, period),
            ("the registry", values.check_registry),
            ("the publication", values.check_publication),
            ("freshness", values.check_freshness, unit),
            ("the training frame's first rows", values.check_training),
            ("how far back matches reach", values.check_reach, unit),
            ("the leakage table", values.check_leakage, findings),
            ("the validation's counts", values.check_validation)):
        tally.run(f"{name}: {title}", check, case, *more)


def main(program, folder):
    program, folder = str(Path(program).resolve()), Path(folder).resolve()
    folder.mkdir(parents=True)
    output = folder / "purchases"
    purchases = Case(output, output / "11_feature_store_files/gold.parquet", "customer_id", "event_timestamp", 90, [])
    check_notebook("purchases", program, purchases, lambda times: times.dt.strftime("%Y-%m"), DAY, ["nothing"])
    table = odd_gold(folder / "odd.parquet")
    odd = Case(folder / "odd", folder / "odd.parquet", "who", "at", 1,
               ["--gold", folder / "odd.parquet", "--entity-key", "who", "--ttl-days", 1])
    check_notebook("odd", program, odd, lambda times: times.dt.strftime("%Y-%m-%d %Hh"), pd.Timedelta(hours=1), ["nothing"])
    sample = Path(program).with_name("customer-retention")
    tally.run("the gold table is the purchases sample's", lambda: (
        run(str(sample), "--purchases", PURCHASES, "--output", folder / "sample"),
        values.check_purchases_gold(purchases, folder / "sample/data/gold/features.parquet")))
    for case in (purchases, odd):
        tally.run(f"{case.folder.name}: the same input gives the same bytes", check_again, program, case)
    tally.run("odd: the questions that are made", values.check_questions, odd)
    tally.run("questions of one's own, and a feature that leaks", check_own_questions, program, folder)
    tally.run("a value that differs is found", check_difference, program, purchases, folder)
    tally.run("what cannot be used is refused, and nothing is written", check_errors, program, folder, table)
    tally.finish()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
