"""Pushes by either side to either store, and what an older event does."""
import datetime as dt

import pyarrow.parquet as pq

from checking import expect, expect_columns, expect_equal
from peer import quiet
from shared_repo import START, applied, feast_view, history, iso, make, swift_frame
from swift_peer import SwiftError, SwiftPeer, frame

HOUR = dt.timedelta(hours=1)


def pushed_repo(folder):
    """A repository of Feast's whose view is fed by a push source."""
    from feast import FileSource, PushSource
    repo = make(folder / "repo")
    batch = FileSource(name="batch", path="data/fed.parquet", timestamp_field="event_timestamp")
    source = PushSource(name="stream", batch_source=batch)
    rows = [(1, START, 10, "a"), (2, START, 20, "b")]
    return repo, applied(repo, *feast_view(repo, "fed", history(rows), source=source), source)


def trips(peer, swift, keys):
    ours = swift.query(kind="online", features=["fed:trips"], entities={"id": keys})["trips"]["values"]
    theirs = peer.online(["fed:trips"], {"id": keys})["trips"]
    expect_columns(ours, theirs, "what both read")
    return ours


def check_push(program, folder):
    """A push reaches both sides' readers, online and offline, whoever pushes."""
    from feast.data_source import PushMode
    repo, peer = pushed_repo(folder)
    with SwiftPeer(program, repo) as swift:
        swift.ask("push", source="stream", frame=swift_frame([(1, START + HOUR, 11, "x"), (3, START + HOUR, 31, "y")]))
        expect_equal(trips(peer, swift, [1, 2, 3]), [11, None, 31], "after our push")
        with quiet():
            peer.store.push("stream", history([(2, START + HOUR, 21, "z")]).to_pandas(), to=PushMode.ONLINE_AND_OFFLINE)
        expect_equal(trips(peer, swift, [1, 2, 3]), [11, 21, 31], "after Feast's push")
        expect_equal(pq.read_table(repo / "data" / "fed.parquet").num_rows, 3, "rows of the file")
        swift.ask("push", source="stream", to="online_and_offline", frame=swift_frame([(1, START + 2 * HOUR, 12, "w")]))
        expect_equal(trips(peer, swift, [1, 2, 3]), [12, 21, 31], "after our push to both")
        rows = [{"id": key, "event_timestamp": iso(START + 3 * HOUR), "row": key} for key in (1, 2, 3)]
        ours = swift.query(kind="historical", features=["fed:trips"], rows=rows, columns=["row", "id", "event_timestamp"])
        expect_columns([row["trips"] for row in ours["rows"]], [12, 21, None], "training rows after the pushes")
        theirs = peer.historical(history([(1, START + 3 * HOUR, 0, ""), (2, START + 3 * HOUR, 0, "")]).select(
            ["id", "event_timestamp"]), ["fed:trips"])
        expect_columns(sorted(theirs["trips"]), [12, 21], "Feast's training rows after the pushes")
        with quiet():
            peer.store.push("stream", history([(3, START + 3 * HOUR, 33, "v")]).to_pandas(), to=PushMode.OFFLINE)
        ours = swift.query(kind="historical", features=["fed:trips"], rows=rows, columns=["row", "id", "event_timestamp"])
        expect_columns([row["trips"] for row in ours["rows"]], [12, 21, 33], "training rows after Feast's offline push")


def check_older_events(program, folder):
    """The one rule in which the sides differ: an older event never replaces a newer one of ours, in Feast it does."""
    repo, peer = pushed_repo(folder)
    with SwiftPeer(program, repo) as swift:
        swift.ask("push", source="stream", frame=swift_frame([(1, START + HOUR, 2, "new"), (1, START, 1, "old")]))
        expect_equal(trips(peer, swift, [1]), [2], "the newer of one push, in any order")
        swift.ask("push", source="stream", frame=swift_frame([(1, START, 3, "older")]))
        expect_equal(trips(peer, swift, [1]), [2], "an older push of ours")
        swift.ask("push", source="stream", frame=swift_frame([(1, START + HOUR, 4, "same time")]))
        expect_equal(trips(peer, swift, [1]), [4], "an equally old push of ours")
        with quiet():
            peer.store.push("stream", history([(1, START, 5, "older")]).to_pandas())
        expect_equal(trips(peer, swift, [1]), [5], "an older push of Feast's")


