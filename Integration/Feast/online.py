"""Online values: ours against the definition and Feast, whoever of the two materialized."""
import datetime as dt
import math

import pyarrow as pa

import gold
import oracle
from checking import expect, expect_columns
from peer import Peer

UTC = dt.timezone.utc
MIDDLE = dt.datetime(2026, 2, 15, 12, tzinfo=UTC)


def iso(time):
    return time.isoformat().replace("+00:00", "Z")


def ask(world, view, keys, *options):
    """Our answer: column name -> values. `keys` is join key -> values."""
    given = [part for name, values in keys.items() for part in ("--keys", f"{name}={','.join(map(str, values))}")]
    return world.json("online", "--features", ",".join(view.references()), *given, *options)


def some_keys(view):
    """All keys of a view, one that nobody knows, and one twice."""
    distinct = list(dict.fromkeys(tuple(row[key] for key in view.keys) for row in view.rows()))
    chosen = distinct + [tuple(gold.unknown_key(kind) for kind in view.keys.values()), distinct[0]]
    return {name: [key[index] for key in chosen] for index, name in enumerate(view.keys)}


def online_value(value):
    """What an online store keeps of a feature: times in whole seconds, NaN as null."""
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0)
    if isinstance(value, float) and math.isnan(value):
        return None
    return value


def from_json(value, kind):
    """A JSON value as the feature's type."""
    if value is None:
        return None
    if pa.types.is_timestamp(kind):
        return dt.datetime.fromisoformat(value.replace("Z", "+00:00"))
    if pa.types.is_floating(kind):
        value = float(value)
        return pa.scalar(value, kind).as_py()
    return value


def ours_typed(view, answer):
    kinds = {**view.keys, **view.features}
    return {name: [from_json(value, kinds[name]) for value in values] for name, values in answer.items()}


def expect_definition(world, view, start, end):
    keys = some_keys(view)
    stored = oracle.online(view, start, end)
    answer = ours_typed(view, ask(world, view, keys))
    expect(sorted(answer) == sorted([*view.keys, *view.features]), f"columns are {list(answer)}")
    for name in view.keys:
        expect_columns(answer[name], keys[name], name)
    for name in view.features:
        expected = [online_value(stored.get(key, {}).get(name)) for key in zip(*keys.values())]
        expect_columns(answer[name], expected, f"{view.name}:{name}")


def expect_feast(world, view):
    """Feast's get_online_features on the same files gives what we give."""
    keys = some_keys(view)
    ours = ours_typed(view, ask(world, view, keys))
    theirs = Peer(world.repo).online(view.references(), keys)
    expect(sorted(ours) == sorted(theirs), f"columns are {list(ours)}, Feast has {list(theirs)}")
    for name in theirs:
        expect_columns(ours[name], theirs[name], f"{view.name}:{name}")


def check_materialize(world, views):
    """The window's newest rows, both ends inclusive, become online values that Feast reads."""
    world.ok("materialize", "--from", iso(gold.START), "--to", iso(MIDDLE), *named(views))
    for view in views:
        expect_definition(world, view, gold.START, MIDDLE)
        expect_feast(world, view)


def check_incremental(world, views):
    """Goes on where the last materialization ended."""
    world.ok("materialize-incremental", "--to", iso(gold.END), *named(views))
    for view in views:
        expect_definition(world, view, gold.START, gold.END)
        expect_feast(world, view)


def check_older_events(world, views):
    """Materializing an old window afterwards changes nothing: an older event never replaces a newer one."""
    world.ok("materialize", "--from", iso(gold.START), "--to", iso(MIDDLE - dt.timedelta(days=20)), *named(views))
    for view in views:
        expect_definition(world, view, gold.START, gold.END)


def check_intervals(world, views):
    """Feast knows up to when we materialized."""
    known = Peer(world.repo).views()
    for view in views:
        ends = [end for _, end in known[view.name].materialization_intervals]
        expect(max(ends) == gold.END, f"{view.name} is materialized up to {max(ends)}")


def check_feast_materializes(world, views):
    """Feast writes into our repository; we read what it wrote, and go on from its interval."""
    peer = Peer(world.repo)
    names = [view.name for view in views]
    peer.materialize(gold.START, MIDDLE, names)
    for view in views:
        expect_definition(world, view, gold.START, MIDDLE)
        expect_feast(world, view)
    peer.materialize_incremental(MIDDLE + dt.timedelta(days=10), names)
    for view in views:
        expect_definition(world, view, gold.START, MIDDLE + dt.timedelta(days=10))
    world.ok("materialize-incremental", "--to", iso(gold.END), *named(views))
    for view in views:
        expect_definition(world, view, gold.START, gold.END)
        expect_feast(world, view)


def check_boundary(world, view):
    """An event exactly at the start or the end of the window counts, one a microsecond outside does not."""
    times = sorted(row[view.timestamp] for row in view.rows())
    for start, end in [(times[10], times[-10]), (times[10] + gold.MICROSECOND, times[-10] - gold.MICROSECOND)]:
        start, end = oracle.aware(start), oracle.aware(end)
        world.ok("views", "delete", view.name)
        world.register_all(view)
        world.ok("materialize", "--from", iso(start), "--to", iso(end), "--view", view.name)
        expect_definition(world, view, start, end)


def check_holes(world, view):
    """Feast refuses to materialize null keys; we leave those rows out."""
    world.ok("materialize", "--from", iso(gold.START), "--to", iso(gold.END), *named([view]))
    known = gold.View(**{**vars(view), "parts": [part.filter(part["hole_id"].is_valid()) for part in view.parts]})
    expect_definition(world, known, gold.START, gold.END)
    expect_feast(world, known)


def named(views):
    return [part for view in views for part in ("--view", view.name)]
