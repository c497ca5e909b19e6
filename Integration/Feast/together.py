#!/usr/bin/env python3
"""Checks that Swift and Python share a repository at the same time, and that nothing of the known hazards loses data.

  together.py FEAST_PEER FOLDER

FOLDER is made, and must not be there yet. The last line is `N passed, N failed`.
"""
import os
import sys
import time
from pathlib import Path

if os.environ.get("TZ") != "UTC":
    # Feast reads and writes the online store's times through the process' local time zone.
    os.environ["TZ"] = "UTC"
time.tzset()
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import hazards  # noqa: E402
import interleaving  # noqa: E402
import projects  # noqa: E402
import pushing  # noqa: E402
import tables  # noqa: E402
from checking import tally  # noqa: E402


def main(program, folder):
    program, folder = Path(program).resolve(), Path(folder).resolve()
    folder.mkdir(parents=True)
    for module in (interleaving, pushing, projects, hazards, tables):
        for title, check in module.CHECKS.items():
            room = folder / f"{module.__name__}_{check.__name__}"
            room.mkdir()
            tally.run(title, check, program, room)
    tally.finish()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