def check_statuses(program, folder):
    """Present, null, not found, and outside the maximum age when asked; Feast knows only present and not found."""
    repo = make(folder / "repo")
    peer = applied(repo, *feast_view(repo, "aged", history([(1, START, 1, "a")]), ttl=dt.timedelta(days=1)))
    with SwiftPeer(program, repo) as swift:
        swift.ask("write", view="aged", frame=swift_frame([(1, START, 1, "a"), (2, START, None, "b"), (3, START - HOUR, 3, "c")]))
        asked = {"kind": "online", "features": ["aged:trips"], "entities": {"id": [1, 2, 3, 4]}}
        plain = swift.query(**asked)["trips"]
        expect_columns(plain["statuses"], ["PRESENT", "NULL_VALUE", "PRESENT", "NOT_FOUND"], "statuses")
        at_edge = swift.query(**asked, enforce_ttl=True, as_of=iso(START + dt.timedelta(days=1)))["trips"]
        expect_columns(at_edge["statuses"], ["PRESENT", "NULL_VALUE", "OUTSIDE_MAX_AGE", "NOT_FOUND"], "statuses with ttl")
        expect_columns(at_edge["values"], [1, None, None, None], "values with ttl")
        expect_columns(at_edge["event_timestamps"], plain["event_timestamps"], "times with ttl")
        late = swift.query(**asked, enforce_ttl=True)["trips"]
        expect_columns(late["statuses"], ["OUTSIDE_MAX_AGE"] * 3 + ["NOT_FOUND"], "statuses much later")
        try:
            swift.query(**{**asked, "entities": {"nobody": [1]}})
        except SwiftError as error:
            expect_equal(error.code, "entityKeyMissing", "the error of a missing key")
        else:
            expect(False, "a missing key is no error")
    with quiet():
        proto = peer.store.get_online_features(features=["aged:trips"], entity_rows=[{"id": key} for key in (1, 2, 3, 4)]).proto
    column = proto.results[list(proto.metadata.feature_names.val).index("trips")]
    expect_columns(list(column.statuses), [1, 1, 1, 3], "Feast's statuses")
    expect_columns([stamp.seconds for stamp in column.event_timestamps], plain["event_timestamps"], "Feast's times")


def check_missing_keys(program, folder):
    """One of two join keys is not given: an error with us; Feast finds nothing, and says so only in the status."""
    from feast import Entity, FeatureView, Field, FileSource, ValueType
    from feast.types import Int64
    repo, names = make(folder / "repo"), ["first", "second"]
    entities = [Entity(name=name, join_keys=[name], value_type=ValueType.INT64) for name in names]
    schema = [Field(name=name, dtype=Int64) for name in [*names, "size"]]
    table = history([(1, START, 1, "a")])
    pq.write_table(table, repo / "data" / "pairs.parquet")
    source = FileSource(name="pairs_source", path="data/pairs.parquet", timestamp_field="event_timestamp")
    peer = applied(repo, *entities, FeatureView(name="pairs", entities=entities, schema=schema, source=source))
    with SwiftPeer(program, repo) as swift:
        swift.ask("write", view="pairs", frame=frame(
            first=("int64", [1]), second=("int64", [2]), event_timestamp=("timestamp", [iso(START)]), size=("int64", [5])))
        both, one = {"first": [1], "second": [2]}, {"first": [1]}
        expect_equal(swift.query(kind="online", features=["pairs:size"], entities=both)["size"]["values"], [5], "both keys")
        expect_equal(peer.online(["pairs:size"], both)["size"], [5], "both keys, in Feast")
        expect_equal(peer.online(["pairs:size"], one)["size"], [None], "one key, in Feast")
        try:
            swift.query(kind="online", features=["pairs:size"], entities=one)
        except SwiftError as error:
            expect_equal(error.code, "entityKeyMissing", "the error of a missing key")
            expect("'second'" in error.message, f"the error does not name the key: {error.message}")
        else:
            expect(False, "a missing key is no error")


CHECKS = {
    "pushes of both sides": check_push,
    "an older event": check_older_events,
    "a join key that is not given": check_missing_keys,
    "statuses and the ttl of online values": check_statuses,
}
