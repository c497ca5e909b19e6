#!/usr/bin/env python3
"""Makes arrow_schemas.txt: for types that Parquet does not know, the Arrow schema of one column `a` in base64.

Each line has the Arrow type, the physical type (and the length) of the column, and the schema as arrow-rs and polars
put it under ARROW:schema. Needs pyarrow and polars.
"""

import base64
import pathlib
import sys
import tempfile

import polars
import pyarrow as pa

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "Integration" / "Parquet"))
import footers  # noqa: E402

TYPES = {
    "timestamp[s]": ("INT64", pa.timestamp("s")),
    "timestamp[s, UTC]": ("INT64", pa.timestamp("s", "UTC")),
    "timestamp[us]": ("INT64", pa.timestamp("us")),
    "date64": ("INT64", pa.date64()),
    "time32[s]": ("INT32", pa.time32("s")),
    "duration[s]": ("INT64", pa.duration("s")),
    "duration[ms]": ("INT64", pa.duration("ms")),
    "duration[us]": ("INT64", pa.duration("us")),
    "duration[ns]": ("INT64", pa.duration("ns")),
    "date32": ("INT32", pa.date32()),
    "uint32": ("INT32", pa.uint32()),
    "uint64": ("INT64", pa.uint64()),
    "string": ("BYTE_ARRAY", pa.string()),
    "large_string": ("BYTE_ARRAY", pa.large_string()),
    "string_view": ("BYTE_ARRAY", pa.string_view()),
    "dictionary of strings": ("BYTE_ARRAY", pa.dictionary(pa.int32(), pa.string())),
    "dictionary of timestamp[s]": ("INT64", pa.dictionary(pa.int32(), pa.timestamp("s"))),
    "decimal128(9, 2)": ("INT32", pa.decimal128(9, 2)),
    "half float": ("FIXED_LEN_BYTE_ARRAY(2)", pa.float16()),
    "arrow.uuid": ("FIXED_LEN_BYTE_ARRAY(16)", pa.uuid()),
    "arrow.bool8": ("INT32", pa.bool8()),
}


def of_polars(kind) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "a.parquet"
        polars.DataFrame({"a": polars.Series([1], dtype=kind)}).write_parquet(path)
        data = path.read_bytes()
        size = int.from_bytes(data[-8:-4], "little")
        footer = footers.Reader(data[-8 - size : -8]).struct()
        pairs = footers.get(footer, footers.KEY_VALUES)[1]
        return next(footers.get(pair, 2).decode() for pair in pairs if footers.get(pair, 1) == b"ARROW:schema")


def main() -> None:
    lines = []
    for name, (stored, kind) in TYPES.items():
        text = base64.b64encode(pa.schema([("a", kind)]).serialize()).decode()
        lines.append(f"{name}\t{stored}\t{text}")
    lines.append(f"int128 of polars\tFIXED_LEN_BYTE_ARRAY(16)\t{of_polars(polars.Int128)}")
    lines.append(f"uint128 of polars\tFIXED_LEN_BYTE_ARRAY(16)\t{of_polars(polars.UInt128)}")
    for name, kind in {"list of timestamp[s]": pa.list_(pa.timestamp("s")),
                       "large list of duration[ns]": pa.large_list(pa.duration("ns")),
                       "fixed list of 2 timestamp[s]": pa.list_(pa.timestamp("s"), 2)}.items():
        text = base64.b64encode(pa.schema([("a", kind)]).serialize()).decode()
        lines.append(f"{name}\tLIST(INT64)\t{text}")
    (HERE / "arrow_schemas.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
