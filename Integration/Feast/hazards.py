"""The known ways to lose data between Feast and another program; each has a check here, but for number 6: golden.py has it.

Numbers are those of the list in Integration/README.md.
"""
import datetime as dt
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pyarrow as pa

from checking import expect, expect_columns, expect_equal
from peer import Peer, quiet
from shared_repo import PROJECT, START, applied, feast_view, history, iso, make, registry, swift_frame
from swift_peer import SwiftError, SwiftPeer, frame

ROWS = [(1, START, 10, "a"), (2, START, None, "b")]
DEFINITIONS = """
from feast import Entity, FeatureView, Field, FileSource, ValueType
from feast.types import Int64, String

key = Entity(name="id", join_keys=["id"], value_type=ValueType.INT64)
view = FeatureView(
    name="{view}", entities=[key], schema=[Field(name="id", dtype=Int64), Field(name="trips", dtype=Int64), Field(name="city", dtype=String)],
    source=FileSource(name="{view}_source", path="{path}", timestamp_field="event_timestamp"))
"""


def ours(program, folder, *views):
    """A repository with views of ours, materialized."""
    repo = make(folder / "repo")
    with SwiftPeer(program, repo) as swift:
        for view in views:
            swift.ask("register", view=view, keys=["id"], frame=swift_frame(ROWS))
        swift.ask("materialize", views=[], start=iso(START), end=iso(START))
    return repo


def feast_command(repo, *arguments):
    """Runs Feast's own command line and returns its output."""
    command = [str(Path(sys.executable).with_name("feast")), *arguments]
    result = subprocess.run(command, cwd=repo, capture_output=True, text=True, timeout=120, env={**os.environ, "TZ": "UTC"})
    expect(result.returncode == 0, f"feast {' '.join(arguments)}: {result.stdout} {result.stderr}")
    return result.stdout


def define(repo, view):
    """Writes the definition that a view of ours has, as Feast's command line wants it."""
    source = next(spec.spec.batch_source.file_options.uri for spec in registry(repo).feature_views if spec.spec.name == view)
    (repo / f"{view}.py").write_text(DEFINITIONS.format(view=view, path=source))


def table_rows(repo, view):
    database = sqlite3.connect(repo / "data" / "online_store.db")
    rows = database.execute(
        f'select entity_key, feature_name, value, value_text, event_ts, typeof(event_ts) from "{PROJECT}_{view}" order by 1, 2').fetchall()
    database.close()
    return rows


def check_infra_and_apply(program, folder):
    """1 and 2: `feast apply` keeps our rows, as we write no infra; it deletes the views that no definition names. We keep
    the infra that it writes."""
    repo = ours(program, folder, "kept", "undefined")
    expect_equal(len(registry(repo).infra.infra_objects), 0, "infra objects of ours")
    before = table_rows(repo, "kept")
    expect_equal(len(before), 4, "rows before")
    define(repo, "kept")
    feast_command(repo, "apply")
    expect_columns(table_rows(repo, "kept"), before, "rows after `feast apply`")
    expect_equal([view.spec.name for view in registry(repo).feature_views], ["kept"], "views after `feast apply`")
    infra = registry(repo).infra
    expect(len(infra.infra_objects) > 0, "`feast apply` wrote no infra")
    with SwiftPeer(program, repo) as swift:
        expect_equal([view["name"] for view in swift.ask("views")], ["kept"], "our views after `feast apply`")
        swift.ask("register", view="undefined", keys=["id"], frame=swift_frame(ROWS))
        swift.ask("materialize", views=["undefined"], start=iso(START), end=iso(START))
    expect(registry(repo).infra == infra, "we changed the infra")
    define(repo, "undefined")
    feast_command(repo, "apply")
    for view in ("kept", "undefined"):
        expect_columns(table_rows(repo, view), before, f"rows of {view} after both are defined")


def check_time_zones(program, folder):
    """3: our event times are whole UTC seconds in every time zone; Feast, in UTC, reads them as they are."""
    stored = []
    for zone in ("UTC", "America/New_York", "Asia/Kolkata"):
        room = folder / zone.replace("/", "_")
        room.mkdir()
        repo = make(room / "repo")
        moment = START + dt.timedelta(hours=5, microseconds=999_999)
        with SwiftPeer(program, repo, {"TZ": zone}) as swift:
            swift.ask("register", view="zoned", keys=["id"], frame=swift_frame([(1, moment, 1, "a")]))
            swift.ask("materialize", views=[], start=iso(START), end=iso(moment))
            answer = swift.query(kind="online", features=["zoned:trips"], entities={"id": [1]})["trips"]
        expect_equal(answer["event_timestamps"], [int(moment.timestamp())], f"our time in {zone}")
        with quiet():
            served = Peer(repo).store.get_online_features(features=["zoned:trips"], entity_rows=[{"id": 1}])
        expect_equal(served.to_dict(include_event_timestamps=True)["trips__ts"], [int(moment.timestamp())], f"Feast's time of {zone}")
        stored.append(table_rows(repo, "zoned"))
    expect_equal(stored[0][0][4:], (int(moment.timestamp()), "integer"), "the stored time")
    expect(stored[0] == stored[1] == stored[2], f"rows differ between time zones: {stored}")


