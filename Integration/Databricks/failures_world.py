"""What the checks of failures share: runs of the real program, and what must hold after one that failed."""
import contextlib
import os
import re
import subprocess
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from checking import expect, expect_equal
from workspace import CLIENT_SECRET, TOKEN

STAGING = "/Volumes/main/feature_store/feature_store_staging/feature_store"
SUBMIT = r"/sql/statements$"
SECRETS = (TOKEN, CLIENT_SECRET, "issued-", "X-Signature", "Bearer", "Basic ", "x-storage-encryption-key",
           "wrong-secret")
REMEDY = re.compile(
    r"\b([Uu]se|[Tt]ry|[Aa]sk|[Ss]et|[Mm]ake|[Cc]heck|[Cc]hoose|[Ww]ait|Remove|Run|Start|Rename|Convert|Round|Write"
    r"|Add|Create|Look|must be|(Views|Features) (t?here)|stands in the query history)\b")


class World:
    """A stand-in, the two programs, and a folder for files."""

    def __init__(self, workspace, featurestore, peer, folder):
        self.workspace, self.featurestore, self.peer, self.folder = workspace, featurestore, peer, Path(folder)
        self.runs = 0

    # --- Programs ---

    def environment(self, **settings):
        """Variables that name a profile file of its own with these settings; a setting of None is left out."""
        known = {"host": self.workspace.url, "token": TOKEN, "warehouse_id": self.workspace.warehouse,
                 "retry_timeout_seconds": 30} | settings
        self.runs += 1
        file = self.folder / f"profile-{self.runs}"
        file.write_text("[run]\n" + "".join(f"{key} = {value}\n" for key, value in known.items() if value is not None))
        kept = {key: value for key, value in os.environ.items()
                if not key.startswith(("DATABRICKS", "FEAST", "FEATURE_STORE")) and "proxy" not in key.lower()}
        return kept | {"DATABRICKS_CONFIG_FILE": str(file), "DATABRICKS_CONFIG_PROFILE": "run"}

    def start(self, *arguments, variables=None, **settings):
        """A program that runs: the command line with everything logged."""
        command = [self.featurestore, "--backend", "databricks", "--log-level", "trace", *map(str, arguments)]
        return subprocess.Popen(command, env=self.environment(**settings) | (variables or {}), text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *arguments, **settings):
        """Runs the command line to its end: exit code, output, and what came on standard error."""
        return finished(self.start(*arguments, **settings))

    def succeeds(self, *arguments, **settings):
        """The output of a run that must succeed."""
        code, output, errors = self.run(*arguments, **settings)
        expect(code == 0, f"{arguments} ended with {code}: {errors[-600:]}")
        return output

    def fails(self, words, *arguments, **settings):
        """Runs what must fail with exit code 1 and one paragraph that has these words and a remedy; returns it."""
        code, _, errors = self.run(*arguments, **settings)
        return failed(code, errors, words)

    def ask(self, command, *arguments, **settings):
        """The exit code and output of the peer program."""
        done = subprocess.run([self.peer, command, *map(str, arguments)], env=self.environment(**settings), text=True,
                              capture_output=True, timeout=120)
        refuse_secrets(done.stdout + done.stderr)
        return done.returncode, done.stdout

    # --- Frames ---

    def rows(self, count, first=0, amount=1.5, keys=None):
        """A file of feature rows: customer_id, event_timestamp with odd microseconds, amount."""
        start = pd.Timestamp("2024-03-01T00:00:00.000001Z").as_unit("us")
        ids = keys or [first + row for row in range(count)]
        times = pa.array([start + pd.Timedelta(row, "s") for row in range(count)], pa.timestamp("us", "UTC"))
        return self.file(customer_id=pa.array(ids),
                         event_timestamp=times,
                         amount=pa.array([amount + row for row in range(count)]))

    def entities(self, count, first=0):
        ids = pa.array([first + row for row in range(count)], pa.int64())
        time_of_all = pd.Timestamp("2024-06-01T00:00:00Z").as_unit("us")
        return self.file(customer_id=ids, event_timestamp=pa.array([time_of_all] * count, pa.timestamp("us", "UTC")))

    def file(self, **columns):
        self.runs += 1
        path = self.folder / f"frame-{self.runs}.parquet"
        pq.write_table(pa.table(columns), path)
        return path

    # --- Verbs ---

    def register_words(self, name, file, *more):
        return ["register", name, "--from", file, "--entity-key", "customer_id", *more]

    def register(self, name, file, *more, **settings):
        return self.succeeds(*self.register_words(name, file, *more), **settings)

    def historical_words(self, name, entities, output):
        return ["historical", "--entities", entities, "--features", f"{name}:amount", "--output", output]

    def historical(self, name, entities, **settings):
        """The training rows of a successful retrieval."""
        output = self.folder / f"training-{self.runs}.parquet"
        self.succeeds(*self.historical_words(name, entities, output), **settings)
        return pq.read_table(output)

    # --- What is there ---

    def table(self, name):
        """The rows of a table in order, with times as microseconds; None if there is no table."""
        status, _ = self.workspace.call("GET", f"/api/2.1/unity-catalog/tables/main.feature_store.{name}")
        if status == 404:
            return None
        expect_equal(status, 200, f"looking for {name}")
        return self.workspace.sql(
            f"SELECT customer_id, unix_micros(event_timestamp) AS t, amount FROM main.feature_store.{name} "
            "ORDER BY customer_id, t")

    def staged(self):
        """What is left in the staging volume; None if it is not there."""
        status, listed = self.workspace.call("GET", f"/api/2.0/fs/directories{STAGING}")
        return [item["path"] for item in listed.get("contents", [])] if status == 200 else []

    def expect_clean(self, where, patience=0.0):
        """No staged file is left; what a cancelled program leaves to the server may take a moment."""
        end = time.monotonic() + patience
        while self.staged() and time.monotonic() < end:
            time.sleep(0.05)
        expect_equal(self.staged(), [], f"{where}: staged files")

    def asked(self, method, pattern):
        """The recorded requests of a method whose path has this pattern."""
        return [
            item for item in self.workspace.requests() if item["method"] == method and re.search(pattern, item["path"])
        ]

    @contextlib.contextmanager
    def without(self, name, *kinds):
        """Takes a permission away for the time of the block."""
        self.workspace.revoke(name, *kinds)
        try:
            yield
        finally:
            self.workspace.grant(name)

    def restore(self):
        """Undoes what a check that ended early may have left."""
        self.workspace.clear_faults()
        self.workspace.control("settings", statement_delay=0)
        self.workspace.control("links", seconds=900)

    def sql_fault(self, message, code="BAD_REQUEST", state="FAILED", **fault):
        """Lets a submitted statement fail as the service says it: HTTP 200 and a state."""
        body = {
            "statement_id": "01ef-injected",
            "status": {"state": state, "error": {"error_code": code, "message": message}}
        }
        self.workspace.fault(method="POST", path=SUBMIT, status=200, body=body, **fault)


def finished(process, timeout=180):
    output, errors = process.communicate(timeout=timeout)
    refuse_secrets(output + errors)
    return process.returncode, output, errors


def failed(code, errors, words):
    """What a failed run must say: one paragraph on standard error that has these words and a remedy."""
    expect_equal(code, 1, f"exit code, after: {errors[-600:]}")
    said = errors.rpartition("featurestore: ")
    expect(said[1], f"no message: {errors[-600:]}")
    message = said[2].strip()
    expect("\n" not in message, f"more than one paragraph: {message}")
    for word in words:
        expect(word in message, f"'{word}' is not in: {message}")
    expect(REMEDY.search(message), f"no remedy in: {message}")
    expect(not re.search(r"Optional\(|Error\(|nil\b|\.swift", message), f"not written for people: {message}")
    return message


def refuse_secrets(text):
    for secret in SECRETS:
        expect(secret not in text, f"'{secret}' was shown in: {text[-1000:]}")
