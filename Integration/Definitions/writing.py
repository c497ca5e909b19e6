"""Writes registry files as the Python framework does, and runs the command line on them."""
import datetime as dt
import json
import subprocess

import pyarrow as pa
import pyarrow.parquet as pq

from checking import expect

KEYS = ["name", "description", "entity_key", "timestamp_column", "source_columns", "computation_type", "aggregation",
        "window_days", "derivation_formula", "data_type", "fill_value", "leakage_risk", "leakage_notes", "tags",
        "created_at", "version"]


def run(*command, fails=False):
    """Runs a program; its standard output, and its errors as well when it is to fail."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    expect((done.returncode != 0) == fails, f"{command[:3]} ended with {done.returncode}: {done.stderr}")
    return done.stdout + done.stderr if fails else done.stdout


def definition(name, **fields):
    """A definition as the Python framework writes it."""
    whole = dict.fromkeys(KEYS)
    whole.update(name=name, description=name, entity_key="customer_id", timestamp_column="order_date",
                 source_columns=[], computation_type="passthrough", data_type="float64", leakage_risk="low", tags={},
                 created_at=dt.datetime(2024, 5, 1, 10, 20, 30, 123456).isoformat(), version=1)
    whole.update(fields)
    return whole


def write(path, definitions, groups=None, **more):
    path.write_text(json.dumps({
        "metadata": {"created_at": dt.datetime.now().isoformat(), "version": "1.0.0"},
        "features": {each["name"]: each for each in definitions}, "groups": groups or {}, **more}, indent=2))
    return path


def publish(store, folder, name, columns, definitions, *arguments):
    """Publishes a table of one row a customer, and reads back what was written, by customer; with what was said."""
    count = len(next(iter(columns.values())))
    days = pa.array([dt.datetime(2024, 1, 1)] * count, pa.timestamp("us"))
    pq.write_table(pa.table({"customer_id": list(range(count)), "order_date": days, **columns}), folder / f"{name}.parquet")
    registry = write(folder / f"{name}.json", definitions)
    repo = folder / f"repo_{name}"
    said = run(store, "--backend", "feast", "--repo", repo, "publish", "--from", folder / f"{name}.parquet", "--registry",
               registry, "--table", name, *arguments)
    written = max((repo / "data" / name).rglob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)
    table = pq.read_table(written).sort_by("customer_id")
    expect(table.num_rows == count, f"{table.num_rows} rows, not {count}")
    return table, said
