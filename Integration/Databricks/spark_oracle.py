"""Generated feature tables, and what Spark must answer about them, written down as slowly and plainly as possible.

Rows are dicts; times are whole microseconds since 1970.
"""
import random

DAY = 86_400_000_000
START = 1_700_000_000_000_000
LEAST = -(1 << 80)


def times(rng):
    """Times of which many are equal, and which lie exactly a ttl of one day apart."""
    return START + rng.randrange(40) * DAY // 4 + rng.choice([0, 0, 0, 1, -1, 999])


def history_of_offers(rng, count):
    """Two keys, a created time; nulls everywhere, rows of equal key and time, none of equal created time among these."""
    rows, seen = [], set()
    while len(rows) < count:
        row = {"user": rng.choice(["a", "b'", "c\\", "ü", None, "d", "e"]), "item": rng.choice([1, 2, -3, None]),
               "ts": rng.choice([None] + [times(rng)] * 9)}
        created = None if row["ts"] is None else rng.choice([None, row["ts"] + rng.randrange(-2, 9) * DAY // 4])
        row |= {"created": created, "price": rng.choice([None, rng.random()]),
                "word": rng.choice([None, f"w{rng.randrange(9)}"])}
        identity = tuple(row[name] for name in ("user", "item", "ts", "created"))
        if identity not in seen:
            seen.add(identity)
            rows.append(row)
        if len(seen) > 2_000:
            break
    return rows


def history_of_users(rng, count):
    """One key, no created time, one row for each key and time."""
    rows = {}
    for number in range(count):
        row = {"user": rng.choice(["a", "b'", "c\\", "ü", None, "e"]), "ts": rng.choice([None] + [times(rng)] * 9),
               "number": rng.choice([None, number])}
        rows[row["user"], row["ts"]] = row
    return list(rows.values())


def entity_rows(rng, count):
    return [{"user": rng.choice(["a", "b'", "c\\", "ü", None, "z"]), "item": rng.choice([1, 2, -3, 9, None]),
             "event_timestamp": times(rng), "row": number} for number in range(count)]


def best(history, keys, entity, ttl, known=False):
    """Of the rows with the entity's key and not later than it the latest, of these the one created last; none when that is
    older than the ttl. With `known`, rows without a created time, or created later, are not looked at."""
    at, found, found_rank = entity["event_timestamp"], None, None
    for row in history:
        if row["ts"] is None or row["ts"] > at:
            continue
        if any(row[key] is None or row[key] != entity[key] for key in keys):
            continue
        created = row.get("created")
        if known and (created is None or created > at):
            continue
        rank = (row["ts"], LEAST if created is None else created)
        if found is None or rank > found_rank:
            found, found_rank = row, rank
    return None if found is None or ttl is not None and found["ts"] < at - ttl else found


def newest(history, keys, wanted, window):
    """The newest row of a key in a window of event times, both ends inclusive."""
    found, found_rank = None, None
    for row in history:
        if row["ts"] is None or not window[0] <= row["ts"] <= window[1]:
            continue
        if any(row[key] is None or row[key] != value for key, value in zip(keys, wanted)):
            continue
        rank = (row["ts"], LEAST if row.get("created") is None else row["created"])
        if found is None or rank > found_rank:
            found, found_rank = row, rank
    return found


def winners(rows, keys):
    """One row for each key and time: the one created last, of these the one written last."""
    best = {}
    for position, row in enumerate(rows):
        rank = (row["created"], position)
        identity = tuple(row[name] for name in keys + ["ts"])
        if identity not in best or rank > best[identity][0]:
            best[identity] = (rank, row)
    return [row for _, row in best.values()]


def history_with_repeats(rng, count):
    """Rows to register, whose keys and times are not null and often equal, with equal created times among them."""
    rows = []
    for number in range(count):
        ts = times(rng)
        rows.append({"user": rng.choice(["a", "b'", "c\\"]), "item": rng.choice([1, 2]), "ts": ts,
                     "created": ts + rng.choice([0, DAY, -DAY]), "number": rng.choice([None, number])})
    return rows


def seeded(seed):
    return random.Random(seed)
