"""Processes killed in the middle of a write: afterwards both languages find the old state or the new one, never half of it."""
import datetime as dt
import random
import subprocess
import time

import pyarrow.parquet as pq

import gold
import online
import training
from checking import expect
from peer import Peer

KILLS = 50


def check_kills(world):
    """Registers and materializes again and again, with SIGKILL after a random time up to what the command needs."""
    draw = random.Random(9)
    view = gold.shop_view()
    whole = view.parts[0]
    world.init()
    world.register(view, world.write("kill_0.parquet", whole.slice(0, 20)))
    view.parts = [whole.slice(0, 20)]
    needed, survived = duration(world, ["materialize", "--from", "2026-01-01", "--to", "2026-01-02"]), 0
    for number in range(1, KILLS + 1):
        part = whole.slice(number * 3 + 20, 3)
        command = registration(world, view, part, number) if number % 2 else materialization(number)
        finished = killed(world, command, draw.uniform(0, 1.2 * needed))
        survived += not finished
        if number % 2:
            view.parts = after_registration(world, view, part, finished)
        expect_usable(world, view)
    expect(survived >= KILLS // 4, f"only {survived} of {KILLS} processes were killed in time")
    world.ok("materialize", "--from", "2026-01-01", "--to", online.iso(gold.END))
    online.expect_definition(world, view, gold.START, gold.END)
    online.expect_feast(world, view)


def check_killed_deletes(world):
    """Deletes a table again and again, killed after a random time: it is whole but for online values, or it is gone; and a
    new one of the name never serves an old value."""
    draw = random.Random(10)
    view = gold.shop_view()
    rows = world.write("deleted.parquet", view.parts[0].slice(0, 20))
    view.parts, keys = [view.parts[0].slice(0, 20)], online.some_keys(view)
    world.init()
    world.register(view, rows)
    needed, survived = duration(world, ["tables", "delete", view.name, "--yes"]), 0
    for _ in range(KILLS // 2):
        world.register(view, rows, "overwrite")
        answer = online.ours_typed(view, online.ask(world, view, keys))
        expect(not any(value is not None for name in view.features for value in answer[name]), f"a new view serves {answer}")
        world.ok("materialize", "--from", "2026-01-01", "--to", online.iso(gold.END))
        finished = killed(world, ["tables", "delete", view.name, "--yes"], draw.uniform(0, 1.2 * needed))
        survived += not finished
        names = [table["name"] for table in world.json("tables", "list")]
        expect(names in ([], [view.name]) and not (finished and names), f"the tables are {names}")
        expect(list(Peer(world.repo).views()) == names, f"Feast lists {list(Peer(world.repo).views())}")
        if names:
            expect(world.json("tables", "show", view.name)["rows"] == 20, "the table lost rows")
            training.check_file_store(world, [view], 96)
            world.ok("tables", "delete", view.name, "--yes")
    expect(survived >= KILLS // 8, f"only {survived} of {KILLS // 2} processes were killed in time")


def registration(world, view, part, number):
    path = world.write(f"kill_{number}.parquet", part)
    return ["register", view.name, "--from", path, "--entity-key", "shop_id", "--ttl-days", view.ttl_days]


def materialization(number):
    end = gold.START + dt.timedelta(days=3 * number)
    return ["materialize", "--from", "2026-01-01", "--to", online.iso(end)]


def duration(world, command):
    started = time.monotonic()
    world.ok(*command)
    return time.monotonic() - started


def killed(world, command, seconds):
    """Kills the program after a time; returns whether it was done before."""
    process = subprocess.Popen(
        [world.program, "--repo", str(world.repo), "--backend", "feast", *map(str, command)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=world.folder)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False
    expect(process.returncode == 0, f"{command[0]} ended with {process.returncode}")
    return True


def after_registration(world, view, part, finished):
    """The parts that the view now has: with the new one when the program came to its end, else with or without it."""
    rows = pq.read_table(source_of(world, view)).num_rows
    before = sum(old.num_rows for old in view.parts)
    allowed = [before + part.num_rows] if finished else [before, before + part.num_rows]
    expect(rows in allowed, f"the view has {rows} rows, expected one of {allowed}")
    return view.parts + ([part] if rows > before else [])


def source_of(world, view):
    """The file that the registry names, not the newest one there is: a killed process may leave one behind."""
    return world.repo / world.json("views", "show", view.name)["source"]


def expect_usable(world, view):
    """Both languages open the repository and serve whole rows of the view."""
    world.ok("doctor")
    keys = online.some_keys(view)
    answer = online.ours_typed(view, online.ask(world, view, keys))
    known = [[online.online_value(row[name]) for name in view.features] for row in view.rows()]
    nothing = [None] * len(view.features)
    for row in zip(*(answer[name] for name in view.features)):
        expect(list(row) in known or list(row) == nothing, f"the online store has a mixed row: {row}")
    peer = Peer(world.repo)
    expect(list(peer.views()) == [view.name], f"Feast lists {list(peer.views())}")
    online.expect_feast(world, view)
    training.check_file_store(world, [view], 95)