def check_tables(program, folder):
    """4: our tables are Feast's, word for word: its readers need the declared type of event_ts."""
    repo = ours(program, folder, "table")
    applied(repo, *feast_view(repo, "model", history(ROWS)))
    database = sqlite3.connect(repo / "data" / "online_store.db")
    statements = dict(database.execute("select name, sql from sqlite_master where sql is not null"))
    database.close()
    for suffix in ("", "_ek"):
        mine, theirs = statements[f"{PROJECT}_table{suffix}"], statements[f"{PROJECT}_model{suffix}"]
        expect_equal(words(mine.replace("_table", "_model")), words(theirs), "the statement")


def words(sql):
    return sql.replace('"', "").replace(",", " , ").replace("(", " ( ").replace(")", " ) ").split()


def check_nulls(program, folder):
    """5: nulls are empty blobs, null times the least integer; we read these and the `null_val` of other writers as null."""
    repo = make(folder / "repo")
    with SwiftPeer(program, repo) as swift:
        swift.ask("register", view="nulls", keys=["id"], frame=frame(
            id=("int64", [1]), event_timestamp=("timestamp", [iso(START)]), number=("int64", [None]), text=("string", [None]),
            seen=("timestamp", [None]), numbers=("list<int64>", [None])))
        swift.ask("materialize", views=[], start=iso(START), end=iso(START))
        features = ["number", "numbers", "seen", "text"]
        values = [(row[1], row[2].hex(), row[3]) for row in table_rows(repo, "nulls")]
        least = "4080808080808080808001"
        expect_columns(values, [(name, least if name == "seen" else "", None) for name in features], "stored nulls")
        theirs = Peer(repo).online([f"nulls:{name}" for name in features], {"id": [1]})
        for stored in (None, b"", bytes.fromhex("980100"), bytes.fromhex(least)):
            if stored is not None:
                database = sqlite3.connect(repo / "data" / "online_store.db")
                with database:
                    database.execute(f'update "{PROJECT}_nulls" set value = ?', (stored,))
                database.close()
            answer = swift.query(kind="online", features=[f"nulls:{name}" for name in features], entities={"id": [1]})
            for name in features:
                expect_equal(answer[name]["values"] + answer[name]["statuses"], [None, "NULL_VALUE"], f"{name} of {stored}")
                expect_equal(theirs[name], [None], f"Feast's {name}")


def check_cut_registry(program, folder):
    """7: a registry cut anywhere is an error or has every view that it lists whole; nobody takes it for an empty one. Each
    write of ours is a new version with a later time."""
    repo = ours(program, folder, "cut")
    path = repo / "data" / "registry.db"
    whole, versions = path.read_bytes(), []
    with SwiftPeer(program, repo) as swift:
        known = swift.ask("views")
        for length in range(1, len(whole), 7):
            path.write_bytes(whole[:length])
            try:
                listed = swift.ask("views")
            except SwiftError as error:
                expect_equal(error.code, "corruptData", f"the error at {length} of {len(whole)} bytes")
            else:
                expect(listed == known, f"cut at {length} of {len(whole)} bytes, the registry lists {listed}")
            expect_equal(path.stat().st_size, length, "the size of the file that was only read")
        path.write_bytes(whole)
        for number in range(10):
            swift.ask("register", view="cut", keys=["id"], frame=swift_frame([(number, START, number, "b")]))
            versions.append((registry(repo).version_id, path.stat().st_mtime_ns))
    expect_equal(len({version for version, _ in versions}), 10, "distinct versions")
    expect(all(one[1] < other[1] for one, other in zip(versions, versions[1:])), f"times do not grow: {versions}")


def check_states(program, folder):
    """8: a view is state 0 when registered and 4 when materialized. A killed Feast leaves 3 behind: it then refuses to
    read, we do not."""
    repo = make(folder / "repo")
    with SwiftPeer(program, repo) as swift:
        swift.ask("register", view="state", keys=["id"], frame=swift_frame(ROWS))
        expect_equal(registry(repo).feature_views[0].meta.state, 0, "state after registering")
        swift.ask("materialize", views=[], start=iso(START), end=iso(START))
        expect_equal(registry(repo).feature_views[0].meta.state, 4, "state after materializing")
        changed = registry(repo)
        changed.feature_views[0].meta.state = 3
        (repo / "data" / "registry.db").write_bytes(changed.SerializeToString())
        found = swift.query(kind="online", features=["state:trips"], entities={"id": [1]})
        expect_equal(found["trips"]["values"], [10], "our answer in state 3")
        expect(raises(lambda: Peer(repo).online(["state:trips"], {"id": [1]})), "Feast answers in state 3")
        swift.ask("materialize", views=[], start=iso(START), end=iso(START))
        expect_columns(Peer(repo).online(["state:trips"], {"id": [1]})["trips"], [10], "Feast's answer afterwards")


