"""Gold tables and entity frames made by pyarrow from fixed seeds: several types, nulls, ties, unsorted."""
import datetime as dt
import random
from dataclasses import dataclass, field

import pyarrow as pa

UTC = dt.timezone.utc
START = dt.datetime(2026, 1, 1, tzinfo=UTC)
END = dt.datetime(2026, 4, 1, tzinfo=UTC)
MICROSECOND = dt.timedelta(microseconds=1)

FEATURES = {
    "big": pa.int64(), "trips": pa.int64(), "stars": pa.int32(), "rate": pa.float32(), "spend": pa.float64(),
    "active": pa.bool_(), "city": pa.string(), "seen": pa.timestamp("us", "UTC"),
}
CITIES = ["Zürich", "São Paulo", "", "東京", "a,b \"c\"", "new\nline", "plain"]


@dataclass
class View:
    """A feature view and the tables that are registered for it, one after the other."""

    name: str
    keys: dict                                  # join key -> type
    parts: list                                 # pa.Table, registered in this order
    features: dict = field(default_factory=lambda: dict(FEATURES))
    ttl_days: int | None = None
    timestamp: str = "event_timestamp"
    created: str | None = None

    def rows(self):
        """All rows ever registered, in the order of writing."""
        return [row for part in self.parts for row in part.to_pylist()]

    def references(self, names=None):
        return [f"{self.name}:{feature}" for feature in names or self.features]


def instant(random, unit_microseconds=1):
    span = (END - START) // MICROSECOND
    return START + random.randrange(0, span, unit_microseconds) * MICROSECOND


def feature_value(random, name):
    """A random value of a feature; `big` is never null and too large for a double."""
    if name == "big":
        return random.choice([-1, 1]) * (2**53 + 1 + random.randrange(1000) * 2)
    if random.random() < 0.15:
        return None
    return {
        "trips": lambda: random.randrange(-1000, 1_000_000), "stars": lambda: random.randrange(-2**31, 2**31),
        "rate": lambda: random.uniform(-1, 1), "spend": lambda: random.choice([random.uniform(-1e9, 1e9), 0.1, 1e-300, float("inf")]),
        "active": lambda: random.random() < 0.5, "city": lambda: random.choice(CITIES),
        "seen": lambda: instant(random),
    }[name]()


def table(view_keys, rows, timestamp_type, timestamp="event_timestamp", created=None, features=FEATURES):
    """A table from rows; a type without a zone gets the UTC wall clock."""
    naive = timestamp_type.tz is None
    columns = {}
    for name, kind in view_keys.items():
        columns[name] = pa.array([row[name] for row in rows], kind)
    times = [row[timestamp] for row in rows]
    columns[timestamp] = pa.array([t.replace(tzinfo=None) if naive and t else t for t in times], timestamp_type)
    if created:
        columns[created] = pa.array([row[created] for row in rows], pa.timestamp("us", "UTC"))
    for name, kind in features.items():
        columns[name] = pa.array([row[name] for row in rows], kind)
    return pa.table(columns)


def unique_rows(random, keys, count, unit_microseconds=1):
    """Rows in random order, no two with the same key and time. `keys` is a list of dicts."""
    rows, seen = [], set()
    while len(rows) < count:
        key, time = random.choice(keys), instant(random, unit_microseconds)
        identity = (tuple(key.values()), time)
        if identity not in seen:
            seen.add(identity)
            rows.append({**key, "event_timestamp": time, **{name: feature_value(random, name) for name in FEATURES}})
    return rows


def driver_view():
    """Integer keys; the second file repeats some keys and times without a created column: the last written wins."""
    draw = random.Random(1)
    keys = [{"driver_id": number} for number in [-5, 0, *range(1000, 1048), 2**62]]
    rows = unique_rows(draw, keys, 2_000)
    again = [{**row, "trips": 77, "city": "written again"} for row in rows[:40]]
    second = rows[1_400:] + again
    draw.shuffle(second)
    kinds, time = {"driver_id": pa.int64()}, pa.timestamp("us", "UTC")
    return View("driver_stats", kinds, [table(kinds, rows[:1_400], time), table(kinds, second, time)])


