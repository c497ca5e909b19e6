"""The hazards of the service that the adapter is built around, one check each.

Those that are missing here: conflicts of writers (11) are in failures_concurrency.py, statements whose answer is lost
(12) in failures_statements.py.
"""
import io
import re
import time

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from checking import expect, expect_columns, expect_equal
from failures_world import STAGING, SUBMIT, finished

ODD = [
    "it's", 'say "hi"', "back\\slash", "two\nlines", "carriage\rreturn", "tab\tstop", "žluť 🐎 e\u0301",
    "'; DROP TABLE t; --", "${x} :y {{z}}", "", " ", "\\", "\\'", "`tick`", "%s _", "null", "NULL", "a\u2028b",
    "-- no comment", "/* none */"
]
MICROS = pa.timestamp("us", "UTC")


def check_failed_with_200(world):
    """1: a statement that fails is HTTP 200, and an error all the same."""
    world.register("h1", world.rows(3))
    world.sql_fault("[ARITHMETIC_OVERFLOW] Too much. SQLSTATE: 22003")
    world.fails(["ARITHMETIC_OVERFLOW", "01ef-injected"],
                *world.historical_words("h1", world.entities(3), world.folder / "h1.parquet"))
    for state in ("CANCELED", "CLOSED", "SOMETHING_NEW"):
        world.workspace.fault(method="POST",
                              path=SUBMIT,
                              status=200,
                              body={"statement_id": "01ef-injected", "status": {"state": state}})
        world.fails(["01ef-injected", state],
                    *world.historical_words("h1", world.entities(3), world.folder / "h1.parquet"))


def check_microseconds(world):
    """2: microseconds, floats, bytes, dates and decimals come back exactly, as text and as files."""
    count = 400
    base = pd.Timestamp("2024-03-01T12:34:56.123457Z").as_unit("us")
    columns = {
        "customer_id": pa.array(range(count), pa.int64()),
        "event_timestamp": pa.array([base + pd.Timedelta(row, "us") for row in range(count)], MICROS),
        "at": pa.array([None if row % 7 == 3 else base - pd.Timedelta(row * 999_999_999_999, "us")
                        for row in range(count)], MICROS),
        "far": pa.array([-62_135_596_800_000_000 + row for row in range(count)], MICROS),
        "x": pa.array([[0.1 + 0.2, -0.0, 1e300, 5e-324, float("inf"), -1 / 3][row % 6] for row in range(count)]),
        "single": pa.array([[0.1, 3.4e38, 1e-45][row % 3] for row in range(count)], pa.float32()),
        "big": pa.array([[2**63 - 1, -2**63, 2**53 + 1][row % 3] for row in range(count)], pa.int64()),
        "bytes": pa.array([bytes([row % 256, 0, 255]) for row in range(count)], pa.binary()),
        "day": pa.array([row * 97 - 20_000 for row in range(count)], pa.int32()).cast(pa.date32()),
        "price": pa.array([f"{row}.{row:05d}" for row in range(count)]).cast(pa.decimal128(20, 5)),
        "text": pa.array([ODD[row % len(ODD)] for row in range(count)]),
    }
    names = [name for name in columns if name not in ("customer_id", "event_timestamp")]
    for part, name in ((count, "h2_staged"), (200, "h2_inline")):
        frame = world.file(**{key: column.slice(0, part) for key, column in columns.items()})
        world.register(name, frame)
        output = world.folder / f"{name}.parquet"
        features = ",".join(f"{name}:{column}" for column in names)
        world.succeeds("historical", "--entities", world.entities(part), "--features", features, "--output", output)
        training, table = pq.read_table(output), world.folder / f"{name}-table.parquet"
        world.succeeds("tables", "read", name, "--output", table)
        stored = pq.read_table(table).sort_by("customer_id")
        for column in names:
            expected = numbers(columns[column].slice(0, part))
            expect_columns(numbers(training.column(column)), expected, f"{name}.{column} as text")
            expect_columns(numbers(stored.column(column)), expected, f"{name}.{column} as a file")
        expect_columns(stored.column("event_timestamp"), columns["event_timestamp"].slice(0, part),
                       f"{name}: event times")


