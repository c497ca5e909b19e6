#!/usr/bin/env python3
"""Drives the stand-in workspace with the official Databricks SDK and with delta-rs, unchanged: they keep it honest.

    .venv-databricks/bin/python Integration/Databricks/sdk_check.py FOLDER

FOLDER is made, and must not be there yet. The last line is `N passed, N failed`.
"""
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
for name in [name for name in os.environ if name.startswith("DATABRICKS")]:
    del os.environ[name]

import checks_catalog  # noqa: E402
import checks_delta  # noqa: E402
import checks_faults  # noqa: E402
import checks_files  # noqa: E402
import checks_hostile  # noqa: E402
import checks_online  # noqa: E402
import checks_sign_in  # noqa: E402
import checks_sql  # noqa: E402
import checks_statements  # noqa: E402
from checking import tally  # noqa: E402
from workspace import StandIn  # noqa: E402

MODULES = (checks_sign_in, checks_catalog, checks_files, checks_statements, checks_sql, checks_delta, checks_online,
           checks_faults,
           checks_hostile)


def main(folder):
    folder = Path(folder).resolve()
    folder.mkdir(parents=True)
    os.environ["DATABRICKS_CONFIG_FILE"] = str(folder / "no-profiles")
    with StandIn(folder / "workspace", "--chunk-rows", 400, "--start-delay", 0.5) as workspace:
        for module in MODULES:
            for title, check in module.CHECKS.items():
                tally.run(title, check, workspace)
                workspace.clear_faults()
    tally.run("A stand-in that is started again has what an earlier run left", checks_delta.check_restart,
              folder / "workspace")
    tally.finish()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
