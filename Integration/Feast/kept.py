"""A registry with what only Python Feast can run: we keep it byte for byte, list it, and say why we cannot read it."""
import gold
from checking import expect, expect_equal
from peer import Peer, quiet
from world import PROJECT

KEPT = ["on_demand_feature_views", "stream_feature_views", "label_views", "permissions", "saved_datasets",
        "validation_references"]

# Functions that Feast stores must stand in a file: it reads their source.
CODE = '''
import pandas as pd

def doubled(inputs: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"double": inputs["trips"] * 2 + inputs["extra"]})

def cleaned(frame):
    return frame

def profiled(frame):
    return None
'''


def check_kept(world):
    """Registers and materializes beside such objects; afterwards their messages have the bytes they had."""
    view = gold.driver_view()
    world.init()
    world.register_all(view)
    add_objects(world, view)
    before = messages(world.repo)
    for name in KEPT:
        expect(before[name], f"the registry has no {name} to keep")
    world.register_all(view)
    world.ok("register", "another", "--from", world.write("kept.parquet", view.parts[0]), "--entity-key", "driver_id")
    world.ok("services", "register", "plain", "--features", "another:trips")
    world.ok("materialize", "--from", "2026-01-01", "--to", "2026-04-01")
    world.ok("services", "delete", "plain")
    world.ok("views", "delete", "another")
    after = messages(world.repo)
    for name in KEPT:
        expect(after[name] == before[name], f"the bytes of {name} changed")
    expect_equal(after["unknown"], before["unknown"], "fields of a newer Feast")
    with quiet():
        store = Peer(world.repo).store
        expect_equal([found.name for found in store.list_permissions()], ["readers"], "permissions in Feast")


def check_said(world):
    """They are listed with their kinds, and asking for their features says why not."""
    kinds = {listed["name"]: listed["kind"] for listed in world.json("views", "list")}
    expect_equal(kinds, {"driver_stats": "feature view", "doubles": "on-demand feature view",
                         "clicks": "stream feature view", "labels": "label view"}, "views and their kinds")
    for name, word in (("doubles", "Python code"), ("clicks", "stream job"), ("labels", "label view")):
        shown = world.json("views", "show", name)
        expect(word in shown["limitation"], f"views show {name} says: {shown['limitation']}")
        expect(word in world.ok("views", "show", name), f"views show {name} does not say why")
        result = world.run("online", "--features", f"{name}:anything", "--keys", "driver_id=1000")
        expect(result.returncode == 1 and word in result.stderr, f"asking for {name} says: {result.stderr}")
    exported = world.run("export-definitions")
    for name in ("doubles", "clicks", "labels", "readers"):
        expect(f"'{name}'" in exported.stderr and f"'{name}'" in exported.stdout, f"the export does not speak of {name}")


def check_service_states(world):
    """Views that somebody disabled, or that wait for values, are refused with the reason; a left-over state is not."""
    ask = ("online", "--features", "driver_stats:trips", "--keys", "driver_id=1000")
    for state, refused in ((1, True), (2, True), (3, False), (4, False)):
        change_view(world.repo, state=state)
        result = world.run(*ask)
        expect((result.returncode == 1) == refused, f"in state {state}: {result.stderr or result.stdout}")
    change_view(world.repo, disabled=True)
    for arguments in (ask, ("materialize", "--from", "2026-01-01", "--to", "2026-01-02", "--view", "driver_stats")):
        result = world.run(*arguments)
        expect(result.returncode == 1 and "is disabled" in result.stderr, f"disabled: {result.stderr or result.stdout}")
    change_view(world.repo, disabled=False)
    world.ok(*ask)


def check_teardown(world):
    """Feast finds an empty project, and can apply to it again."""
    files = sorted(path.name for path in (world.repo / "data").rglob("*.parquet"))
    expect(world.run("teardown").returncode == 1, "teardown does not ask for --yes")
    world.ok("teardown", "--yes")
    expect_equal(world.json("views", "list"), [], "views after teardown")
    expect_equal(sorted(path.name for path in (world.repo / "data").rglob("*.parquet")), files, "data files")
    expect_equal(list(Peer(world.repo).views()), [], "views in Feast after teardown")


def registry(repo):
    from feast.protos.feast.core.Registry_pb2 import Registry
    return Registry.FromString((repo / "data" / "registry.db").read_bytes())


def change_view(repo, state=None, disabled=None):
    message = registry(repo)
    for view in message.feature_views:
        if view.spec.name == "driver_stats":
            view.meta.state = view.meta.state if state is None else state
            view.spec.disabled = view.spec.disabled if disabled is None else disabled
    (repo / "data" / "registry.db").write_bytes(message.SerializeToString())


