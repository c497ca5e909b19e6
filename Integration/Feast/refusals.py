"""What must be refused: exit code 1 with a message that helps, and not a byte of the repository changed."""
import shutil

import pyarrow as pa

import gold
from checking import expect
from peer import quiet


def refused(world, arguments, *parts, code=1, repo=None):
    """Runs a command that must fail with a code, a message with all the parts, and an untouched repository."""
    before = world.digest(repo)
    result = world.run(*arguments, repo=repo)
    said = f"featurestore {' '.join(map(str, arguments))} said: {result.stderr.strip() or result.stdout.strip() or 'nothing'}"
    expect(result.returncode == code, f"exit code {result.returncode}, expected {code}. {said}")
    expect(result.stderr.strip() != "", f"no message on standard error. {said}")
    for part in parts:
        expect(part.casefold() in result.stderr.casefold(), f"the message lacks '{part}'. {said}")
    after = world.digest(repo)
    changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    expect(not changed, f"changed files: {sorted(changed)}. {said}")


def historical(world, references, entities="refusal_entities.parquet"):
    return ["historical", "--entities", world.folder / entities, "--features", references, "--output", world.folder / "never.parquet"]


def register(path, *options, name="refused_view", key="driver_id"):
    return ["register", name, "--from", path, "--entity-key", key, *options]


def check_unknown_names(world):
    """An unknown view or feature: the message names what exists."""
    view = gold.driver_view()
    world.write("refusal_entities.parquet", gold.entity_table([view], gold.entity_rows([view], 7, 20)))
    refused(world, historical(world, "drivr_stats:trips"), "drivr_stats", "driver_stats", "customer_profile")
    refused(world, historical(world, "driver_stats:trip"), "trip", "trips", "stars")
    refused(world, historical(world, "trips"), "trips", "view:feature")
    refused(world, historical(world, "driver_stats:trips,driver_stats:trips"), "trips")
    refused(world, ["views", "show", "nothing_here"], "nothing_here", "driver_stats")
    refused(world, ["views", "delete", "nothing_here"], "nothing_here", "driver_stats")
    refused(world, ["materialize", "--from", "2026-01-01", "--to", "2026-01-02", "--view", "nothing_here"], "nothing_here", "driver_stats")
    refused(world, ["online", "--features", "driver_stats:nothing", "--keys", "driver_id=1"], "nothing", "trips")
    refused(world, ["online", "--features", "nothing:trips", "--keys", "driver_id=1"], "nothing", "driver_stats")


def check_missing_columns(world):
    table = gold.driver_view().parts[0]
    no_key = world.write("no_key.parquet", table.drop_columns(["driver_id"]))
    no_time = world.write("no_time.parquet", table.drop_columns(["event_timestamp", "seen"]))
    refused(world, register(no_key), "driver_id", "trips")
    refused(world, register(no_time), "timestamp", "trips")
    refused(world, register(no_time, "--timestamp-column", "when"), "when")
    refused(world, register(world.write("whole.parquet", table), "--features", "trips,nowhere"), "nowhere", "trips")
    refused(world, register(world.write("whole.parquet", table), "--created-column", "nowhere"), "nowhere")
    entities = gold.entity_table([gold.driver_view()], gold.entity_rows([gold.driver_view()], 7, 20))
    world.write("entities_no_key.parquet", entities.drop_columns(["driver_id"]))
    world.write("entities_no_time.parquet", entities.drop_columns(["event_timestamp"]))
    refused(world, historical(world, "driver_stats:trips", "entities_no_key.parquet"), "driver_id")
    refused(world, historical(world, "driver_stats:trips", "entities_no_time.parquet"), "timestamp")


def check_wrong_types(world):
    table = gold.driver_view().parts[0]
    entities = gold.entity_table([gold.driver_view()], gold.entity_rows([gold.driver_view()], 7, 20))
    index = entities.column_names.index("driver_id")
    texts = entities.set_column(index, "driver_id", pa.array([f"d{number}" for number in range(entities.num_rows)]))
    world.write("entities_text_key.parquet", texts)
    refused(world, historical(world, "driver_stats:trips", "entities_text_key.parquet"), "driver_id", "string", "int64")
    refused(world, ["online", "--features", "driver_stats:trips", "--keys", "driver_id=abc"], "driver_id", "int64")
    halves = table.set_column(0, "driver_id", pa.array([number / 2 for number in range(table.num_rows)]))
    refused(world, register(world.write("float_key.parquet", halves)), "driver_id")
    flags = table.set_column(0, "driver_id", table["active"].fill_null(False))
    refused(world, register(world.write("bool_key.parquet", flags)), "driver_id", "bool")
    refused(world, register(world.write("whole.parquet", table), "--timestamp-column", "city"), "city", "string")


