#!/usr/bin/env python3
"""Makes nested.parquet: a gold table with two columns that cannot be read yet. Needs pyarrow."""

import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

TABLE = pa.table({
    "customer_id": [1, 2, 1],
    "event_timestamp": pa.array([1704067200, 1704153600, 1706745600], pa.timestamp("s", "UTC")).cast(pa.timestamp("us", "UTC")),
    "age": [30, 40, 31],
    "profile": [{"a": 1, "b": "x"}, None, {"a": None, "b": "y"}],
    "counts": pa.array([[("k", 1)], [], None], pa.map_(pa.string(), pa.int64())),
    "city": ["Oslo", None, "Bergen"],
})

pq.write_table(TABLE, pathlib.Path(__file__).resolve().parent / "nested.parquet")
