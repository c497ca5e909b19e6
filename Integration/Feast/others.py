#!/usr/bin/env python3
"""Checks that files of others stay what they are, that names are bytes, and that settings are read as Feast reads them.

  others.py FEATURESTORE FOLDER

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

import names  # noqa: E402
import permissions  # noqa: E402
import settings  # noqa: E402
from checking import tally  # noqa: E402


def main(program, folder):
    program, folder = Path(program).resolve(), Path(folder).resolve()
    folder.mkdir(parents=True)
    for module in (permissions, names, settings):
        for title, check in module.CHECKS.items():
            tally.run(title, check, program, folder / f"{module.__name__}_{check.__name__}")
    tally.finish()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
