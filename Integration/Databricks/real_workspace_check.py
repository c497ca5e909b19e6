#!/usr/bin/env python3
"""Runs real-workspace.sh against the stand-in, as if that were a real workspace: every line of it must hold.

    .venv-databricks/bin/python Integration/Databricks/real_workspace_check.py FEATURESTORE FOLDER

FOLDER is made, and must not be there yet. The last line is `N passed, N failed`.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from checking import expect, expect_equal, tally  # noqa: E402
from workspace import StandIn  # noqa: E402

SCRIPT = Path(__file__).parent / "real-workspace.sh"
LEAST = 60  # lines that say how it went


class Run:
    """One run of the script, and what it left in the workspace."""

    def __init__(self, workspace, program, **variables):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABRICKS")}
        environment |= {"DATABRICKS_HOST": workspace.url, "DATABRICKS_CONFIG_FILE": "/nowhere"} | variables
        done = subprocess.run([SCRIPT, program], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.text, self.code = done.stdout, done.returncode
        self.held = re.findall(r"^held {10}(.*)$", self.text, re.MULTILINE)
        self.missed = re.findall(r"^did not hold  (.*)$", self.text, re.MULTILINE)
        self.schemas = [row[0] for row in workspace.sql("SHOW SCHEMAS IN main")]

    def check_traces(self, workspace):
        """The schema is removed, and no secret stands in the output."""
        left = [name for name in self.schemas if "try" in name]
        expect_equal(left, [], "schemas that are left")
        expect(re.search(r"^The schema \S+ is removed\.$", self.text, re.MULTILINE), f"nothing was removed: {self.text}")
        for secret in (workspace.token, workspace.client_secret):
            expect(secret not in self.text, "a secret stands in the output")


def check_without_program(workspace):
    """A program that always fails: nothing of it holds, the exit code says so, and the schema is removed."""
    run = Run(workspace, "/bin/false", DATABRICKS_TOKEN=workspace.token)
    expect_equal(run.code, 1, f"the exit code of\n{run.text}")
    expect(len(run.missed) >= 20, f"too much holds:\n{run.text}")
    run.check_traces(workspace)


def check_summary(workspace, run):
    expect_equal(run.code, 0, f"the exit code of\n{run.text}")
    expect(len(run.held) >= LEAST, f"only {len(run.held)} lines hold:\n{run.text}")
    expect(f"{len(run.held)} held, 0 did not hold (0 of them needed)" in run.text, f"the last line of\n{run.text}")
    run.check_traces(workspace)


def check_line(held, title):
    expect(held, title)


def real_workspace(program, folder):
    """Adds the checks to the tally."""
    with StandIn(folder / "workspace", volumes=()) as workspace:
        run = Run(workspace, program, DATABRICKS_CLIENT_ID=workspace.client_id, REAL_WORKSPACE_ONLINE="1",
                  DATABRICKS_CLIENT_SECRET=workspace.client_secret)
        for held, titles in ((True, run.held), (False, run.missed)):
            for title in titles:
                tally.run(title[:300], check_line, held, title)
        tally.run("The script's end and traces, signed in as a client", check_summary, workspace, run)
        tally.run("A program that does nothing", check_without_program, workspace)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    target = Path(sys.argv[2]).resolve()
    target.mkdir(parents=True)
    real_workspace(str(Path(sys.argv[1]).resolve()), target)
    tally.finish()