def numbers(column):
    """Times as microseconds, because pandas' times end in the year 2262; other columns as they are."""
    return column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column


def check_links(world):
    """3: links are followed with the headers that came with them, and none of ours."""
    world.register("h3", world.rows(120))
    world.workspace.forget_requests()
    world.historical("h3", world.entities(120))
    followed = world.asked("GET", "/_links/")
    expect_equal(len(followed), 3, "links")
    for item in followed:
        expect_equal((item["authorized"], item["status"]), (False, 200), "a link")
        expect("x-storage-encryption-key" in item["headers"], "the header of the link is missing")
        for name in ("authorization", "x-databricks-workspace-id", "content-type"):
            expect(name not in item["headers"], f"{name} was sent to the storage")
    expect(all(item["authorized"] for item in world.asked("POST", SUBMIT)), "a statement without a token")


def check_large(world):
    """4: a result larger than any that comes with the answer."""
    texts = [f"{row:05d}" + "x" * 110_000 for row in range(280)]
    times = pa.array([0] * 280, MICROS)
    world.register("h4", world.file(customer_id=pa.array(range(280)), event_timestamp=times, note=pa.array(texts)))
    output = world.folder / "h4.parquet"
    world.succeeds("historical", "--entities", world.entities(280), "--features", "h4:note", "--output", output)
    found = pq.read_table(output).column("note").to_pylist()
    expect(sum(map(len, found)) > 26_214_400, "the result is not large")
    expect(found == texts, "texts differ")


def check_chunks(world):
    """5: all chunks are fetched, and their rows are those asked for."""
    world.register("h5", world.rows(300))
    world.workspace.forget_requests()
    training = world.historical("h5", world.entities(300))
    expect_equal(training.column("amount").to_pylist(), [1.5 + row for row in range(300)], "amounts")
    expect_equal(len(world.asked("GET", "/_links/")), 6, "chunks")


def check_files(world):
    """6: INT96 and INT64, snappy and zstd, several files in any order, and files that are no results."""
    world.register("h6", world.rows(100))
    before = world.table("h6")
    entry, found = "/fs/directories/", None
    world.workspace.forget_requests()
    world.workspace.fault(method="GET", path=entry, delay=3)
    output = world.folder / "h6.parquet"
    process = world.start("tables", "read", "h6", "--output", output)
    while not world.asked("GET", entry):
        expect(process.poll() is None,
               f"the program ended early: {process.communicate() if process.poll() is not None else ''}")
        time.sleep(0.02)
    folder = world.staged()[0].rstrip("/")
    get = lambda path: world.workspace.call("GET", f"/api/2.0/fs/files{path}", raw=True)[1]
    put = lambda path, octets: world.workspace.call("PUT", f"/api/2.0/fs/files{path}?overwrite=true", octets)
    listed = world.workspace.call("GET", f"/api/2.0/fs/directories{folder}")[1]["contents"]
    file = next(item["path"] for item in listed if item["path"].endswith(".parquet"))
    original = pq.ParquetFile(io.BytesIO(get(file)))
    codec = original.metadata.row_group(0).column(0).compression
    found = original.read()
    world.workspace.call("DELETE", f"/api/2.0/fs/files{file}")
    old = {"use_deprecated_int96_timestamps": True, "compression": "snappy"}
    for name, rows, options in (
        ("z-last", found.slice(0, 30), old),
        ("a-first", found.slice(30, 30), {"compression": "zstd"}),
        ("part-m", found.slice(60), {"compression": "gzip"}),
    ):
        sink = io.BytesIO()
        pq.write_table(rows, sink, **options)
        put(f"{folder}/{name}.parquet", sink.getvalue())
    for name in ("_SUCCESS", "_started_1", "_committed_1", "_hidden.parquet", ".hidden.parquet", ".part.parquet.crc",
                 "notes.txt"):
        put(f"{folder}/{name}", b"" if name == "_SUCCESS" else b"no rows")
    code, _, errors = finished(process)
    expect_equal(code, 0, f"exit code: {errors}")
    read = pq.read_table(output).sort_by("customer_id")
    expect_columns(read.column("customer_id"), [int(row[0]) for row in before], "keys")
    expect_columns([value.value for value in read.column("event_timestamp")], [int(row[1]) for row in before],
                   "times in microseconds")
    expect_columns(read.column("amount"), [float(row[2]) for row in before], "amounts")
    expect_equal(codec, "SNAPPY", "the stand-in's own files")
    world.expect_clean("other files in the folder")


