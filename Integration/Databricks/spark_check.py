#!/usr/bin/env python3
"""Runs our statements on the real Apache Spark: the stand-in workspace, with Spark as its engine, under `featurestore`.

    source Integration/install.sh && install_spark_venv
    INTEGRATION_SPARK=1 .venv-spark/bin/python Integration/Databricks/spark_check.py BINARIES FOLDER [SEED]

Opt-in, as Spark is large and needs Java 17. BINARIES has `featurestore` and `databricks-peer`. FOLDER is made, and must not be
there yet. Answers are compared with definitions in plain Python (`spark_oracle.py`), and tables in the files that Spark wrote.
What differs from a workspace stands in `spark_standin.py`. The last line is `N passed, N failed`.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
import spark_oracle as oracle  # noqa: E402
import spark_types as types  # noqa: E402
import workspace  # noqa: E402
from checking import expect, expect_equal, tally  # noqa: E402

SCHEMAS = {
    "offers": {"user": pa.string(), "item": pa.int64(), "ts": types.UTC_TIME, "created": types.UTC_TIME,
               "price": pa.float64(), "word": pa.string()},
    "users": {"user": pa.string(), "ts": types.UTC_TIME, "number": pa.int64()},
    "repeats": {"user": pa.string(), "item": pa.int64(), "ts": types.UTC_TIME, "created": types.UTC_TIME,
                "number": pa.int64()},
    "entities": {"user": pa.string(), "item": pa.int64(), "event_timestamp": types.UTC_TIME, "row": pa.int64()},
}
KEYS = {"offers": ["user", "item"], "users": ["user"], "repeats": ["user", "item"]}
FEATURES = ["offers:price", "offers:word", "users:number"]


class Checks:
    def __init__(self, binaries, folder, standin, seed):
        self.binaries, self.folder, self.standin, self.seed = binaries, folder, standin, seed
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABRICKS")}
        self.environment |= standin.environment() | {
            "DATABRICKS_CATALOG": "main", "DATABRICKS_SCHEMA": "fs", "DATABRICKS_CONFIG_FILE": str(folder / "no-profiles")}
        self.rows = {}

    # --- Tools ---

    def run(self, program, *words):
        done = subprocess.run([self.binaries / program, *map(str, words)], env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise RuntimeError(f"{program} {' '.join(map(str, words))}: {done.stdout}")
        return done.stdout

    def file(self, name):
        return self.folder / f"{name}.parquet"

    def write(self, name, table):
        pq.write_table(table, self.file(name))
        return self.file(name)

    def register(self, view, file, *words):
        """Registers a file in a table that is new, as only then a MERGE can be run."""
        keys = KEYS.get(view.split("_")[0], ["id"])
        self.run("featurestore", "--backend", "databricks", "register", view, "--from", file, "--entity-key", ",".join(keys),
                 *words)

    def stored(self, view):
        """The rows of a table, from the files that Spark wrote."""
        _, info = self.standin.call("GET", f"/api/2.1/unity-catalog/tables/main.fs.{view}")
        folder = Path(info["storage_location"].removeprefix("file://"))
        files = sorted(path for path in folder.glob("*.parquet"))
        return pa.concat_tables([pq.read_table(file, coerce_int96_timestamp_unit="us") for file in files])

    def statements(self, *words):
        """The statements so far that begin with these words."""
        return [text for text in self.standin.stats()["statements"] if text.startswith(words)]

    def compare(self, found, expected, names, where):
        for name in names:
            kind = expected.schema.field(name).type
            mine, other = (types.cells(table.column(name), kind) for table in (found, expected))
            expect_equal(len(mine), len(other), f"{where}: the rows of {name}")
            for row, (left, right) in enumerate(zip(mine, other)):
                tally.compared += 1
                if left != right:
                    expect(False, f"{where}: {name}, row {row}: {left} rather than {right}")

    # --- The tables ---

    def fill(self):
        """Registers one row of each view, and puts the generated history into the tables, nulls and repeats included."""
        rng = oracle.seeded(self.seed)
        self.rows["offers"] = oracle.history_of_offers(rng, 1_200)
        self.rows["users"] = oracle.history_of_users(rng, 600)
        for view, words in (("offers", ["--created-column", "created", "--ttl-days", "1"]), ("users", [])):
            schema, rows = pa.schema(SCHEMAS[view].items()), self.rows[view]
            whole = next(row for row in rows if None not in (row["user"], row.get("item", 1), row["ts"], row.get("created", 1)))
            self.register(view, self.write(f"{view}_one", pa.Table.from_pylist([whole], schema)), "--timestamp-column", "ts",
                          *words)
            file = self.write(view, pa.Table.from_pylist(rows, schema))
            path = f"/Volumes/main/fs/stage/{view}.parquet"
            status, answer = self.standin.call("PUT", f"/api/2.0/fs/files{path}?overwrite=true", file.read_bytes())
            expect(status == 204, f"the upload says {status}: {answer}")
            self.standin.sql(f"INSERT OVERWRITE TABLE main.fs.{view} SELECT {', '.join(schema.names)} FROM parquet.`{path}`")
            expect_equal(self.stored(view).num_rows, len(rows), view)

    # --- Checks ---

    def check_engine(self):
        [[version, zone]] = self.standin.sql("SELECT version(), current_timezone()")
        expect(version.startswith("4.3.0 "), f"the engine is {version}")
        expect_equal(zone, "UTC", "the session's zone")
        message = self.standin.failure("MERGE INTO main.fs.users AS t USING (SELECT 1 AS nothing) AS s ON t.gone = s.nothing "
                                       "WHEN MATCHED THEN DELETE")
        expect("UNRESOLVED_COLUMN" in message, f"Spark does not resolve a MERGE: {message}")

    def check_training(self, count, known):
        """Training rows against the definition, per entity row."""
        entities = oracle.entity_rows(oracle.seeded(self.seed + count), count)
        file = self.write("entities", pa.Table.from_pylist(entities, pa.schema(SCHEMAS["entities"].items())))
        output, references = self.file("training"), ",".join(FEATURES)
        if known:
            self.run("databricks-peer", "known", file, references, output)
        else:
            self.run("featurestore", "--backend", "databricks", "historical", "--entities", file, "--features", references,
                     "--output", output)
        self.compare_training(pq.read_table(output), entities, known)

    def check_training_table(self, count):
        """Training rows that stay in the workspace."""
        entities = oracle.entity_rows(oracle.seeded(self.seed + count), count)
        file = self.write("entities", pa.Table.from_pylist(entities, pa.schema(SCHEMAS["entities"].items())))
        self.run("featurestore", "--backend", "databricks", "historical", "--entities", file, "--features",
                 ",".join(FEATURES), "--into", "training_rows")
        self.compare_training(self.stored("training_rows").sort_by("row"), entities, False)

    def compare_training(self, found, entities, known):
        expected, matched = [], 0
        for entity in entities:
            offer = oracle.best(self.rows["offers"], KEYS["offers"], entity, oracle.DAY, known)
            user = oracle.best(self.rows["users"], KEYS["users"], entity, None)
            expected.append(entity | {"price": offer and offer["price"], "word": offer and offer["word"],
                                      "number": user and user["number"]})
            matched += offer is not None
        schema = pa.schema([*SCHEMAS["entities"].items(), ("price", pa.float64()), ("word", pa.string()),
                            ("number", pa.int64())])
        expect_equal(found.num_rows, len(entities), "rows")
        self.compare(found, pa.Table.from_pylist(expected, schema), schema.names, "training rows")
        expect(len(entities) // 10 < matched < len(entities), f"{matched} of {len(entities)} rows match, which tells little")

    def check_online(self):
        """Newest rows in a window, with keys that are unknown or null."""
        window = (oracle.START + 2 * oracle.DAY, oracle.START + 7 * oracle.DAY)
        iso = [str(pa.scalar(time, types.UTC_TIME).as_py()).replace(" ", "T").replace("+00:00", "Z") for time in window]
        self.run("featurestore", "--backend", "databricks", "materialize", "--from", iso[0], "--to", iso[1])
        keys = [(user, item) for user in ("a", "b'", "c\\", "ü", "z", None) for item in (1, 2, -3, 9, None)]
        table = pa.table({"user": pa.array([key[0] for key in keys]), "item": pa.array([key[1] for key in keys])})
        output = self.file("online")
        self.run("databricks-peer", "online", self.write("keys", table), ",".join(FEATURES), output)
        found = pq.read_table(output).to_pydict()
        present = 0
        for row, key in enumerate(keys):
            for view, name in (reference.split(":") for reference in FEATURES):
                newest = oracle.newest(self.rows[view], KEYS[view], key, window)
                where = f"{view}:{name} of {key}"
                expect_equal(found[name][row], newest and newest[name], where)
                status = "NOT_FOUND" if newest is None else "NULL_VALUE" if newest[name] is None else "PRESENT"
                expect_equal(found[f"{name} status"][row], status, f"{where}: status")
                seconds = newest and newest["ts"] // 1_000_000
                time = found[f"{name} time"][row]
                expect_equal(time and int(time.timestamp()), seconds, f"{where}: time")
                present += status == "PRESENT"
        expect(present >= 10, f"only {present} values are there")

    def check_repeats(self, count):
        """Of rows of one key and time the one created last is stored, of these the one written last."""
        view = f"repeats_{count}"
        rows = oracle.history_with_repeats(oracle.seeded(self.seed + count), count)
        schema = pa.schema(SCHEMAS["repeats"].items())
        merges = len(self.statements("MERGE"))
        self.register(view, self.write(view, pa.Table.from_pylist(rows, schema)), "--timestamp-column", "ts",
                      "--created-column", "created")
        expect_equal(len(self.statements("MERGE")), merges + 1, "MERGE statements")
        order = [(name, "ascending") for name in ("user", "item", "ts")]
        expected = pa.Table.from_pylist(oracle.winners(rows, KEYS["repeats"]), schema).sort_by(order)
        expect(expected.num_rows < count, "nothing is repeated")
        self.compare(self.stored(view).sort_by(order), expected, schema.names, view)
        self.register(view, self.file(view), "--timestamp-column", "ts", "--created-column", "created", "--mode", "overwrite")
        self.compare(self.stored(view).sort_by(order), expected, schema.names, f"{view}, overwritten")

    def check_types(self, count, staged):
        """Every type, through literals or a staged file, into a table; as text and as Parquet out of it."""
        view, table = f"types_{count}", types.table(count)
        before = len(self.statements("MERGE"))
        self.register(view, self.write(view, table))
        [merge] = self.statements("MERGE")[before:]
        expect(("parquet.`" in merge) == staged, f"rows were to be {'staged' if staged else 'literals'}: {merge[:2000]}")
        self.compare(self.stored(view).sort_by("id"), table, table.column_names, "stored")
        entities = table.select(["id", "event_timestamp"])
        features = ",".join(f"{view}:{name}" for name in types.NAMES)
        exports = len(self.statements("INSERT OVERWRITE DIRECTORY"))
        self.run("featurestore", "--backend", "databricks", "historical", "--entities", self.write("entities", entities),
                 "--features", features, "--output", self.file("training"))
        self.compare(pq.read_table(self.file("training")), table, types.NAMES, "training rows")
        exported = len(self.statements("INSERT OVERWRITE DIRECTORY")) > exports
        expect_equal(exported, count * (len(types.NAMES) + 1) > 100_000, "whether the result came as Parquet")
        self.run("featurestore", "--backend", "databricks", "tables", "read", view, "--output", self.file("read"))
        self.compare(pq.read_table(self.file("read")).sort_by("id"), table, table.column_names, "read")

    def check_create(self):
        """Spark takes our CREATE TABLE without what only Databricks has: the key and Delta."""
        created = self.statements("CREATE TABLE")
        expect(len(created) >= 5, f"only {len(created)} tables were made")
        for number, text in enumerate(created):
            plain, keys = re.subn(r", CONSTRAINT `[^`]*` PRIMARY KEY \(.* TIMESERIES\)\)", ")", text)
            expect_equal(keys, 1, f"the key of {text}")
            plain = re.sub(r"`main`.`fs`.`[^`]*`", f"`spark_catalog`.`default`.`made_{number}`", plain)
            plain = plain.replace(" USING DELTA", " USING PARQUET")
            self.spark(plain)
            expect(int(self.spark(f"DESCRIBE TABLE `spark_catalog`.`default`.`made_{number}`")) >= 3, f"columns of {plain}")

    def spark(self, text):
        """Runs a statement of Spark's own, past the stand-in; the number of rows."""
        return self.standin.control("spark", sql=text)["rows"]