def customer_view():
    """Text keys, a ttl, and ties that the created time decides, within one file and across two."""
    draw = random.Random(2)
    keys = [{"customer": name} for name in ["ada", "Zoë", "東京", "two words", *(f"c{number}" for number in range(36))]]
    rows = unique_rows(draw, keys, 1_000)
    for row in rows:
        row["created"] = row["event_timestamp"] + dt.timedelta(minutes=draw.randrange(60))
    ties = [{**row, "created": row["created"] + dt.timedelta(hours=draw.choice([-9, 9])), "trips": -number, "big": 2**60 + number}
            for number, row in enumerate(rows[:300])]
    first, second = rows[:700] + ties[:150], rows[700:] + ties[150:]
    draw.shuffle(first)
    draw.shuffle(second)
    kinds, time = {"customer": pa.string()}, pa.timestamp("us", "UTC")
    parts = [table(kinds, part, time, created="created") for part in (first, second)]
    return View("customer_profile", kinds, parts, ttl_days=30, created="created")


def pair_view():
    """Two keys, milliseconds, a short ttl, another name for the time."""
    draw = random.Random(3)
    keys = [{"driver_id": driver, "customer": name} for driver in range(1000, 1010) for name in ("ada", "Zoë", "c1", "c2")]
    rows = [{**row, "happened": row["event_timestamp"]} for row in unique_rows(draw, keys, 1_200, 1_000)]
    kinds = {"driver_id": pa.int64(), "customer": pa.string()}
    part = table(kinds, rows, pa.timestamp("ms", "UTC"), timestamp="happened")
    return View("pair_stats", kinds, [part], ttl_days=3, timestamp="happened")


def shop_view():
    """32-bit keys and times without a zone, which mean UTC."""
    draw = random.Random(4)
    keys = [{"shop_id": number} for number in (-7, 0, 1, 2, 3, 2**31 - 1)]
    kinds = {"shop_id": pa.int32()}
    part = table(kinds, unique_rows(draw, keys, 200), pa.timestamp("us"))
    return View("shop_stats", kinds, [part], ttl_days=1)


def holes_view(ties=True):
    """Null keys and null times, which match nothing; full ties if asked for, where the last written wins."""
    draw = random.Random(5)
    keys = [{"hole_id": number} for number in range(6)]
    rows = unique_rows(draw, keys, 120)
    rows += [{**row, "stars": number, "big": number} for number, row in enumerate(rows[:30]) if ties]
    for row in rows[60:80]:
        row["hole_id"] = None
    for row in rows[80:95]:
        row["event_timestamp"] = None
    kinds = {"hole_id": pa.int64()}
    return View("holes", kinds, [table(kinds, rows, pa.timestamp("us", "UTC"))], ttl_days=20)


def views():
    return {view.name: view for view in (driver_view(), customer_view(), pair_view(), shop_view())}


def entity_rows(view_list, seed, count, nulls=False):
    """Entity rows for some views: known and unknown keys, exact times, both edges of the ttl, duplicates."""
    draw = random.Random(seed)
    kinds = {name: kind for view in view_list for name, kind in view.keys.items()}
    known = {view.name: view.rows() for view in view_list}
    rows = []
    while len(rows) < count:
        view = draw.choice(view_list)
        source = draw.choice(known[view.name])
        row = {name: unknown_key(kind) if draw.random() < 0.05 else draw.choice(known_keys(view_list, known, name))
               for name, kind in kinds.items()}
        row.update({name: source[name] for name in view.keys if draw.random() < 0.9})
        row["event_timestamp"] = entity_time(draw, source[view.timestamp] or START, view.ttl_days)
        if not nulls and any(value is None for value in row.values()):
            continue
        if nulls and draw.random() < 0.1:
            row[draw.choice(list(row))] = None
        rows.append(row)
    rows += [dict(row) for row in draw.sample(rows, count // 10)]
    draw.shuffle(rows)
    return rows


def known_keys(view_list, known, name):
    return [row[name] for view in view_list if name in view.keys for row in known[view.name][:50]]


def unknown_key(kind):
    return "nobody" if pa.types.is_string(kind) else 999_999


def entity_time(draw, source, ttl_days):
    """A time at, just before or just after a feature's time or the end of its ttl, or anywhere."""
    source = source if source.tzinfo else source.replace(tzinfo=UTC)
    edge = source + dt.timedelta(days=ttl_days or 0)
    return draw.choice([source, source - MICROSECOND, edge, edge + MICROSECOND, instant(draw), instant(draw)])


def entity_table(view_list, rows):
    """The entity frame, with a number for each row, a text and a label that must come back as they are."""
    kinds = {name: kind for view in view_list for name, kind in view.keys.items()}
    columns = {"row": pa.array(range(len(rows)), pa.int64())}
    columns |= {name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()}
    columns["event_timestamp"] = pa.array([row["event_timestamp"] for row in rows], pa.timestamp("us", "UTC"))
    columns["note"] = pa.array([None if n % 7 == 0 else f"note {n}" for n in range(len(rows))])
    columns["label"] = pa.array([n % 3 == 0 for n in range(len(rows))])
    return pa.table(columns)
