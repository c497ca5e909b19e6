"""Swift and Python processes that take turns, and that work at the same time, on one repository."""
import datetime as dt
import random
import threading

from checking import expect, expect_columns, expect_equal
from peer import Peer, quiet
from shared_repo import START, applied, feast_view, history, iso, make, registry, swift_frame
from swift_peer import SwiftPeer

PROCESSES, VIEWS_EACH, TURNS = 8, 50, 60
IDS = list(range(12))


class Model:
    """What the repository must hold: view -> id -> (time, trips, city). The two sides differ in one rule only."""

    def __init__(self):
        self.online, self.history = {}, {}

    def write(self, view, rows, keeps_newer):
        """Feast takes whatever is written last; we keep the newer event, and of equal ones take the last."""
        for key, time, trips, city in rows:
            old = self.online.setdefault(view, {}).get(key)
            if not (keeps_newer and old and old[0] > time):
                self.online[view][key] = (time, trips, city)

    def materialize(self, view, start, end, keeps_newer):
        newest = {}
        for row in self.history[view]:
            if start <= row[1] <= end and (row[0] not in newest or row[1] > newest[row[0]][1]):
                newest[row[0]] = row
        self.write(view, newest.values(), keeps_newer)


def some_rows(draw, count):
    """Rows of distinct ids and times in whole seconds."""
    return [(key, START + dt.timedelta(seconds=draw.randrange(90 * 86_400)), draw.randrange(1000), draw.choice("abc"))
            for key in draw.sample(IDS, count)]


def whole_history(draw):
    return [row for _ in range(4) for row in some_rows(draw, 6)]


def check_turns(program, folder):
    """Registering, writing, materializing and reading, each by either side in random order, follow the model."""
    draw, model, repo = random.Random(31), Model(), make(folder / "repo")
    model.history["feast0"] = whole_history(draw)
    peer = applied(repo, *feast_view(repo, "feast0", history(model.history["feast0"])))
    with SwiftPeer(program, repo) as swift:
        for turn in range(TURNS):
            view = draw.choice(sorted(model.history))
            start = START + dt.timedelta(days=draw.randrange(60))
            end = start + dt.timedelta(days=draw.randrange(1, 40))
            action = draw.choice([feast_writes, swift_writes, feast_materializes, swift_materializes, feast_registers, swift_registers])
            action(peer, swift, model, draw, {"view": view, "start": start, "end": end, "repo": repo, "turn": turn})
            expect_model(peer, swift, model)


def feast_writes(peer, swift, model, draw, at):
    rows = some_rows(draw, 3)
    with quiet():
        peer.store.write_to_online_store(at["view"], history(rows).to_pandas())
    model.write(at["view"], rows, keeps_newer=False)


def swift_writes(peer, swift, model, draw, at):
    rows = some_rows(draw, 3)
    swift.ask("write", view=at["view"], frame=swift_frame(rows))
    model.write(at["view"], rows, keeps_newer=True)


def feast_materializes(peer, swift, model, draw, at):
    peer.materialize(at["start"], at["end"], [at["view"]])
    model.materialize(at["view"], at["start"], at["end"], keeps_newer=False)


def swift_materializes(peer, swift, model, draw, at):
    swift.ask("materialize", views=[at["view"]], start=iso(at["start"]), end=iso(at["end"]))
    model.materialize(at["view"], at["start"], at["end"], keeps_newer=True)


def feast_registers(peer, swift, model, draw, at):
    name = f"feast{at['turn']}"
    model.history[name] = whole_history(draw)
    with quiet():
        peer.store.apply(list(feast_view(at["repo"], name, history(model.history[name]))))


def swift_registers(peer, swift, model, draw, at):
    name = f"swift{at['turn']}"
    rows = {(row[0], row[1]): row for row in whole_history(draw)}
    model.history[name] = list(rows.values())
    swift.ask("register", view=name, keys=["id"], frame=swift_frame(model.history[name]))


def expect_model(peer, swift, model):
    """Both sides list every view and serve every value."""
    expect_equal([view["name"] for view in swift.ask("views")], sorted(model.history), "our views")
    expect_equal(sorted(peer.views()), sorted(model.history), "Feast's views")
    for view in sorted(model.online):
        references = [f"{view}:trips", f"{view}:city"]
        ours = swift.query(kind="online", features=references, entities={"id": IDS})
        theirs = peer.online(references, {"id": IDS})
        for place, name in enumerate(("trips", "city"), 1):
            expected = [model.online[view].get(key, (None,) * 3)[place] for key in IDS]
            expect_columns(ours[name]["values"], expected, f"our {view}:{name}")
            expect_columns(theirs[name], expected, f"Feast's {view}:{name}")


