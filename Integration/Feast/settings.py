"""Forms of `feature_store.yaml`: what Feast's own loader takes we take with the same meaning, and what it refuses we refuse."""
import itertools

from checking import Mismatch, expect
from peer import quiet
from world import World

BASE = "project: shop\nregistry: data/registry.db\nprovider: local\nentity_key_serialization_version: 3\n"
SQLITE = "feast.infra.online_stores.sqlite.SqliteOnlineStore"
DUCKDB = "feast.infra.offline_stores.duckdb.DuckDBOfflineStore"

ONLINE = {
    "absent": "", "short": "online_store: sqlite\n", "class": f"online_store: {SQLITE}\n",
    "mapping": "online_store:\n  type: sqlite\n  path: data/o.db\n", "flow": "online_store: {type: sqlite, path: data/o.db}\n",
    "class in mapping": f"online_store:\n  type: {SQLITE}\n  path: data/o.db\n", "quoted": "online_store: {'type': \"sqlite\", path: 'data/o.db'}\n",
    "merged": "x: &x {type: sqlite, path: data/m.db}\nonline_store:\n  <<: *x\n",
    "merged and own": "x: &x {type: sqlite, path: data/m.db}\nonline_store:\n  path: data/o.db\n  <<: *x\n",
    "two merged": "x: &x {path: data/x.db}\ny: &y {type: sqlite}\nonline_store:\n  <<: [*x, *y]\n",
    "merged twice": "x: &x {path: data/x.db}\ny: &y\n  <<: *x\n  type: sqlite\nonline_store: {<<: *y}\n",
    "alias": "x: &x {type: sqlite, path: data/a.db}\nonline_store: *x\n",
}
OFFLINE = {
    "absent": "", "short": "offline_store: duckdb\n", "mapping": "offline_store: {type: file}\n", "class": f"offline_store: {DUCKDB}\n",
    "class in mapping": f"offline_store:\n  type: {DUCKDB}\n", "merged": "o: &o {type: dask}\noffline_store: {<<: *o}\n",
}
# What Feast refuses: a class for dask and for the registry, a class that is not there, a merge key of something else.
REFUSED = {
    "dask's class": BASE + "offline_store: {type: feast.infra.offline_stores.dask.DaskOfflineStore}\n",
    "file's old class": BASE + "offline_store: {type: feast.infra.offline_stores.file.FileOfflineStore}\n",
    "registry's class": "project: p\nregistry: {registry_type: feast.infra.registry.registry.Registry, path: a.db}\nprovider: local\n",
    "class without module": BASE + "online_store: {type: SqliteOnlineStore}\n",
    "unknown class": BASE + "online_store: {type: feast.nowhere.SqliteOnlineStore}\n",
    "merge of a number": BASE + "online_store: {<<: 3}\n",
    "quoted merge key": BASE + "online_store: {'<<': {path: a.db}}\n",
    "no project": "registry: data/registry.db\nprovider: local\n",
}


def forms():
    """Name and text of each form: all pairs of stores, and for some a byte order mark and other line ends."""
    pairs = itertools.product(ONLINE.items(), OFFLINE.items())
    for number, ((online, first), (offline, second)) in enumerate(pairs):
        text = BASE + first + second
        yield f"online {online}, offline {offline}", text
        if number % 7 == 0:
            yield f"{online}, {offline}, byte order mark", "\ufeff" + text
        if number % 9 == 0:
            yield f"{online}, {offline}, lines of Windows", text.replace("\n", "\r\n")


def feast_reading(path):
    from feast.repo_config import load_repo_config
    with quiet():
        config = load_repo_config(path.parent, path)
        return str(config.online_store.path), type(config.offline_store).__name__, str(config.registry.path)


def check_accepted(program, folder):
    """Each form that Feast takes is taken, and the online store is at the same place."""
    world = World(program, folder)
    world.init()
    rows = world.folder / "rows.csv"
    rows.write_text("id,event_timestamp,n\n1,2026-01-01,5\n")
    for number, (name, text) in enumerate(forms()):
        repo = folder / f"repo{number}"
        (repo / "data").mkdir(parents=True)
        path = repo / "feature_store.yaml"
        path.write_bytes(text.encode())
        online, _, registry = feast_reading(path)
        result = world.run("register", "v", "--from", rows, "--entity-key", "id", repo=repo)
        if result.returncode != 0:
            raise Mismatch(f"{name}: {result.stderr}")
        expect((repo / online).exists(), f"{name}: the online store is not {online}, but one of {list(repo.rglob('*.db'))}")
        expect((repo / registry).exists(), f"{name}: the registry is not {registry}")


def check_refused(program, folder):
    """Each form that Feast refuses is refused, with the file's name."""
    world = World(program, folder)
    rows = world.folder / "rows.csv"
    rows.write_text("id,event_timestamp,n\n1,2026-01-01,5\n")
    for number, (name, text) in enumerate(REFUSED.items()):
        repo = folder / f"repo{number}"
        repo.mkdir(parents=True)
        path = repo / "feature_store.yaml"
        path.write_text(text)
        try:
            feast_reading(path)
        except Exception:
            pass
        else:
            raise Mismatch(f"{name}: Feast takes it")
        # A part that cannot be used blocks only the commands that need it: between them these need every part.
        said = [world.run(*command, repo=repo) for command in (
            ["register", "v", "--from", rows, "--entity-key", "id"], ["online", "--features", "v:n", "--keys", "id=1"])]
        refusals = [result.stderr for result in said if result.returncode == 1 and "feature_store.yaml" in result.stderr]
        expect(refusals, f"{name}: nothing was refused: {[result.stderr for result in said]}")


def check_ambiguous_merge(program, folder):
    """Two merged mappings that differ in a key are refused: in PyYAML up to 6.0.3 the first wins, in 6.0.4 the last."""
    world = World(program, folder)
    world.repo.mkdir()
    (world.repo / "feature_store.yaml").write_text(
        "x: &x {path: data/x.db}\ny: &y {path: data/y.db}\n" + BASE + "online_store:\n  <<: [*x, *y]\n")
    result = world.run("online", "--features", "v:n", "--keys", "id=1")
    expect(result.returncode == 1 and "'path' twice" in result.stderr, result.stderr)


CHECKS = {function.__doc__.splitlines()[0]: function for function in (check_accepted, check_refused, check_ambiguous_merge)}
