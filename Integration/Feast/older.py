#!/usr/bin/env python3
"""Checks what an older Feast can do with our repositories, and what breaks: Integration/README.md has the list.

  older.py FEAST_PEER FOLDER

Run by the Python of .venv-old, which has feast 0.54.0. FOLDER is made, and must not be there yet.
The last line is `N passed, N failed`.
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

import feast  # noqa: E402
import pyarrow as pa  # noqa: E402

import hazards  # noqa: E402
from checking import expect, expect_columns, expect_equal, tally  # noqa: E402
from peer import Peer  # noqa: E402
from shared_repo import START, applied, feast_view, history, iso, make, swift_frame  # noqa: E402
from swift_peer import SwiftError, SwiftPeer  # noqa: E402

ROWS = [(1, START, 10, "a"), (2, START, None, "b")]


def check_ours(program, folder):
    """It lists, joins, serves and materializes what we registered."""
    repo = hazards.ours(program, folder, "stats")
    peer = Peer(repo)
    expect_equal(list(peer.views()), ["stats"], "views")
    references = ["stats:trips", "stats:city"]
    for _ in range(2):
        answer = peer.online(references, {"id": [1, 2, 3]})
        expect_columns(answer["trips"], [10, None, None], "trips")
        expect_columns(answer["city"], ["a", "b", None], "city")
        peer.materialize(START, START, ["stats"])
    spine = pa.table({"id": pa.array([1, 2]), "event_timestamp": pa.array([START, START], pa.timestamp("us", "UTC"))})
    training = peer.historical(spine, references).sort_values("id")
    expect_columns(training["trips"], [10, None], "training rows")
    with SwiftPeer(program, repo) as swift:
        found = swift.query(kind="online", features=references, entities={"id": [1, 2, 3]})
    expect_columns(found["city"]["values"], ["a", "b", None], "what we read of what it materialized")


def check_its_tables(program, folder):
    """Online tables that it makes lack the column `value_text`: we read them, and say why we cannot write to them."""
    repo = make(folder / "repo")
    peer = applied(repo, *feast_view(repo, "old", history(ROWS)))
    peer.materialize(START, START, ["old"])
    with SwiftPeer(program, repo) as swift:
        found = swift.query(kind="online", features=["old:trips"], entities={"id": [1, 2, 3]})
        expect_columns(found["trips"]["values"], [10, None, None], "our reading of its table")
        try:
            swift.ask("materialize", views=["old"], start=iso(START), end=iso(START))
        except SwiftError as error:
            expect_equal(error.code, "io", "the error")
            expect("value_text" in error.message, f"the error does not name the column: {error.message}")
        else:
            expect(False, "we wrote to a table without value_text")
        swift.ask("register", view="new", keys=["id"], frame=swift_frame(ROWS))
    expect_equal(sorted(Peer(repo).views()), ["new", "old"], "its views after ours")


def main(program, folder):
    program, folder = Path(program).resolve(), Path(folder).resolve()
    folder.mkdir(parents=True)
    print(f"feast {feast.__version__}")
    shared = [hazards.check_infra_and_apply, hazards.check_time_zones, hazards.check_nulls, hazards.check_large_integers]
    for check in [check_ours, check_its_tables, *shared]:
        room = folder / check.__name__
        room.mkdir()
        tally.run(check.__doc__.splitlines()[0], check, program, room)
    tally.finish()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
