"""Repositories that Feast makes: its templates, settings from the environment, and several projects in one registry."""
import datetime as dt
import os
import random
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from checking import expect, expect_columns, expect_equal
from peer import Peer, quiet
from shared_repo import START, applied, feast_view, history, iso, make, swift_frame
from swift_peer import SwiftError, SwiftPeer

FEATURES = ["conv_rate", "acc_rate", "avg_daily_trips"]


def feast_init(folder, *options):
    """Has Feast make a repository from a template, and apply it; returns its folder."""
    feast = str(Path(sys.executable).with_name("feast"))
    environment = {**os.environ, "TZ": "UTC"}
    subprocess.run([feast, "init", "made", *options], cwd=folder, check=True, capture_output=True, env=environment, timeout=120)
    repo = next((folder / "made").rglob("feature_store.yaml")).parent
    subprocess.run([feast, "apply"], cwd=repo, check=True, capture_output=True, env=environment, timeout=120)
    return repo


def check_local_template(program, folder):
    """The template of `feast init`: training rows, online values of both sides' making, pushes and services."""
    repo = feast_init(folder)
    peer, view = Peer(repo), "driver_hourly_stats"
    theirs = sorted(peer.views())
    source = repo / peer.views()[view].batch_source.path
    table = pq.read_table(source).select(["driver_id", "event_timestamp", "created", *FEATURES]).to_pandas()
    references = [f"{view}:{feature}" for feature in FEATURES]
    with SwiftPeer(program, repo) as swift:
        listed = swift.ask("views")
        expect_equal([each["name"] for each in listed if each["kind"] == "feature view"], theirs, "views")
        others = [*peer.store.list_on_demand_feature_views(), *peer.store.list_label_views()]
        expect_equal([each["name"] for each in listed if each["kind"] != "feature view"],
                     sorted(view.name for view in others), "views of other kinds")
        expect_equal(sorted(each["name"] for each in swift.ask("services")),
                     sorted(service.name for service in peer.store.list_feature_services()), "services")
        compare_training(swift, peer, table, references, 71)
        start, end = table["event_timestamp"].min(), table["event_timestamp"].max()
        peer.materialize(start.to_pydatetime(), end.to_pydatetime(), [view])
        compare_online(swift, peer, references, sorted(set(table["driver_id"])))
        rows = newest_with_new_values(source, end)
        with quiet():
            peer.store.push("driver_stats_push_source", rows)
        fresh = [f"driver_hourly_stats_fresh:{feature}" for feature in FEATURES]
        compare_online(swift, peer, fresh, sorted(set(rows["driver_id"])))
        try:
            swift.query(kind="online", features=["transformed_conv_rate:conv_rate_plus_val1"], entities={"driver_id": [1001]})
        except SwiftError as error:
            expect_equal(error.code, "notSupported", "the error of a computed feature")
        else:
            expect(False, "a computed feature is answered")
        swift.ask("register", view="swift_view", keys=["id"], frame=swift_frame([(1, START, 1, "a")]))
    expect_equal(sorted(Peer(repo).views()), sorted([*theirs, "swift_view"]), "Feast's views after ours")


def newest_with_new_values(source, end):
    """A frame to push: everything that the template's file has, for two drivers, at a later time."""
    frame = pq.read_table(source).to_pandas()
    frame = frame.drop_duplicates("driver_id").head(2).copy()
    frame["event_timestamp"] = end + pd.Timedelta(hours=1)
    frame["created"] = frame["event_timestamp"]
    frame["avg_daily_trips"] = [7, 8]
    return frame


def compare_training(swift, peer, table, references, seed):
    draw = random.Random(seed)
    times = [stamp.to_pydatetime() for stamp in table["event_timestamp"]]
    spine = pd.DataFrame({
        "driver_id": [draw.choice(list(table["driver_id"])) for _ in range(400)],
        "event_timestamp": [draw.choice(times) + dt.timedelta(minutes=draw.choice([0, 0, 30, 1440, 1441])) for _ in range(400)],
    }).drop_duplicates().reset_index(drop=True)
    spine["row"] = spine.index
    rows = [{"row": int(row.row), "driver_id": int(row.driver_id), "event_timestamp": iso(row.event_timestamp)}
            for row in spine.itertuples()]
    ours = swift.query(kind="historical", features=references, rows=rows, columns=["row", "driver_id", "event_timestamp"])
    with quiet():
        theirs = peer.store.get_historical_features(entity_df=spine, features=references).to_df()
    by_row = {row["row"]: row for row in theirs.to_dict("records")}
    expect(len(by_row) > 100, f"Feast returns only {len(by_row)} rows")
    for row in ours["rows"]:
        for name in (reference.split(":")[1] for reference in references):
            expect_equal(row[name], by_row[row["row"]][name] if row["row"] in by_row else None, f"{name} of {row}")


def compare_online(swift, peer, references, keys):
    keys = [int(key) for key in keys] + [-1]
    ours = swift.query(kind="online", features=references, entities={"driver_id": keys})
    theirs = peer.online(references, {"driver_id": keys})
    for name in (reference.split(":")[1] for reference in references):
        expect(any(value is not None for value in theirs[name]), f"Feast has nothing for {name}")
        expect_columns(ours[name]["values"], theirs[name], name)


