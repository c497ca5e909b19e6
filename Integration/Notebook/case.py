"""A notebook, what it was made from, and what pandas makes of that."""
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from checking import expect

SVG = "{http://www.w3.org/2000/svg}"
DAY = pd.Timedelta(days=1)


@dataclass
class Case:
    """One notebook: what it was made from, and what it is to hold."""
    folder: Path
    gold_file: Path
    key: str
    time: str
    ttl: int
    arguments: list

    @property
    def path(self):
        return self.folder / "11_feature_store.ipynb"

    def read(self):
        """Reads the notebook."""
        self.notebook = nbformat.read(self.path, as_version=4)
        self.cells = {cell.id: cell for cell in self.notebook.cells}

    def prepare(self):
        """Reads the notebook and what it was made from, and joins the questions with the gold table."""
        self.read()
        self.gold = prepared(pq.read_table(self.gold_file), self.key, self.time)
        self.features = [name for name in self.gold if pd.api.types.is_numeric_dtype(self.gold[name])
                         and self.gold[name].dtype != bool and name != self.key]
        self.asked = pq.read_table(self.folder / "11_feature_store_files/entities.parquet").to_pandas()
        self.matched = matches(self.asked, self.gold, self.key, self.time)

    def tables(self, cell):
        """The HTML tables of a cell as frames of texts, under their captions."""
        shown = {}
        for output in self.cells[cell].outputs:
            if "image/svg+xml" not in output.data:
                table = ET.fromstring(output.data["text/html"])  # as it is well-formed, the parser of XML will do
                heads = [text_of(cell) for cell in table.find("thead").iter("th")]
                rows = [[text_of(cell) for cell in row] for row in table.find("tbody")]
                shown[table.find("caption").text] = pd.DataFrame(rows, columns=heads)
        return shown

    def table(self, cell):
        return next(iter(self.tables(cell).values()))

    def plots(self):
        return [output.data for cell in self.notebook.cells for output in cell.get("outputs", [])
                if "image/svg+xml" in output.data]


def text_of(cell):
    return "".join(cell.itertext())


def prepared(table, key, time):
    """The rows with a key and a time, of equal ones the last; decimals as floats."""
    frame = table.to_pandas()
    for field in table.schema:
        if pa.types.is_decimal(field.type):
            frame[field.name] = frame[field.name].astype(float)
        if pa.types.is_integer(field.type) and field.name != key:
            frame[field.name] = frame[field.name].astype("Int64")
    frame[time] = pd.to_datetime(frame[time], utc=True)
    return frame.dropna(subset=[key, time]).drop_duplicates([key, time], keep="last").reset_index(drop=True)


def matches(asked, gold, key, time):
    """For each question the newest gold row by then, whatever its age: pandas' own as-of join."""
    left = asked.rename(columns={"event_timestamp": "asked"}).reset_index()
    left["asked"] = left.asked.dt.as_unit("ns")
    right = gold.rename(columns={time: "found"})
    right["found"] = right.found.dt.as_unit("ns")
    joined = pd.merge_asof(
        left[["index", key, "asked"]].sort_values("asked"), right.sort_values("found"), left_on="asked",
        right_on="found", by=key)
    return joined.sort_values("index", ignore_index=True)


def missing(column):
    """Null or NaN."""
    return column.isna() | (column.astype(float) != column.astype(float))


def number(text):
    return None if text == "null" else float(text.replace(",", ""))


def expect_near(text, expected, where):
    """A number of the page, which has six digits, and the exact one; a NaN may stand for what is missing."""
    ours = number(text)
    ours = None if ours is None or ours != ours else ours
    expected = None if expected is None or pd.isna(expected) else float(expected)
    same = ours == expected
    if not same and None not in (ours, expected):
        same = abs(ours - expected) <= 5.1e-6 * abs(expected)
    expect(same, f"{where}: the page has {text}, expected {expected}")


def bars(svg):
    """The titles of the bars of one histogram: ranges and counts."""
    found = []
    for element in ET.fromstring(svg).iter(f"{SVG}rect"):
        title = element.find(f"{SVG}title")
        if title is not None:
            found.append((title.text, element.attrib["fill"]))
    return found
