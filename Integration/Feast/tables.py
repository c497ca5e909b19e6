"""Tables that we make, fill and delete, in Feast's eyes; and Feast's own files in ours."""
import datetime as dt
import sqlite3

import pyarrow.parquet as pq

from checking import expect, expect_columns, expect_equal
from peer import Peer
from shared_repo import START, applied, feast_view, history, iso, make, swift_frame
from swift_peer import SwiftPeer

HOUR = dt.timedelta(hours=1)
ROWS = [(1, START, 10, "a"), (2, START, 20, "b"), (1, START + HOUR, 11, "c")]
ENTITIES = history([(1, START + 2 * HOUR, 0, ""), (2, START + 2 * HOUR, 0, "")]).select(["id", "event_timestamp"])


def create(swift, view="made"):
    swift.ask("create_table", view=view, keys=["id"], ttl_days=5, frame=swift_frame(ROWS))


def files(repo, view="made"):
    return sorted(path.name for path in (repo / "data" / view).glob("*.parquet"))


def online_tables(repo):
    with sqlite3.connect(repo / "data" / "online_store.db") as database:
        return [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def check_empty(program, folder):
    """A table without rows: Feast lists it, reads its file, joins nothing to it and materializes nothing from it."""
    repo = make(folder / "repo")
    with SwiftPeer(program, repo) as swift:
        create(swift)
        peer = Peer(repo)
        view = peer.views()["made"]
        expect_equal([field.name for field in view.features], ["trips", "city"], "features")
        expect_equal(view.ttl, dt.timedelta(days=5), "ttl")
        table = pq.read_table(repo / view.batch_source.path)
        expect_equal((table.num_rows, table.column_names), (0, ["id", "event_timestamp", "trips", "city"]), "its file")
        theirs = peer.historical(ENTITIES, ["made:trips", "made:city"])
        expect_columns(theirs["trips"], [None, None], "Feast's training rows")
        peer.materialize(START, START + HOUR, ["made"])
        swift.ask("materialize", views=["made"], start=iso(START), end=iso(START + HOUR))
        expect_equal(peer.online(["made:trips"], {"id": [1]})["trips"], [None], "Feast's online value")


def check_written(program, folder):
    """Rows that writeTable puts into it: Feast joins, materializes and serves them."""
    repo = make(folder / "repo")
    with SwiftPeer(program, repo) as swift:
        create(swift)
        swift.ask("write_table", view="made", frame=swift_frame(ROWS[:2]))
        swift.ask("write_table", view="made", frame=swift_frame(ROWS[2:]))
        peer = Peer(repo)
        theirs = peer.historical(ENTITIES, ["made:trips", "made:city"]).sort_values("id")
        expect_columns(theirs["trips"], [11, 20], "Feast's training rows")
        expect_columns(theirs["city"], ["c", "b"], "Feast's training rows")
        peer.materialize(START, START + HOUR, ["made"])
        ours = swift.query(kind="online", features=["made:trips"], entities={"id": [1, 2]})["trips"]["values"]
        expect_columns(ours, [11, 20], "what Feast materialized")
        expect_columns(peer.online(["made:trips"], {"id": [1, 2]})["trips"], [11, 20], "and serves")
        expect_equal(len(files(repo)), 3, "a file for each version")
        for version, count in enumerate([0, 2, 3], start=1):
            rows = swift.ask("read_table", view="made", version=version)["rows"]
            named = pq.read_table(repo / "data" / "made" / files(repo)[version - 1])
            expect_equal(len(rows), count, f"rows of version {version}")
            expect_columns([row["trips"] for row in rows], named["trips"].to_pylist(), f"trips of version {version}")


def check_deleted(program, folder):
    """After deleteTable the view is gone for Feast, with its rows; `feast apply` of another view goes on working."""
    repo = make(folder / "repo")
    with SwiftPeer(program, repo) as swift:
        create(swift)
        swift.ask("write_table", view="made", frame=swift_frame(ROWS))
        swift.ask("materialize", views=["made"], start=iso(START), end=iso(START + HOUR))
        expect("together_made" in online_tables(repo), "there is no online table")
        swift.ask("delete_table", view="made")
        expect_equal(list(Peer(repo).views()), [], "Feast's views")
        expect_equal(files(repo), [], "data files")
        expect("together_made" not in online_tables(repo), "the online table is still there")
        applied(repo, *feast_view(repo, "other", history(ROWS)))
        expect_equal([view["name"] for view in swift.ask("views")], ["other"], "our views")


def check_foreign(program, folder):
    """A view of Feast's own: one version, number 0; our writes go into Feast's file, which is never removed."""
    repo = make(folder / "repo")
    peer = applied(repo, *feast_view(repo, "theirs", history(ROWS)))
    file = repo / "data" / "theirs.parquet"
    with SwiftPeer(program, repo) as swift:
        expect_equal(swift.ask("table", view="theirs")["versions"], [0], "versions")
        rows = swift.ask("read_table", view="theirs", version=0)["rows"]
        expect_columns([row["trips"] for row in rows], [10, 20, 11], "rows")
        expect_equal(swift.ask("vacuum", view="theirs", keep=1), [], "removed by vacuum")
        for number in (1, 2):
            swift.ask("write_table", view="theirs", frame=swift_frame([(3, START, 30 + number, "d")]))
        expect_equal(swift.ask("table", view="theirs")["versions"], [0], "versions after our writes")
        written = pq.read_table(file).to_pylist()
        expect_columns(sorted((row["id"], row["trips"]) for row in written), [(1, 10), (1, 11), (2, 20), (3, 32)], "rows")
        peer = Peer(repo)
        expect_equal(sorted(peer.historical(ENTITIES, ["theirs:trips"])["trips"]), [11, 20], "Feast's training rows")
        expect_equal(swift.ask("vacuum", view="theirs", keep=1), [], "removed by vacuum")
        before = file.read_bytes()
        swift.ask("delete_table", view="theirs")
        expect_equal(file.read_bytes(), before, "Feast's file")
        expect_equal(list(Peer(repo).views()), [], "Feast's views")


CHECKS = {
    "a table without rows: Feast copes with its file": check_empty,
    "a table that we filled: Feast joins, materializes and serves it": check_written,
    "a table that we deleted is gone for Feast": check_deleted,
    "a table of Feast's own keeps its file": check_foreign,
}
