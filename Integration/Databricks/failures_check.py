#!/usr/bin/env python3
"""Lets everything go wrong that can, and looks at what the real program does: answers, messages, and what stays behind.

    .venv-databricks/bin/python Integration/Databricks/failures_check.py FEATURESTORE DATABRICKS-PEER FOLDER [MODULE…]

FEATURESTORE and DATABRICKS-PEER are the built programs; FOLDER is made, and must not be there yet. With MODULEs only
their checks run. Every failed run must end with exit code 1 and one paragraph that names the object and a remedy; no
run may show a secret, although everything is logged. The last line is `N passed, N failed`.
"""
import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from checking import tally  # noqa: E402
from failures_world import World  # noqa: E402
from workspace import StandIn  # noqa: E402

MODULES = ["statements", "sign_in", "network", "results", "warehouses", "concurrency", "hazards", "doctor", "tasks"]


def main(featurestore, peer, folder, names):
    folder = Path(folder).resolve()
    folder.mkdir(parents=True)
    with StandIn(folder / "workspace", "--chunk-rows", 50, "--start-delay", 0.5, volumes=()) as workspace:
        world = World(workspace, Path(featurestore).resolve(), Path(peer).resolve(), folder)
        for name in names or MODULES:
            for title, check in importlib.import_module(f"failures_{name}").CHECKS.items():
                tally.run(title, check, world)
                world.restore()
    tally.finish()


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:4], sys.argv[4:])