def main(binaries, folder, seed="20261125"):
    if os.environ.get("INTEGRATION_SPARK") != "1":
        print("left out: set INTEGRATION_SPARK=1 to run our statements on Apache Spark (Java 17 is needed)")
        print("0 passed, 0 failed")
        return
    folder = Path(folder).resolve()
    folder.mkdir(parents=True)
    workspace.PROGRAM = Path(__file__).parent / "spark_standin.py"
    with workspace.StandIn(folder / "workspace", "--chunk-rows", 900) as standin:
        checks = Checks(Path(binaries).resolve(), folder, standin, int(seed))
        tally.run("Tables with generated history", checks.fill)
        tally.run("The engine is Spark, and it resolves MERGE", checks.check_engine)
        for count, what in ((150, "literals"), (4_000, "a staged file"), (30_000, "a staged file, Parquet back")):
            tally.run(f"Training rows, entity rows as {what}", checks.check_training, count, False)
            tally.run(f"Training rows by created time, entity rows as {what}", checks.check_training, count, True)
        tally.run("Training rows into a table", checks.check_training_table, 1_000)
        tally.run("Newest rows of online keys", checks.check_online)
        tally.run("Rows to merge, repeats among them, as literals", checks.check_repeats, 150)
        tally.run("Rows to merge, repeats among them, staged", checks.check_repeats, 3_000)
        tally.run("All types as literals", checks.check_types, 30, False)
        tally.run("All types staged", checks.check_types, 1_000, True)
        tally.run("All types staged, Parquet back", checks.check_types, 5_000, True)
        tally.run("CREATE TABLE", checks.check_create)
    tally.finish()


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
