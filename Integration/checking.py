"""A runner for checks that are plain functions, and the comparison of values that counts what it compared."""
import datetime as dt
import math
import sys
import time
import traceback

import numpy as np
import pandas as pd

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)


class Mismatch(AssertionError):
    """Two answers differ."""


def expect(condition, message):
    """Fails the check with a message unless the condition holds; counts as one compared value."""
    tally.compared += 1
    if not condition:
        raise Mismatch(message)


def expect_equal(ours, theirs, where):
    """Compares two values exactly after bringing both into plain Python; counts them."""
    tally.compared += 1
    if plain(ours) != plain(theirs):
        raise Mismatch(f"{where}: ours is {ours!r}, expected {theirs!r}")


def expect_columns(ours, theirs, where):
    """Compares two sequences value by value."""
    ours, theirs = list(ours), list(theirs)
    expect(len(ours) == len(theirs), f"{where}: ours has {len(ours)} rows, expected {len(theirs)}")
    for row, (mine, other) in enumerate(zip(ours, theirs)):
        expect_equal(mine, other, f"{where}, row {row}")


def plain(value):
    """Brings a value of pandas, numpy, pyarrow or Feast into one form; NaN and NaT become None, times become nanoseconds."""
    if hasattr(value, "as_py"):
        value = value.as_py()
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, pd.Timestamp):
        value = value.tz_localize("UTC") if value.tzinfo is None else value
        return ("time", value.as_unit("ns").value)
    if isinstance(value, np.datetime64):
        return plain(pd.Timestamp(value))
    if isinstance(value, dt.datetime):
        return plain(pd.Timestamp(value))
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    return value


class Tally:
    """What was run and how it went."""

    def __init__(self):
        self.passed = self.failed = self.compared = 0

    def run(self, title, check, *arguments):
        """Runs one check, prints a line, and goes on after a failure."""
        before, started = self.compared, time.monotonic()
        try:
            check(*arguments)
        except Exception as error:
            self.failed += 1
            print(f"FAILED  {title}\n        {error}", flush=True)
            if not isinstance(error, Mismatch):
                traceback.print_exc(file=sys.stdout)
        else:
            self.passed += 1
            took = time.monotonic() - started
            print(f"ok      {title} ({self.compared - before:,} values, {took:.1f} s)", flush=True)

    def finish(self):
        """Prints the last line and ends the program."""
        print(f"{self.compared:,} values compared")
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)


tally = Tally()