def check_statements_alone(world):
    """7: no statement leans on another one: every table has its whole name, and nothing is set or temporary."""
    first = len(world.workspace.stats()["statements"])
    world.register("h7", world.rows(400), "--tag", "a=b", "--description", "d")
    world.historical("h7", world.entities(10))
    world.succeeds("materialize", "--view", "h7", "--from", "2024-01-01", "--to", "2024-12-31")
    world.succeeds("online", "--features", "h7:amount", "--keys", "customer_id=1,2")
    world.succeeds("tables", "show", "h7")
    world.succeeds("views", "delete", "h7")
    statements = [text for text in world.workspace.stats()["statements"][first:] if not text.startswith("SHOW")]
    expect(len(statements) >= 8, f"only {len(statements)} statements")
    for text in statements:
        expect(not re.match(r"\s*(USE|SET|DECLARE|CREATE\s+(OR REPLACE\s+)?TEMP)", text, re.I), text)
        for name in re.findall(r"(?:INTO|TABLE(?: IF (?:NOT )?EXISTS)?|HISTORY) (`[^ (]+)", text):
            expect(name.startswith("`main`.`feature_store`.`"), f"not the whole name: {name} in {text[:300]}")


def check_duplicates(world):
    """8: a primary key refuses nothing; of rows with one key and time the last created stays, then the last written."""
    times = pa.array([0, 0, 0, 0, 1], MICROS)
    created = pa.array([5, 9, 7, 8, 1], MICROS)
    file = world.file(customer_id=pa.array([1, 1, 1, 1, 1]),
                      event_timestamp=times,
                      created=created,
                      amount=pa.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    for _ in range(2):
        world.register("h8", file, "--created-column", "created")
        expect_equal([row[2] for row in world.table("h8")], ["2.0", "5.0"], "rows with a created time")
    plain = world.file(customer_id=pa.array([1, 1, 2]),
                       event_timestamp=pa.array([0, 0, 0], MICROS),
                       amount=pa.array([1.0, 2.0, 3.0]))
    for _ in range(2):
        world.register("h8b", plain)
        expect_equal([row[2] for row in world.table("h8b")], ["2.0", "3.0"], "rows without a created time")


def check_one_origin(world):
    """9: the same column twice in one answer, and two views with the same names in one question."""
    for name in ("h9a", "h9b"):
        world.register(name, world.rows(10, amount=1.0 if name == "h9a" else 2.0))
    output = world.folder / "h9.parquet"
    world.succeeds("historical", "--entities", world.entities(10), "--features", "h9a:amount,h9b:amount",
                   "--full-feature-names", "--output", output)
    training = pq.read_table(output)
    for name, amount in (("h9a__amount", 1.0), ("h9b__amount", 2.0)):
        expect_equal(training.column(name).to_pylist(), [amount + row for row in range(10)], name)


def check_quoting(world):
    """10: texts and names with quotes, backslashes, line ends and other scripts arrive as they are."""
    count, names = len(ODD), [
        "we`ird", "a`\u0301b", "été", "a-b", "1st", "select", "it's", 'q"q', "back\\slash", "ключ"
    ]
    times = pa.array([0] * count, MICROS)
    columns = {"who": pa.array([f"{number}{text}" for number, text in enumerate(ODD)]), "event_timestamp": times}
    columns |= {name: pa.array(ODD) for name in names}
    for name, more in (("h10", {}), ("h10_staged", {"times": 20})):
        rows = columns if not more else {key: pa.array(column.to_pylist() * 20) for key, column in columns.items()}
        if more:
            rows["event_timestamp"] = pa.array([row // count for row in range(20 * count)], MICROS)
        description, tags = "\n".join(ODD), {
            f"k{number}": text
            for number, text in enumerate(ODD) if text == text.strip() and "\n" not in text
        }
        words = [word for key, text in tags.items() for word in ("--tag", f"{key}={text}")]
        world.succeeds("register", name, "--from", world.file(**rows), "--entity-key", "who", "--description",
                       description, "--owner", ODD[0] + ODD[2], *words)
        info = world.workspace.call("GET", f"/api/2.1/unity-catalog/tables/main.feature_store.{name}")[1]
        expect_equal(info["comment"], description, f"{name}: description")
        stored = world.workspace.call(
            "GET", f"/api/2.1/unity-catalog/entity-tag-assignments/tables/main.feature_store.{name}/tags")[1]
        expect_equal({item["tag_key"]: item.get("tag_value", "")
                      for item in stored["tag_assignments"]}, tags, f"{name}: tags")
        output = world.folder / f"{name}.parquet"
        entities = world.file(who=columns["who"], event_timestamp=pa.array([10**12] * count, MICROS))
        features = [word for word in names if "," not in word and ":" not in word]
        world.succeeds("historical", "--entities", entities, "--features",
                       ",".join(f"{name}:{column}" for column in features), "--output", output)
        training = pq.read_table(output)
        for column in features:
            expect_columns(training.column(column), ODD, f"{name}.{column}")
        world.succeeds("register", name, "--from", world.file(**rows), "--entity-key", "who", "--description", ODD[2])
        info = world.workspace.call("GET", f"/api/2.1/unity-catalog/tables/main.feature_store.{name}")[1]
        expect_equal(info["comment"], ODD[2], f"{name}: changed description")
    for bad in ("a b", "a,b", "a;b", "a(b", "a=b", "a\r\nb", "a \u0301b"):
        rows = {"who": pa.array(["x"]), "event_timestamp": pa.array([0], MICROS), bad: pa.array([1])}
        world.fails(["Rename"], "register", "h10_bad", "--from", world.file(**rows), "--entity-key", "who")
        expect_equal(world.table("h10_bad"), None, "no table")


def check_numeric_codes(world):
    """13: codes that are numbers or missing, and bodies that are no JSON."""
    for body, words in (
        ({"error_code": 400, "message": "A number."}, ["A number"]),
        ({"message": "No code."}, ["No code"]),
        ({"error": "Old style.", "error_code": None}, ["Old style"]),
        ("BAD_REQUEST: As text.", ["As text", "BAD_REQUEST"]),
        ({"detail": "A SCIM error.", "status": "400", "scimType": "x"}, ["A SCIM error"]),
        ([1, 2], ["400"]),
        ("", ["400"]),
    ):
        world.workspace.fault(path="/unity-catalog/", status=400, body=body)
        world.fails(words, "views", "list")


def check_linear(world):
    """14: the join is the linear form: a window over a union, no join on a range of times; hot keys are no matter."""
    count = 3000
    start = pd.Timestamp("2024-03-01T00:00:00Z").as_unit("us")
    times = [start + pd.Timedelta(row, "s") for row in range(count)]
    history = world.file(customer_id=pa.array([1] * count), event_timestamp=pa.array(times, MICROS),
                         amount=pa.array([float(row) for row in range(count)]))
    world.register("h14", history)
    entities = world.file(customer_id=pa.array([1] * count),
                          event_timestamp=pa.array(times[::-1], MICROS))
    training = world.historical("h14", entities)
    expect_columns(training.column("amount"), [float(row) for row in range(count)][::-1], "amounts")
    joins = [text for text in world.workspace.stats()["statements"] if "UNION ALL" in text and "OVER (" in text]
    expect(joins, "no statement with a window over a union")
    expect(not any(re.search(r"\bJOIN\b", text) for text in joins), "a join on a range of times")


CHECKS = {
    "1. Statements that fail with HTTP 200": check_failed_with_200,
    "2. Values are exact": check_microseconds,
    "3. Links carry their own credential": check_links,
    "4. Large results": check_large,
    "5. Several chunks": check_chunks,
    "6. Other files and encodings": check_files,
    "7. No state between statements": check_statements_alone,
    "8. Duplicate keys": check_duplicates,
    "9. One column twice": check_one_origin,
    "10. Quoting": check_quoting,
    "13. Codes that are numbers, bodies that are no JSON": check_numeric_codes,
    "14. The linear join": check_linear,
}
