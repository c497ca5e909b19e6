"""The definition of a point-in-time join and of an online store, written down as slowly and plainly as possible."""
import datetime as dt

UTC = dt.timezone.utc
LONG_AGO = dt.datetime(1, 1, 1, tzinfo=UTC)


def aware(time):
    return time if time is None or time.tzinfo else time.replace(tzinfo=UTC)


def training_row(view, history, entity):
    """The features of one entity row: of the rows with its key, not later than it and not older than the ttl, the latest;
    of equal times the one created last; of those the one written last. Nothing found: nulls."""
    at = entity["event_timestamp"]
    best, best_rank = None, None
    for position, row in enumerate(history):
        time = aware(row[view.timestamp])
        if at is None or time is None or time > at:
            continue
        if any(row[key] is None or row[key] != entity[key] for key in view.keys):
            continue
        if view.ttl_days and time < at - dt.timedelta(days=view.ttl_days):
            continue
        rank = (time, rank_of_created(view, row), position)
        if best is None or rank > best_rank:
            best, best_rank = row, rank
    return {name: best[name] if best else None for name in view.features}


def rank_of_created(view, row):
    created = aware(row[view.created]) if view.created else None
    return created or LONG_AGO


def training(view, entities):
    """One dict of features per entity row."""
    history = view.rows()
    by_key = {}
    for row in history:
        by_key.setdefault(tuple(row[key] for key in view.keys), []).append(row)
    return [training_row(view, by_key.get(tuple(entity[key] for key in view.keys), []), entity) for entity in entities]


def online(view, start, end):
    """Entity key -> its newest row from start to end, both inclusive."""
    best = {}
    for position, row in enumerate(view.rows()):
        time, key = aware(row[view.timestamp]), tuple(row[name] for name in view.keys)
        if time is None or None in key or not start <= time <= end:
            continue
        rank = (time, rank_of_created(view, row), position)
        if key not in best or rank > best[key][0]:
            best[key] = (rank, row)
    return {key: row for key, (_, row) in best.items()}
