"""What a user of the command line meets in the first hour, beside the Feast that works on the same repository."""
import datetime as dt
import json

import pyarrow as pa
from google.protobuf.json_format import MessageToDict

from checking import expect, expect_equal
from peer import Peer, quiet

NAMES = ["a:b", "x,y", " spaced "]


def set_up(world):
    """Two views of one entity, a service over both and one over the first alone, materialized."""
    times = [dt.datetime(2026, 1, day, tzinfo=dt.timezone.utc) for day in (1, 2, 3)]
    rows = pa.table({"k": [1, 2, 3], "event_timestamp": pa.array(times, pa.timestamp("us", "UTC")), "n": [7, None, 9],
                     "d": [1.0, 0.1, None], "s": ["a", None, ""], "b": [True, False, None]})
    world.init()
    for name in ("first", "second"):
        world.ok("register", name, "--from", world.write(f"{name}.parquet", rows), "--entity-key", "k")
    world.ok("services", "register", "both", "--features", "x=first:*,y=second:*")
    world.ok("services", "register", "alone", "--features", "first:n,first:s")
    world.ok("materialize", "--from", "2026-01-01", "--to", "2026-02-01")


def check_statuses(world):
    """`--with-status` prints what Feast's server sends: its answer as a message, which the server makes JSON of."""
    for references in (["first:n", "first:d", "first:s", "first:b"], ["second:s"]):
        ours = world.json("online", "--features", ",".join(references), "--keys", "k=1,2,3,99", "--with-status")
        with quiet():
            answer = Peer(world.repo).store.get_online_features(
                features=references, entity_rows=[{"k": key} for key in (1, 2, 3, 99)])
        theirs = MessageToDict(answer.proto, preserving_proto_field_name=True)
        names = theirs["metadata"]["feature_names"]["val"]
        expect_equal(sorted(ours["metadata"]["feature_names"]), sorted(names), "names")
        for name, column in zip(ours["metadata"]["feature_names"], ours["results"]):
            other = theirs["results"][names.index(name)]
            expect_equal(column["statuses"], other["statuses"], f"statuses of {name}")
            expect_equal(column["event_timestamps"], other["event_timestamps"], f"event times of {name}")
            values = answer.to_dict()[name]
            expect_equal([json.dumps(value) for value in column["values"]], [json.dumps(value) for value in values], name)


def check_star(world):
    """`view:*` in a read gives what the names of all its features give, and what Feast gives for those."""
    star = world.json("online", "--features", "first:*", "--keys", "k=1,2,3")
    with quiet():
        theirs = Peer(world.repo).online(["first:n", "first:d", "first:s", "first:b"], {"k": [1, 2, 3]})
    expect_equal(sorted(star), sorted(theirs), "columns")
    for name, values in theirs.items():
        expect_equal(star[name], values, name)


def check_removal(world):
    """A view of services is refused; taken out of them, Feast lists and reads the service that is left."""
    refused = world.run("views", "delete", "first")
    expect(refused.returncode == 1 and "alone, both" in refused.stderr, f"views delete says: {refused.stderr}")
    expect_equal(sorted(Peer(world.repo).views()), ["first", "second"], "views in Feast after the refusal")
    world.ok("views", "delete", "first", "--from-services")
    with quiet():
        store = Peer(world.repo).store
        services = store.list_feature_services()
        expect_equal([service.name for service in services], ["both"], "services in Feast")
        answer = store.get_online_features(features=services[0], entity_rows=[{"k": 1}], full_feature_names=True).to_dict()
    expect_equal(answer["y__n"], [7], "a value of the service in Feast")
    expect(world.ok("doctor", "--format", "json"), "doctor has nothing to say")


def check_names(world):
    """Names that cannot be asked for: refused from us, listed when Python has them; a push to such a view still works."""
    import feast
    from feast.types import Int64
    rows = pa.table({"k": [1], "event_timestamp": pa.array([dt.datetime(2026, 1, 1)], pa.timestamp("us", "UTC")),
                     **{name: [5] for name in NAMES}})
    path = world.write("odd.parquet", rows)
    for name in NAMES:
        part = world.write("one.parquet", rows.select(["k", "event_timestamp", name]))
        refused = world.run("register", "odd", "--from", part, "--entity-key", "k")
        expect(refused.returncode == 1 and "Rename the column" in refused.stderr, f"{name!r}: {refused.stderr}")
    with quiet():
        store = Peer(world.repo).store
        source = feast.FileSource(name="odd_source", path=str(path), timestamp_field="event_timestamp")
        entity = store.get_entity("k")
        store.apply([source, feast.FeatureView(
            name="odd", entities=[entity], source=source,
            schema=[feast.Field(name=name, dtype=Int64) for name in NAMES])])
    shown = world.json("views", "show", "odd")
    expect_equal([field["name"] for field in shown["features"]], NAMES, "features of Python's view")
    world.ok("materialize", "--from", "2026-01-01", "--to", "2026-02-01", "--view", "odd")
    expect_equal(world.json("online", "--features", "odd:*", "--keys", "k=1"), {"k": [1], **{name: [5] for name in NAMES}},
                 "values by the star")


def check_doctor(world):
    """What Feast leaves behind is found: a service over a view that Python deleted."""
    world.ok("services", "register", "odd_service", "--features", "second:n")
    with quiet():
        Peer(world.repo).store.delete_feature_view("second")
    found = world.run("doctor", "--format", "json")
    checks = {check["check"]: check for check in json.loads(found.stdout)}
    expect_equal(checks["services"]["status"], "FAILED", "the check of services")
    expect("odd_service" in checks["services"]["finding"], checks["services"]["finding"])
    expect_equal(checks["sources"]["status"], "warning", "the source outside the repository")
    expect_equal(found.returncode, 1, "exit code")
