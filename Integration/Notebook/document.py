"""Checks of the file itself: its format, its code, its plots, and the page that is made of it."""
import base64
import re
import shutil
import subprocess
import textwrap
import xml.etree.ElementTree as ET
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from case import SVG
from checking import expect, expect_columns, expect_equal

SAMPLE = Path(__file__).resolve().parents[2] / "Samples/FeatureStoreNotebook"


def check_format(case):
    """Valid by nbformat, and byte for byte as Jupyter would save it."""
    nbformat.validate(case.notebook)
    expect_equal((case.notebook.nbformat, case.notebook.nbformat_minor), (4, 5), "the version")
    expect(nbformat.writes(case.notebook) + "\n" == case.path.read_text(), "Jupyter would save it otherwise")
    expect_equal(case.notebook.metadata.kernelspec.name, "swift", "the kernel")
    expect_equal(case.notebook.metadata.language_info.name, "swift", "the language")
    numbers = [cell.execution_count for cell in case.notebook.cells if cell.cell_type == "code"]
    expect_columns(numbers, range(1, len(numbers) + 1), "the cells' numbers")
    for step in range(1, 6):
        expect(f"step-{step}" in case.cells, f"there is no step {step}")
    for cell in case.notebook.cells:
        for output in cell.get("outputs", []):
            expect("text/plain" in output.data and "text/html" in output.data, f"{cell.id} lacks a form of its output")


def check_code(case):
    """Every code cell is in the sources, every marked part of the sources is a cell, in the order of the steps."""
    quoted = {}
    for name in ("LoadGold", "DefineRegistry", "Publish", "Train", "Validate"):
        source = (SAMPLE / f"Steps/{name}.swift").read_text()
        for cell, body in re.findall(r"^ *// cell: (\S+)\n(.*?)^ *// cell end$", source, re.M | re.S):
            quoted[cell] = textwrap.dedent(body).rstrip("\n")
    code = {cell.id: cell.source for cell in case.notebook.cells if cell.cell_type == "code"}
    expect_equal(list(code), list(quoted), "the code cells")
    for name, source in quoted.items():
        expect(len(source) > 20 and code[name] == source, f"the cell {name} is not what the source file has")


def check_plots(case):
    """Well-formed, safe, described, with a ground of its own; the image in HTML is the same."""
    plots = case.plots()
    expect_equal(len(plots), 4, "plots")
    ids = []
    for data in plots:
        root = ET.fromstring(data["image/svg+xml"])
        expect_equal(root.tag, f"{SVG}svg", "the root")
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        expect(tags <= {"svg", "title", "desc", "rect", "line", "text"}, f"elements are {tags}")
        names = {name for element in root.iter() for name in element.attrib}
        expect(not any("href" in name or name.startswith("on") or name == "style" for name in names), f"attributes are {names}")
        expect(root.find(f"{SVG}title").text and root.find(f"{SVG}desc").text, "it has no title or description")
        ids += [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
        expect_equal(root.find(f"{SVG}rect").attrib["fill"], "#ffffff", "the ground")
        width, height = float(root.attrib["width"]), float(root.attrib["height"])
        for element in root.iter(f"{SVG}rect"):
            expect(float(element.attrib.get("x", 0)) + float(element.attrib["width"]) <= width + 0.01, "a bar is outside")
            expect(float(element.attrib.get("y", 0)) + float(element.attrib["height"]) <= height + 0.01, "a bar is outside")
        image = re.search(r'src="data:image/svg\+xml;base64,([^"]*)"', data["text/html"]).group(1)
        expect(base64.b64decode(image).decode() == data["image/svg+xml"], "the image is another one")
    expect(len(ids) == len(set(ids)), "two elements on the page have one id")


def check_page(case):
    """nbconvert makes a page with all outputs and coloured Swift; chromium draws it."""
    page, _ = HTMLExporter().from_notebook_node(case.notebook)
    path = case.folder / "page.html"
    path.write_text(page)
    expect_equal(page.count('src="data:image/svg+xml;base64,'), 4, "plots on the page")
    tables = sum(len(case.tables(cell.id)) for cell in case.notebook.cells if cell.cell_type == "code")
    expect_equal(page.count("<caption"), tables, "tables on the page")
    expect(re.search(r'<span class="kd?">let</span>', page), "Swift is not highlighted")
    chromium = shutil.which("chromium")
    if chromium is None:
        print("        left out: drawing the page (chromium is not installed)")
        return
    picture = case.folder / "page.png"
    done = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1200,7000",
         f"--user-data-dir={case.folder / 'chromium'}", f"--screenshot={picture}", path.as_uri()],
        capture_output=True, text=True, timeout=120)
    expect(done.returncode == 0 and picture.stat().st_size > 50_000, f"chromium drew nothing: {done.stderr[-300:]}")
