#!/usr/bin/env python3
"""Checks the Databricks backend against the stand-in workspace: real SQL on real Delta tables.

    check.py BUILD FOLDER

BUILD is the folder of the programs featurestore, databricks-peer and customer-retention. FOLDER is made, and must not be
there yet. What the workspace answers is compared with the Feast backend, with memory, with pandas, with the official SDK
and with delta-rs. The last line is `N passed, N failed`.
"""
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
for name in [name for name in os.environ if name.startswith(("DATABRICKS", "FEAST", "FEATURE_STORE"))]:
    del os.environ[name]

import checks_adapter  # noqa: E402
import checks_serving  # noqa: E402
import checks_verbs  # noqa: E402
from checking import tally  # noqa: E402
from programs import Programs  # noqa: E402
from workspace import StandIn  # noqa: E402


def main(build, folder):
    folder = Path(folder).resolve()
    folder.mkdir(parents=True)
    os.environ["DATABRICKS_CONFIG_FILE"] = str(folder / "no-profiles")
    with StandIn(folder / "workspace", "--chunk-rows", 3_000, volumes=()) as workspace:
        programs = Programs(Path(build).resolve(), folder, workspace)
        for module in (checks_verbs, checks_serving, checks_adapter):
            for title, check in module.CHECKS.items():
                tally.run(title, check, programs)
    tally.finish()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