def check_bad_arguments(world):
    path = world.write("whole.parquet", gold.driver_view().parts[0])
    refused(world, register(path, "--ttl-days=-1"), "-1")
    for name in ("../x", "a/b", "a b", "a-b", ""):
        refused(world, register(path, name=name), name)
    refused(world, ["materialize", "--from", "yesterday", "--to", "2026-01-02"], "yesterday")
    refused(world, ["materialize", "--from", "2026-01-03", "--to", "2026-01-02"], "2026-01-03", "2026-01-02")
    refused(world, ["online", "--features", "driver_stats:trips", "--keys", "customer=ada"], "driver_id")


def check_nulls(world):
    """Keys and times with nulls: nobody could ever be served such a row."""
    path = world.write("holes.parquet", gold.holes_view().parts[0])
    refused(world, register(path, key="hole_id"), "hole_id", "null")
    keys = world.write("null_times.parquet", gold.holes_view().parts[0].drop_columns(["hole_id"]).append_column(
        "hole_id", pa.array(range(gold.holes_view().parts[0].num_rows))))
    refused(world, register(keys, key="hole_id"), "event_timestamp", "null")


def check_empty_frames(world):
    table = gold.driver_view().parts[0]
    refused(world, register(world.write("empty.parquet", table.slice(0, 0))), "no rows")
    text = world.folder / "empty.csv"
    text.write_text("")
    refused(world, register(text), "empty")


def check_truncated_parquet(world):
    """A gold file cut anywhere, as input of `register` and of `data`."""
    whole = world.write("whole.parquet", gold.driver_view().parts[0]).read_bytes()
    cut = world.folder / "cut.parquet"
    for length in (0, 3, 8, len(whole) // 3, len(whole) - 9, len(whole) - 1):
        cut.write_bytes(whole[:length])
        refused(world, register(cut), "cut.parquet")
        refused(world, ["data", "show", cut], "cut.parquet")


def check_truncated_source(world):
    """A source file in the repository that was cut short: reads say so, and nothing else is touched."""
    repo = copy_of(world, "cut_source")
    world.write("refusal_entities.parquet", gold.entity_table([gold.driver_view()], gold.entity_rows([gold.driver_view()], 7, 20)))
    for path in sorted(repo.rglob("*.parquet")):
        path.write_bytes(path.read_bytes()[:-20])
    refused(world, historical(world, "driver_stats:trips"), ".parquet", repo=repo)
    refused(world, ["materialize", "--from", "2026-01-01", "--to", "2026-05-01"], ".parquet", repo=repo)


def check_truncated_registry(world):
    """A registry cut short is never taken for an empty one, and never written over."""
    repo = copy_of(world, "cut_registry")
    registry = registry_path(repo)
    whole = registry.read_bytes()
    table = world.write("whole.parquet", gold.driver_view().parts[0])
    tried = 0
    for length in (len(whole) // 4, len(whole) // 2, len(whole) * 3 // 4, len(whole) - 1):
        if parses(whole[:length]):
            continue
        tried += 1
        registry.write_bytes(whole[:length])
        refused(world, ["views", "list"], registry.name, repo=repo)
        refused(world, register(table), registry.name, repo=repo)
        refused(world, ["online", "--features", "driver_stats:trips", "--keys", "driver_id=1000"], registry.name, repo=repo)
    expect(tried >= 2, "too few of the cuts break the registry")


def check_usage(world):
    """Wrong usage ends with 64 and shows how it is meant."""
    refused(world, ["nonsense"], code=64)
    refused(world, ["register"], code=64)
    refused(world, ["online", "--features", "driver_stats:trips"], code=64)
    refused(world, ["historical", "--wrong-option"], code=64)
    refused(world, ["register", "x", "--from", "a", "--entity-key", "b", "--mode", "append"], code=64)
    refused(world, ["register", "x", "--from", "a", "--entity-key", "b", "--ttl-days", "many"], code=64)


def check_no_repository(world):
    """Where there is no repository, reading says so and makes nothing."""
    nowhere = world.folder / "nowhere"
    world.write("refusal_entities.parquet", gold.entity_table([gold.driver_view()], gold.entity_rows([gold.driver_view()], 7, 20)))
    for arguments in (["views", "list"], historical(world, "driver_stats:trips"), ["online", "--features", "driver_stats:trips", "--keys", "driver_id=1"]):
        result = world.run(*arguments, repo=nowhere)
        expect(result.returncode == 1, f"exit code {result.returncode} of {arguments[0]}")
        expect(str(nowhere) in result.stderr, f"the message lacks the path: {result.stderr}")
    expect(not nowhere.exists(), "reading made a folder")


def copy_of(world, name):
    copy = world.folder / name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(world.repo, copy)
    return copy


def registry_path(repo):
    import yaml
    config = yaml.safe_load((repo / "feature_store.yaml").read_text())["registry"]
    return repo / (config if isinstance(config, str) else config["path"])


def parses(data):
    from feast.protos.feast.core.Registry_pb2 import Registry
    try:
        with quiet():
            Registry.FromString(data)
    except Exception:
        return False
    return True