def raises(action):
    try:
        action()
    except Exception:
        return True
    return False


def check_key_types(program, folder):
    """9: one join key has one type in a project, as keys of different types are different keys."""
    repo = ours(program, folder, "first")
    with SwiftPeer(program, repo) as swift:
        try:
            swift.ask("register", view="second", keys=["id"], frame=frame(
                id=("int32", [1]), event_timestamp=("timestamp", [iso(START)]), trips=("int64", [1])))
        except SwiftError as error:
            expect_equal(error.code, "conflict", "the error")
        else:
            expect(False, "a second type of a join key is accepted")
        expect_equal([view["name"] for view in swift.ask("views")], ["first"], "views")


def check_foreign_code(program, folder):
    """10: code in a registry is never run by us, and is still there, byte for byte, after we have written."""
    from feast.protos.feast.core.OnDemandFeatureView_pb2 import OnDemandFeatureView
    repo, mark = ours(program, folder, "plain"), folder / "was_run"
    changed = registry(repo)
    view = OnDemandFeatureView()
    view.spec.name, view.spec.project, view.spec.mode = "computed", PROJECT, "python"
    function = view.spec.feature_transformation.user_defined_function
    function.name, function.body, function.mode = "run", b"\x80\x04cposix\nsystem\n.", "python"
    function.body_text = f"open({str(mark)!r}, 'w').close()\ndef run(inputs):\n    return inputs\n"
    changed.on_demand_feature_views.append(view)
    (repo / "data" / "registry.db").write_bytes(changed.SerializeToString())
    with SwiftPeer(program, repo) as swift:
        swift.ask("register", view="another", keys=["id"], frame=swift_frame(ROWS))
        swift.ask("materialize", views=[], start=iso(START), end=iso(START))
        try:
            swift.query(kind="online", features=["computed:x"], entities={"id": [1]})
        except SwiftError as error:
            expect_equal(error.code, "notSupported", "the error of a computed feature")
        else:
            expect(False, "a computed feature is answered")
    kept = registry(repo).on_demand_feature_views
    expect(len(kept) == 1 and kept[0].SerializeToString() == view.SerializeToString(), "the foreign view has changed")
    expect(not mark.exists(), "the foreign code was run")


def check_large_integers(program, folder):
    """11: integers that a double cannot hold stay exact with us, nulls beside them or not; Feast loses the last digit."""
    large = 2**53 + 1
    repo = make(folder / "repo")
    with SwiftPeer(program, repo) as swift:
        swift.ask("register", view="large", keys=["id"], frame=swift_frame([(1, START, large, "a"), (2, START, None, "b")]))
        rows = [{"id": key, "event_timestamp": iso(START)} for key in (1, 2)]
        found = swift.query(kind="historical", features=["large:trips"], rows=rows, columns=["id", "event_timestamp"])
        expect_columns([row["trips"] for row in found["rows"]], [large, None], "our training rows")
        swift.ask("materialize", views=[], start=iso(START), end=iso(START))
        found = swift.query(kind="online", features=["large:trips"], entities={"id": [1, 2]})
        expect_columns(found["trips"]["values"], [large, None], "our online values")
    peer = Peer(repo)
    expect_columns(peer.online(["large:trips"], {"id": [1, 2]})["trips"], [large, None], "Feast's reading of them")
    spine = pa.table({"id": pa.array([1, 2]), "event_timestamp": pa.array([START, START], pa.timestamp("us", "UTC"))})
    theirs = peer.historical(spine, ["large:trips"]).sort_values("id")
    expect_columns([int(theirs["trips"].iloc[0])], [large - 1], "Feast's training row")
    peer.materialize(START, START, ["large"])
    expect_columns(peer.online(["large:trips"], {"id": [1]})["trips"], [large - 1], "what Feast materializes")


CHECKS = {
    "hazards 1 and 2: `feast apply` on our repository": check_infra_and_apply,
    "hazard 3: time zones of processes": check_time_zones,
    "hazard 4: the tables": check_tables,
    "hazard 5: nulls": check_nulls,
    "hazard 7: a registry cut short": check_cut_registry,
    "hazard 8: the state of a view": check_states,
    "hazard 9: types of join keys": check_key_types,
    "hazard 10: foreign code": check_foreign_code,
    "hazard 11: large integers beside nulls": check_large_integers,
}