def check_same_time(program, folder):
    """Both write and read one view at the same time: no write of either is lost, no read fails."""
    repo, rounds = make(folder / "repo"), 150
    peer = applied(repo, *feast_view(repo, "both", history([(0, START, 0, "a")])))
    even, odd, failures = range(0, 20, 2), range(1, 20, 2), []

    def rows(keys, number):
        return [(key, START + dt.timedelta(seconds=number), number, f"{key}") for key in keys]

    def swift_side():
        try:
            with SwiftPeer(program, repo) as swift:
                for number in range(1, rounds + 1):
                    swift.ask("write", view="both", frame=swift_frame(rows(even, number)))
                    found = swift.query(kind="online", features=["both:trips"], entities={"id": list(even)})
                    expect_columns(found["trips"]["values"], [number] * len(even), "what we read back")
        except Exception as error:
            failures.append(error)

    thread = threading.Thread(target=swift_side)
    thread.start()
    for number in range(1, rounds + 1):
        with quiet():
            peer.store.write_to_online_store("both", history(rows(odd, number)).to_pandas())
        expect_columns(peer.online(["both:trips"], {"id": list(odd)})["trips"], [number] * len(odd), "what Feast reads back")
    thread.join(120)
    expect(not thread.is_alive(), "our side hangs")
    if failures:
        raise failures[0]
    everything = {"id": [*even, *odd]}
    expect_columns(peer.online(["both:trips"], everything)["trips"], [rounds] * 20, "all of it in Feast")
    with SwiftPeer(program, repo) as swift:
        found = swift.query(kind="online", features=["both:trips", "both:city"], entities=everything)
    expect_columns(found["trips"]["values"], [rounds] * 20, "all of it with us")
    expect_columns(found["city"]["values"], [f"{key}" for key in everything["id"]], "all of it with us")


def check_many_processes(program, folder):
    """Eight processes register fifty views each while Feast reads: all 400 are there, complete, in both languages."""
    repo, rows = make(folder / "repo"), [(key, START, key * 10, "a") for key in range(3)]
    names = sorted(f"p{process}_v{number}" for process in range(PROCESSES) for number in range(VIEWS_EACH))
    peers = [SwiftPeer(program, repo) for _ in range(PROCESSES)]
    for process, swift in enumerate(peers):
        swift.send("register_many", view=f"p{process}_v", count=VIEWS_EACH, keys=["id"], frame=swift_frame(rows), ttl_days=3)
    waiting = [threading.Thread(target=swift.receive, daemon=True) for swift in peers]
    for thread in waiting:
        thread.start()
    seen = 0
    while any(thread.is_alive() for thread in waiting):
        if (repo / "data" / "registry.db").exists():
            known = [view.spec.name for view in registry(repo).feature_views]
            expect(seen <= len(known) and len(set(known)) == len(known), f"{seen} views became {len(known)}")
            seen = len(known)
        waiting[0].join(0.05)
    for swift in peers:
        swift.close()
    peer = Peer(repo)
    expect_equal(sorted(peer.views()), names, "Feast's views")
    for name, view in peer.views().items():
        expect_equal(view.ttl.days, 3, f"ttl of {name}")
        expect((repo / view.batch_source.path).exists(), f"{name} has no file")
    with SwiftPeer(program, repo) as swift:
        listed = swift.ask("views")
        expect_equal([view["name"] for view in listed], names, "our views")
        for view in listed:
            expect_equal(view["features"], [["trips", "INT64"], ["city", "STRING"]], f"features of {view['name']}")
        expect_equal(set(swift.ask("diagnose").values()), {""}, "what the diagnosis complains about")
        some = names[::57]
        swift.ask("materialize", views=some, start=iso(START), end=iso(START))
    for name in some:
        expect_columns(peer.online([f"{name}:trips"], {"id": [0, 1, 2, 3]})["trips"], [0, 10, 20, None], name)


CHECKS = {
    "Swift and Python take turns": check_turns,
    "Swift and Python write at the same time": check_same_time,
    "eight processes register fifty views each": check_many_processes,
}
