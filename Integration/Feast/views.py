"""Views as Python Feast defines them: ttl, transformed views, stores that we do not run, Feast's own template, names.

Each check makes a repository of its own, asks Feast and the program the same, and compares.
"""
import datetime as dt
import json
import re
import shutil
import subprocess

import pyarrow as pa
import pyarrow.parquet as pq

from checking import expect, expect_columns, expect_equal
from definitions import feast, registry, rows
from peer import Peer, quiet
from refusals import refused
from shared_repo import START, UTC, applied, feast_view, history, make
from world import World

DAY = dt.timedelta(days=1)
ROWS = [(1, START, 1, "a"), (2, START, 2, "b"), (1, START + dt.timedelta(hours=1), 5, "c")]
END = START + DAY

# Functions that Feast stores must stand in a file: it reads their source.
CODE = """
import pandas as pd

def hundredfold(frame):
    frame["trips"] = frame["trips"] * 100
    return frame

def tenfold(inputs: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"tens": inputs["trips"] * 10, "name": inputs["city"]})
"""


def functions(folder):
    """The functions of CODE, from a file."""
    import importlib.util
    path = folder / "made_functions.py"
    path.write_text(CODE)
    spec = importlib.util.spec_from_file_location("made_functions", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def world_of(program, folder):
    """A world whose repository Feast is to make."""
    world = World(program, folder)
    make(world.repo, project="peers")
    return world


def entity_table(ids, times):
    return pa.table({"id": pa.array(ids, pa.int64()), "event_timestamp": pa.array(times, pa.timestamp("us", "UTC"))})


def our_training(world, entities, references, *options):
    world.write("asked.parquet", entities)
    output = world.folder / "answer.parquet"
    world.ok("historical", "--entities", world.folder / "asked.parquet", "--features", references, "--output", output, *options)
    return pq.read_table(output)


def check_ttl(program, folder):
    """A ttl of parts of a second, at both sides of its edge, from our definition and from Feast's."""
    world = World(program, folder)
    world.init()
    table = history([(1, START, 7, "x")])
    source = world.write("ours.parquet", table)
    world.ok("register", "ours", "--from", source, "--entity-key", "id", "--ttl", "1.5s")
    world.ok("register", "hours", "--from", source, "--entity-key", "id", "--ttl", "6h")
    peer = applied(world.repo, *feast_view(world.repo, "theirs", table, ttl=dt.timedelta(seconds=1, microseconds=500_000)))
    ttls = {name: view.ttl for name, view in peer.views().items()}
    expect_equal(ttls, {"ours": dt.timedelta(seconds=1.5), "theirs": dt.timedelta(seconds=1.5), "hours": dt.timedelta(hours=6)}, "ttl in Feast")
    expect_equal(world.json("views", "show", "theirs")["ttl_seconds"], 1.5, "ttl in views show")
    expect("1.5 seconds" in world.ok("views", "list") and "6 hours" in world.ok("views", "list"), "ttl in words")
    micro = dt.timedelta(microseconds=1)
    edge = START + dt.timedelta(seconds=1.5)
    for view in ("ours", "theirs"):
        entities = entity_table([1, 1, 1, 1], [START, edge - micro, edge, edge + micro])
        ours = our_training(world, entities, f"{view}:trips")["trips"]
        expect_columns(ours, [7, 7, 7, None], f"training rows of {view}")
        theirs = Peer.with_duckdb(world.repo).historical_arrow(entities, [f"{view}:trips"]).sort_by("event_timestamp")
        expect_columns(theirs["trips"], [7, 7, 7, None], f"Feast's training rows of {view}")
    world.ok("push", "hours", "--from", world.write("more.parquet", history([(1, START + DAY, 8, "y")])), "--to", "offline")
    expect_equal(Peer(world.repo).views()["hours"].ttl, dt.timedelta(hours=6), "the ttl after an offline push")
    for wrong in ("1.0000001s", "-1h", "6", "h", "1e3s", ""):
        result = world.run("register", "bad", "--from", source, "--entity-key", "id", "--ttl", wrong)
        expect(result.returncode in (1, 64) and result.stderr, f"--ttl '{wrong}' is taken")
    expect("bad" not in Peer(world.repo).views(), "a view with a bad ttl was registered")
    text = world.ok("export-definitions")
    expect("timedelta(seconds=1, microseconds=500000)" in text, "the exported ttl")


def check_huge_ttl(program, folder):
    """The longest ttl that Python can say: no wrap, neither in training rows nor in a first incremental run."""
    world = world_of(program, folder)
    applied(world.repo, *feast_view(world.repo, "long", history(ROWS), ttl=dt.timedelta(days=999_999_999)))
    entities = entity_table([1, 2], [END, END])
    expect_columns(our_training(world, entities, "long:trips")["trips"], [5, 2], "training rows")
    world.ok("materialize-incremental", "--to", "2026-01-02")
    view = Peer(world.repo).views()["long"]
    expect_equal(view.materialization_intervals[0][0].year, 1, "the start of the first interval in Feast")
    expect_columns(Peer(world.repo).online(["long:trips"], {"id": [1, 2]})["trips"], [5, 2], "online in Feast")


def made_views(world):
    """Views whose values Feast makes, one plain one, and Feast after it materialized all of them."""
    from feast.aggregation import Aggregation
    from feast.batch_feature_view import BatchFeatureView
    code = functions(world.folder)
    entity, plain = feast_view(world.repo, "upper", history(ROWS), ttl=dt.timedelta(0))
    more = {"entities": [entity], "schema": plain.schema, "source": plain.batch_source, "online": True, "ttl": dt.timedelta(0)}
    made = BatchFeatureView(name="made", mode="pandas", udf=code.hundredfold, udf_string=CODE, **more)
    untouched = BatchFeatureView(name="untouched", **more)
    derived = BatchFeatureView(name="derived", mode="pandas", udf=code.hundredfold, udf_string=CODE,
                               **{**more, "source": [untouched]}, sink_source=plain.batch_source)
    summed = BatchFeatureView(name="summed", aggregations=[Aggregation(column="trips", function="sum", time_window=DAY)], **more)
    peer = applied(world.repo, entity, plain, untouched, made, derived, summed)
    peer.materialize(START - DAY, END, ["upper", "untouched", "made", "derived", "summed"])
    return peer


def check_made_views(program, folder):
    """Feast materializes 500 and 200 of such a view: we never write 5 and 2 in their place, and say why not."""
    world = world_of(program, folder)
    peer = made_views(world)
    answer = {name: peer.online([f"{name}:trips"], {"id": [1, 2]})["trips"] for name in ("made", "derived", "untouched", "summed")}
    # The registry has no aggregations of a batch view: Feast itself materializes the rows as they are.
    expect_equal(answer, {"made": [500, 200], "derived": [500, 200], "untouched": [5, 2], "summed": [5, 2]}, "what Feast materializes")
    entities = world.write("entities.parquet", entity_table([1], [END]))
    pushed = world.write("pushed.parquet", history(ROWS))
    for name, reason in (("made", "feature_transformation"), ("derived", "feature_transformation")):
        asked = [
            ["historical", "--entities", entities, "--features", f"{name}:trips", "--output", world.folder / "never.parquet"],
            ["online", "--features", f"{name}:trips", "--keys", "id=1"],
            ["materialize", "--from", "2025-12-31", "--to", "2026-01-02", "--view", name],
            ["materialize-incremental", "--to", "2026-01-02", "--view", name],
            ["push", name, "--from", pushed], ["push", name, "--from", pushed, "--to", "offline"],
            ["register", name, "--from", pushed, "--entity-key", "id"],
            ["register", name, "--from", pushed, "--entity-key", "id", "--mode", "overwrite"],
        ]
        for arguments in asked:
            refused(world, arguments, name, reason)
        shown = world.json("views", "show", name)
        expect(reason in shown["limitation"] and shown["timestamp_column"] == "event_timestamp", f"views show {name}: {shown}")
    expect_columns(our_training(world, entity_table([1, 2], [END, END]), "untouched:trips,upper:city")["trips"], [5, 2],
                   "a batch view without a transformation")
    expect_columns(our_training(world, entity_table([1, 2], [END, END]), "summed:trips")["trips"], [5, 2], "a view with aggregations")
    everything = world.run("materialize", "--from", "2025-12-31", "--to", "2026-01-02")
    expect(everything.returncode == 1 and "2 of 5 views" in everything.stderr, f"materialize says: {everything.stderr}")
    expect("Materialized upper" in everything.stdout and "Materialized untouched" in everything.stdout, everything.stdout)
    expect_equal({name: Peer(world.repo).online([f"{name}:trips"], {"id": [1, 2]})["trips"] for name in answer}, answer,
                 "what Feast serves after our commands")


def check_failing_view(program, folder):
    """One view whose file is gone does not keep the others from being materialized."""
    world = world_of(program, folder)
    views = [feast_view(world.repo, name, history(ROWS)) for name in ("first", "gone", "last")]
    applied(world.repo, views[0][0], *(view for _, view in views))
    (world.repo / "data" / "gone.parquet").unlink()
    for command in (["materialize", "--from", "2025-12-31", "--to", "2026-01-02"], ["materialize-incremental", "--to", "2026-01-03"]):
        result = world.run(*command)
        expect_equal(result.returncode, 1, "exit code")
        expect("gone" in result.stderr and "1 of 3 views" in result.stderr, f"the failure is not named: {result.stderr}")
        expect("Materialized first" in result.stdout and "Materialized last" in result.stdout, result.stdout)
    for name in ("first", "last"):
        expect_columns(Peer(world.repo).online([f"{name}:trips"], {"id": [1, 2]})["trips"], [5, 2], f"{name} in Feast")
    expect_equal(len(Peer(world.repo).views()["gone"].materialization_intervals), 0, "intervals of the failed view")
    # One view alone keeps its own error.
    alone = world.run("materialize", "--from", "2025-12-31", "--to", "2026-01-02", "--view", "gone")
    expect(alone.returncode == 1 and "of 1" not in alone.stderr and "gone" in alone.stderr, alone.stderr)


def with_setting(world, name, **settings):
    """A copy of the repository with other settings in its feature_store.yaml."""
    import yaml
    copy = world.repo.with_name(name)
    shutil.copytree(world.repo, copy)
    path = copy / "feature_store.yaml"
    path.write_text(yaml.safe_dump({**yaml.safe_load(path.read_text()), **settings}))
    return copy


def check_parts(program, folder):
    """A store that cannot be used blocks only what needs it, and nothing is written."""
    world = world_of(program, folder)
    peer = applied(world.repo, *feast_view(world.repo, "stats", history(ROWS)))
    peer.materialize(START - DAY, END, ["stats"])
    entities = world.write("entities.parquet", entity_table([1], [END]))
    training = ["historical", "--entities", entities, "--features", "stats:trips", "--output", world.folder / "t.parquet"]
    online = ["online", "--features", "stats:trips", "--keys", "id=1"]
    materialize = ["materialize", "--from", "2025-12-31", "--to", "2026-01-02"]
    register = ["register", "more", "--from", world.write("m.parquet", history(ROWS)), "--entity-key", "id"]
    push = ["push", "stats", "--from", world.folder / "m.parquet"]
    listing = [["views", "list"], ["views", "show", "stats"], ["entities", "list"], ["services", "list"], ["export-definitions"]]
    cases = [
        ("redis", {"online_store": {"type": "redis", "connection_string": "localhost:6379", "key_ttl_seconds": 5}}, "online_store",
         listing + [training], [online, materialize, push, ["views", "delete", "stats"], ["teardown", "--yes"]]),
        ("postgres", {"online_store": {"type": "postgres", "host": "h", "db_schema": "s"}}, "online_store",
         listing + [training], [online, materialize, push]),
        ("spark", {"offline_store": {"type": "spark", "spark_conf": {"spark.master": "local"}}}, "offline_store",
         listing + [online, push], [training, materialize, register]),
        ("snowflake", {"offline_store": {"type": "snowflake.offline", "account": "a"}}, "offline_store",
         listing + [online], [training, materialize, register]),
        ("sql", {"registry": {"registry_type": "sql", "path": "postgresql://u:p@h/db"}}, "registry",
         [["data", "show", entities]], listing + [training, online, materialize, register]),
    ]
    for name, settings, part, works, blocked in cases:
        repo = with_setting(world, name, **settings)
        for arguments in blocked:
            refused(world, arguments, "feature_store.yaml", part, name, repo=repo)
        for arguments in works:
            world.ok(*arguments, repo=repo)
        doctor = world.run("doctor", repo=repo)
        expect(part in doctor.stdout and name in doctor.stdout, f"doctor with {name} says: {doctor.stdout}")
        expect(doctor.stdout.count("FAILED") < doctor.stdout.count("\n") - 1, f"doctor with {name} finds nothing that works")


def template(folder):
    """What `feast init` makes, applied."""
    folder.mkdir(parents=True, exist_ok=True)
    feast(folder, "init", "demo")
    repo = folder / "demo" / "feature_repo"
    feast(repo, "apply")
    return repo


def check_template(program, folder):
    """Feast's own template: a view beside its views, its plain features online, its services as far as they go."""
    world = World(program, folder)
    world.repo = template(folder)
    expect("driver_metadata" in world.ok("doctor"), "doctor does not name what materialize will leave out")
    done = world.run("materialize", "--from", "2020-01-01", "--to", "2026-01-01")
    expect_equal(done.returncode, 0, f"materialize: {done.stderr}")
    end = dt.datetime.now(UTC).replace(microsecond=0)
    done = world.run("materialize", "--from", "2020-01-01", "--to", end.isoformat())
    for feature in ("driver_metadata", "driver_profile"):
        expect(f"driver_hourly_stats:{feature}" in done.stderr, f"{feature} is not named: {done.stderr}")
    names = ["conv_rate", "acc_rate", "avg_daily_trips"]
    answer = Peer(world.repo).online([f"driver_hourly_stats:{name}" for name in names + ["driver_metadata"]], {"driver_id": [1001, 1005]})
    for driver in (1001, 1005):
        frame = pq.read_table(world.repo / "data/driver_stats.parquet").to_pandas()
        newest = frame[frame.driver_id == driver].sort_values(["event_timestamp", "created"]).iloc[-1]
        for name in names:
            expect_equal(answer[name][(driver == 1005) * 1], newest[name].item(), f"{name} of {driver} in Feast")
    expect_columns(answer["driver_metadata"], [None, None], "what cannot be written")
    now = pa.array([end], pa.timestamp("us", "UTC"))
    push = pa.table({"driver_id": [1001], "event_timestamp": now, "created": now, "conv_rate": pa.array([0.5], pa.float32()),
                     "acc_rate": pa.array([0.25], pa.float32()), "avg_daily_trips": [7], "driver_config": ["{}"]})
    pushed = world.run("push", "driver_stats_push_source", "--from", world.write("push.parquet", push))
    expect(pushed.returncode == 0 and "driver_metadata" in pushed.stderr, f"push: {pushed.stderr}")
    expect_columns(Peer(world.repo).online(["driver_hourly_stats_fresh:avg_daily_trips"], {"driver_id": [1001]})["avg_daily_trips"], [7], "pushed")
    mine = world.write("mine.parquet", pa.table({"driver_id": [1001], "event_timestamp": now, "x": [5]}))
    text = world.write("text.parquet", pa.table({"driver_id": ["1001"], "event_timestamp": now, "y": [5]}))
    world.ok("register", "mine", "--from", mine, "--entity-key", "driver_id")
    refused(world, ["register", "text", "--from", text, "--entity-key", "driver_id"], "driver_id", "STRING", "INT64")
    check_template_services(world, end)


def check_template_services(world, end):
    entities = world.write("entities.parquet", pa.table({"driver_id": [1001], "event_timestamp": pa.array([end], pa.timestamp("us", "UTC"))}))
    output = world.folder / "service.parquet"
    asked = {"online": ["online", "--service", "driver_activity_v2", "--keys", "driver_id=1001", "--format", "json"],
             "historical": ["historical", "--service", "driver_activity_v2", "--entities", entities, "--output", output]}
    for verb, arguments in asked.items():
        refused(world, arguments, "driver_activity_v2", "transformed_conv_rate", "driver_metadata", "--skip-unreadable")
        result = world.run(*arguments, "--skip-unreadable")
        expect(result.returncode == 0 and "transformed_conv_rate" in result.stderr, f"{verb} --skip-unreadable: {result.stderr}")
    answer = json.loads(world.run(*asked["online"], "--skip-unreadable").stdout)
    names = ["driver_id", "conv_rate", "acc_rate", "avg_daily_trips", "driver_config"]
    expect_equal(list(answer), names, "columns of the rest")
    expect_equal(pq.read_table(output).column_names, ["driver_id", "event_timestamp"] + names[1:], "columns of the training rows")
    theirs = Peer(world.repo).online(["driver_hourly_stats:conv_rate"], {"driver_id": [1001]})["conv_rate"]
    expect(abs(answer["conv_rate"][0] - theirs[0]) < 1e-6, "values of the rest")


def check_on_demand(program, folder):
    """Views that keep their values online have plain ones there; ImageBytes and PdfBytes are bytes."""
    from feast import Field, on_demand_feature_view
    from feast.types import ImageBytes, Int64, PdfBytes, String
    world = world_of(program, folder)
    table = history(ROWS[:2]).append_column("pic", pa.array([b"\x00\xff", b"ab"])).append_column("doc", pa.array([b"%PDF", None]))
    entity, view = feast_view(world.repo, "stats", table)
    view.features += [Field(name="pic", dtype=ImageBytes), Field(name="doc", dtype=PdfBytes)]
    tens = on_demand_feature_view.on_demand_feature_view(
        entities=[entity], sources=[view], mode="pandas", write_to_online_store=True,
        schema=[Field(name="tens", dtype=Int64), Field(name="name", dtype=String)])(functions(world.folder).tenfold)
    tens.name = tens.projection.name = "tens"
    peer = applied(world.repo, entity, view, tens)
    with quiet():
        peer.store.materialize(START - DAY, END)
    references = ["tens:tens", "tens:name"]
    theirs = peer.online(references, {"id": [1, 2, 9]})
    ours = world.json("online", "--features", ",".join(references), "--keys", "id=1,2,9")
    for name in ("tens", "name"):
        expect_columns(ours[name], theirs[name], f"{name} online")
    expect_columns(ours["tens"], [10, 20, None], "tens")
    entities = world.write("entities.parquet", entity_table([1], [END]))
    refused(world, ["historical", "--entities", entities, "--features", "tens:tens", "--output", world.folder / "n.parquet"], "tens", "on-demand")
    refused(world, ["push", "tens", "--from", entities], "tens")
    expect("those can be read" in world.json("views", "show", "tens")["limitation"], "the limitation of the view")
    done = world.run("materialize", "--from", "2025-12-31", "--to", "2026-01-02")
    expect(done.returncode == 0 and "tens" in done.stderr, f"materialize does not say what is left to Feast: {done.stderr}")
    after = Peer(world.repo).online(["stats:pic", "stats:doc"] + references, {"id": [1, 2]})
    expect_columns(after["pic"], [b"\x00\xff", b"ab"], "pictures in Feast, which we wrote")
    expect_columns(after["doc"], [b"%PDF", None], "documents in Feast, which we wrote")
    expect_columns(after["tens"], [10, 20], "tens in Feast after our materialize")
    expect_columns(our_training(world, entity_table([1, 2], [END, END]), "stats:pic,stats:doc")["pic"], [b"\x00\xff", b"ab"], "pictures")


def check_names(program, folder):
    """Names that fold to one table of SQLite are refused, as Feast refuses them in one apply."""
    from feast.errors import ConflictingFeatureViewNames
    world = world_of(program, folder)
    source = world.write("rows.parquet", history(ROWS))
    register = lambda name: ["register", name, "--from", source, "--entity-key", "id"]
    world.ok(*register("Driver"))
    refused(world, register("driver"), "Driver", "case")
    world.ok(*register("x"))
    refused(world, register("x_ek"), "'x'", "index")
    world.ok(*register("b_c"))
    other = with_setting(world, "other_project", project="peers_b")
    refused(world, register("c"), "b_c", "peers_b_c", repo=other)
    world.ok(*register("y_ek"))
    refused(world, register("y"), "y_ek", "index")
    try:
        applied(make(folder / "feast"), *feast_view(folder / "feast", "Driver", history(ROWS)), feast_view(folder / "feast", "driver")[1])
        expect(False, "Feast takes both names in one apply")
    except ConflictingFeatureViewNames:
        pass
    # Two applies get past Feast: the views share a table. The doctor finds them.
    shared = make(folder / "shared", project="peers")
    applied(shared, *feast_view(shared, "Driver", history(ROWS)))
    applied(shared, *feast_view(shared, "driver", history(ROWS)))
    found = world.run("doctor", repo=shared)
    expect(found.returncode == 1 and "'Driver'" in found.stdout and "'driver'" in found.stdout, f"doctor: {found.stdout}")


def check_windows(program, folder):
    """A window that ends in the future is recorded until now; an earlier record of the future does not stop later runs."""
    world = world_of(program, folder)
    peer = applied(world.repo, *feast_view(world.repo, "stats", history(ROWS)), feast_view(world.repo, "ahead", history(ROWS))[1])
    before = dt.datetime.now(UTC)
    for command in (["materialize", "--from", "2025-12-31", "--to", "2099-01-01", "--view", "stats"],
                    ["materialize-incremental", "--to", "2099-01-01", "--view", "stats"]):
        result = world.run(*command)
        expect(result.returncode == 0 and "future" in result.stderr, f"{command}: {result.stderr}")
        end = Peer(world.repo).views()["stats"].materialization_intervals[-1][1]
        expect(before <= end <= dt.datetime.now(UTC), f"the recorded end is {end}")
    backwards = world.run("materialize-incremental", "--to", "2020-01-01", "--view", "stats")
    expect(backwards.returncode == 0 and "already" in backwards.stderr, f"backwards: {backwards.stderr}")
    intervals = Peer(world.repo).views()["stats"].materialization_intervals
    expect(len(intervals) == 2 and all(start <= end for start, end in intervals), f"intervals: {intervals}")
    # Feast records the end as it is given: its own later runs then find nothing.
    peer.materialize(START - DAY, dt.datetime(2099, 1, 1, tzinfo=UTC), ["ahead"])
    pq.write_table(history([(1, START + 2 * DAY, 9, "z")]), world.repo / "data" / "ahead.parquet")
    Peer(world.repo).materialize_incremental(dt.datetime.now(UTC), ["ahead"])
    expect_columns(Peer(world.repo).online(["ahead:trips"], {"id": [1]})["trips"], [5], "Feast's incremental run after such a record")
    expect("ahead" in world.ok("doctor") and "2099" in world.ok("doctor"), "doctor does not find the record")
    ours = world.run("materialize-incremental", "--to", dt.datetime.now(UTC).isoformat(), "--view", "ahead")
    expect(ours.returncode == 0 and "2099" in ours.stderr, f"our incremental run: {ours.stderr}")
    expect_columns(Peer(world.repo).online(["ahead:trips"], {"id": [1]})["trips"], [9], "Feast after our incremental run")


def check_mixed(program, folder):
    """A repository with Feast's own .py files and views of ours: with what is missing from them, nothing changes."""
    world = World(program, folder)
    world.repo = template(folder)
    now = dt.datetime.now(UTC).replace(microsecond=0)
    time = pa.array([now], pa.timestamp("us", "UTC"))
    for name in ("mine", "other"):
        path = world.write(f"{name}.parquet", pa.table({"driver_id": [1001], "event_timestamp": time, "x": [5]}))
        world.ok("register", name, "--from", path, "--entity-key", "driver_id", "--ttl", "90m")
        world.ok("materialize", "--from", "2020-01-01", "--to", now.isoformat(), "--view", name)
    world.ok("services", "register", "both", "--features", "mine:x,driver_hourly_stats:conv_rate")
    theirs, ours = world.repo / "feature_definitions.py", world.repo / "ours.py"
    expect("Deleted feature view mine" in feast(world.repo, "plan"), "without our file Feast deletes nothing")
    whole = world.run("export-definitions", "--output", ours)
    expect("--missing-from" in whole.stderr, f"the export does not say that there are other files: {whole.stderr}")
    for arguments in (["--missing-from", theirs], ["--missing-from", theirs, ours]):
        world.ok("export-definitions", *arguments, "--output", ours)
        text = ours.read_text()
        expect("Project(" not in text and "driver_hourly_stats_fresh" not in text, f"the file has too much: {text}")
        before, stored = registry(world.repo).SerializeToString(), rows(world.repo)
        planned = feast(world.repo, "plan")
        expect("No changes to registry" in planned, f"feast plan finds: {planned}")
        expect("No changes to registry" in feast(world.repo, "apply"), "feast apply finds changes")
        expect_equal(rows(world.repo), stored, "online rows after feast apply")
        expect(before, "the registry is empty")
    one = world.ok("export-definitions", "--view", "mine", "--missing-from", theirs)
    expect('name="mine"' in one and 'name="other"' not in one and "Project(" not in one, f"one view: {one}")
    refused(world, ["export-definitions", "--view", "nobody"], "nobody", "mine")
    refused(world, ["export-definitions", "--missing-from", world.repo / "nowhere.py"], "nowhere.py")
    ours.write_text(one + world.ok("export-definitions", "--view", "other", "--missing-from", theirs))
    subprocess.run(["python3", "-c", f"compile(open({str(ours)!r}).read(), 'ours.py', 'exec')"], check=True)
    expect(re.search(r"^from feature_definitions import driver as ", one, re.M), "the entity is not imported")


CHECKS = {
    "a ttl is exact to the microsecond, ours and Feast's": check_ttl,
    "the longest ttl does not wrap": check_huge_ttl,
    "views whose values Feast makes are refused everywhere": check_made_views,
    "one failing view does not stop the others": check_failing_view,
    "a store that cannot be used blocks only what needs it": check_parts,
    "the template of feast init": check_template,
    "online values of on-demand views, pictures and documents": check_on_demand,
    "names that share a table": check_names,
    "windows that end in the future": check_windows,
    "a repository with Python files and views of ours": check_mixed,
}