def messages(repo):
    """The raw bytes of the objects of each kind, as they stand in the file; `unknown` is what no field of Feast's has."""
    from feast.protos.feast.core.Registry_pb2 import Registry
    numbers = {field.number: field.name for field in Registry.DESCRIPTOR.fields}
    found = {name: [] for name in [*numbers.values(), "unknown"]}
    data, position = (repo / "data" / "registry.db").read_bytes(), 0
    while position < len(data):
        tag, position = varint(data, position)
        length, position = varint(data, position) if tag & 7 == 2 else (0, varint(data, position)[1])
        found[numbers.get(tag >> 3, "unknown")].append(data[position:position + length])
        position += length
    return found


def varint(data, position):
    value = shift = 0
    while True:
        byte = data[position]
        value, shift, position = value | (byte & 0x7F) << shift, shift + 7, position + 1
        if byte < 0x80:
            return value, position


def add_objects(world, view):
    """Lets Feast add one object of each kind that we cannot run, and a field that no Feast knows."""
    import importlib.util
    code = world.folder / "kept_code.py"
    code.write_text(CODE)
    spec = importlib.util.spec_from_file_location("kept_code", code)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    import sys
    sys.modules["kept_code"] = module
    with quiet():
        store = Peer(world.repo).store
        store.apply([*transformed(store, module), permission()])
        saved_dataset(store, view, module)
    path = world.repo / "data" / "registry.db"
    path.write_bytes(path.read_bytes() + bytes([0xA2, 0x3E, 3]) + b"new")  # field 996, length 3


def transformed(store, module):
    from datetime import timedelta
    from feast import Field, FileSource, KafkaSource, OnDemandFeatureView, PushSource, RequestSource
    from feast.data_format import JsonFormat
    from feast.labeling import ConflictPolicy, LabelView
    from feast.stream_feature_view import StreamFeatureView
    from feast.transformation.pandas_transformation import PandasTransformation
    from feast.types import Float64, Int64, String
    driver, = [entity for entity in store.list_entities() if entity.name == "driver_id"]
    stats = store.get_feature_view("driver_stats")
    request = RequestSource(name="vals", schema=[Field(name="extra", dtype=Int64)], tags={"c": "3", "b": "2", "a": "1"})
    doubles = OnDemandFeatureView(
        name="doubles", sources=[stats, request], schema=[Field(name="double", dtype=Int64)],
        feature_transformation=PandasTransformation(udf=module.doubled, udf_string="def doubled(inputs): ..."),
        tags={f"tag{number}": str(number) for number in range(9)}, mode="pandas")
    batch = FileSource(name="click files", path="data/clicks.parquet", timestamp_field="event_timestamp")
    kafka = KafkaSource(
        name="click topic", kafka_bootstrap_servers="host:9092", topic="clicks", timestamp_field="event_timestamp",
        batch_source=batch, message_format=JsonFormat("driver_id int, n int"), watermark_delay_threshold=timedelta(minutes=5))
    clicks = StreamFeatureView(
        name="clicks", entities=[driver], ttl=timedelta(days=1), source=kafka, mode="pandas", udf=module.cleaned,
        udf_string="def cleaned(frame): return frame", timestamp_field="event_timestamp", aggregations=[],
        schema=[Field(name="driver_id", dtype=Int64), Field(name="n", dtype=Int64)], tags={"y": "1", "x": "2"})
    labels = LabelView(
        name="labels", entities=[driver], source=PushSource(name="label push", batch_source=batch),
        schema=[Field(name="driver_id", dtype=Int64), Field(name="label", dtype=String), Field(name="who", dtype=String)],
        labeler_field="who", conflict_policy=ConflictPolicy.LAST_WRITE_WINS, tags={"l": "1", "k": "2"})
    return [doubles, clicks, labels]


def permission():
    from feast import FeatureView
    from feast.permissions.action import AuthzedAction
    from feast.permissions.permission import Permission
    from feast.permissions.policy import RoleBasedPolicy
    return Permission(name="readers", types=[FeatureView], policy=RoleBasedPolicy(roles=["reader", "writer"]),
                      actions=[AuthzedAction.DESCRIBE], tags={"q": "1", "p": "2"})


def saved_dataset(store, view, module):
    """A saved dataset and a reference to it, written as messages: making one needs a job and a profiler."""
    from feast.protos.feast.core.SavedDataset_pb2 import SavedDataset
    from feast.protos.feast.core.ValidationProfile_pb2 import ValidationReference
    dataset = SavedDataset()
    dataset.spec.name, dataset.spec.project = "training", PROJECT
    dataset.spec.features.extend(view.references())
    dataset.spec.tags.update({"t": "1", "s": "2"})
    dataset.spec.storage.file_storage.uri = "data/training.parquet"
    reference = ValidationReference(name="checked", project=PROJECT, reference_dataset_name="training")
    reference.tags.update({"w": "1", "v": "2"})
    message = registry(store.repo_path)
    message.saved_datasets.append(dataset)
    message.validation_references.append(reference)
    (store.repo_path / "data" / "registry.db").write_bytes(message.SerializeToString())