def check_minimal_template(program, folder):
    """The template without anything in it: we register the first view, Feast serves it."""
    feast = str(Path(sys.executable).with_name("feast"))
    subprocess.run([feast, "init", "made", "--minimal"], cwd=folder, check=True, capture_output=True, timeout=120)
    repo = next((folder / "made").rglob("feature_store.yaml")).parent
    settings = (repo / "feature_store.yaml").read_text()
    expect("/path/to/" in settings, f"the template has no paths to fill in: {settings}")
    (repo / "feature_store.yaml").write_text(settings.replace("/path/to/", f"{folder}/"))
    with SwiftPeer(program, repo) as swift:
        swift.ask("register", view="first", keys=["id"], frame=swift_frame([(1, START, 5, "a")]))
        swift.ask("materialize", views=[], start=iso(START), end=iso(START))
    expect_columns(Peer(repo).online(["first:trips", "first:city"], {"id": [1, 2]})["trips"], [5, None], "Feast's answer")


def check_environment(program, folder):
    """Settings from the environment: both sides put in what the variables say and find the same files."""
    repo = make(folder / "repo")
    (repo / "feature_store.yaml").write_text(
        "project: ${PARITY_PROJECT}\nprovider: local\nregistry: $PARITY_FOLDER/reg.db\nonline_store:\n  type: sqlite\n"
        "  path: ${PARITY_FOLDER}/on.db\nentity_key_serialization_version: $PARITY_VERSION\n")
    values = {"PARITY_PROJECT": "from_outside", "PARITY_FOLDER": str(folder / "elsewhere"), "PARITY_VERSION": "2"}
    (folder / "elsewhere").mkdir()
    with SwiftPeer(program, repo, values) as swift:
        swift.ask("register", view="outside", keys=["id"], frame=swift_frame([(1, START, 5, "a")]))
        swift.ask("materialize", views=[], start=iso(START), end=iso(START))
    expect_equal(sorted(path.name for path in (folder / "elsewhere").glob("*.db")), ["on.db", "reg.db"], "files")
    os.environ.update(values)
    try:
        peer = Peer(repo)
        expect_equal(peer.store.project, "from_outside", "Feast's project")
        expect_columns(peer.online(["outside:trips"], {"id": [1, 2]})["trips"], [5, None], "Feast's answer")
    finally:
        for name in values:
            del os.environ[name]
    with SwiftPeer(program, repo) as swift:
        try:
            swift.ask("views")
        except (SwiftError, ValueError) as error:
            expect("feature_store.yaml" in str(error), f"the error does not name the file: {error}")
        else:
            expect(False, "a setting without its variable is accepted")


def check_projects(program, folder):
    """Two projects in one registry and one online store: the same view name in both, and neither sees the other's."""
    shared = folder / "common"
    shared.mkdir()
    repos = {}
    for number, project in enumerate(("north", "south")):
        repos[project] = make(folder / project, project)
        yaml = repos[project] / "feature_store.yaml"
        yaml.write_text(yaml.read_text().replace("data/registry.db", str(shared / "registry.db"))
                        .replace("data/online_store.db", str(shared / "online.db")))
    north = applied(repos["north"], *feast_view(repos["north"], "stats", history([(1, START, 100, "n")])))
    north.materialize(START, START, ["stats"])
    with SwiftPeer(program, repos["south"]) as south, SwiftPeer(program, repos["north"]) as ours:
        expect_equal(south.ask("views"), [], "views of the south before it has any")
        south.ask("register", view="stats", keys=["id"], frame=swift_frame([(1, START, 200, "s")]))
        south.ask("register", view="only_south", keys=["id"], frame=swift_frame([(1, START, 201, "s")]))
        south.ask("service", service="served", features=[{"view": "stats", "features": ["trips"]}])
        south.ask("materialize", views=[], start=iso(START), end=iso(START))
        for peer, swift, value, views in ((Peer(repos["north"]), ours, 100, ["stats"]),
                                          (Peer(repos["south"]), south, 200, ["only_south", "stats"])):
            expect_equal(sorted(peer.views()), views, "Feast's views")
            expect_equal([view["name"] for view in swift.ask("views")], views, "our views")
            expect_equal(peer.online(["stats:trips"], {"id": [1]})["trips"], [value], "Feast's value")
            found = swift.query(kind="online", features=["stats:trips"], entities={"id": [1]})
            expect_equal(found["trips"]["values"], [value], "our value")
        expect_equal(ours.ask("services"), [], "services of the north")
        south.ask("delete_service", service="served")
        south.ask("delete", view="stats")
        expect_equal(Peer(repos["north"]).online(["stats:trips"], {"id": [1]})["trips"], [100], "the north's value")
    expect_equal(sorted(Peer(repos["south"]).views()), ["only_south"], "views of the south")


CHECKS = {
    "the template of `feast init`": check_local_template,
    "the minimal template of `feast init`": check_minimal_template,
    "settings from the environment": check_environment,
    "two projects in one registry": check_projects,
}
