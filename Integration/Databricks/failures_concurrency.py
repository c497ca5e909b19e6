"""Several writers of one table."""
from checking import expect, expect_equal
from failures_world import SUBMIT, failed, finished

CONFLICT = "[DELTA_CONCURRENT_APPEND.WITHOUT_HINT] Another transaction added files. SQLSTATE: 2D521"


def together(world, name, files):
    """The outcomes of registrations at the same time; those that fail must say why."""
    processes = [world.start(*world.register_words(name, file)) for file in files]
    outcomes = [finished(process) for process in processes]
    for code, _, errors in outcomes:
        expect(code in (0, 1), f"a program ended with {code}: {errors}")
        if code:
            failed(code, errors, [name, "try again"])
    return [code for code, _, _ in outcomes]


def check_disjoint(world):
    """Writers of different rows: all that succeed have their rows there, those that fail have none."""
    for count, name in ((3, "apart_small"), (400, "apart_large")):
        world.register(name, world.rows(2))
        starts = [1000 * number for number in range(1, 7)]
        codes = together(world, name, [world.rows(count, first=start) for start in starts])
        expected = {0, 1} | {start + row for start, code in zip(starts, codes) if code == 0 for row in range(count)}
        expect_equal([int(row[0]) for row in world.table(name)], sorted(expected), f"{name}: rows, after {codes}")
        expect(codes.count(0) >= 3, f"{name}: most writers failed: {codes}")
        world.expect_clean(name)


def check_new_table(world):
    """Writers that all find no table: one makes it, and the union of the rows is there."""
    starts = [1000 * number for number in range(1, 6)]
    codes = together(world, "born_together", [world.rows(5, first=start) for start in starts])
    expected = sorted(start + row for start, code in zip(starts, codes) if code == 0 for row in range(5))
    expect_equal([int(row[0]) for row in world.table("born_together")], expected, f"rows, after {codes}")


def check_same_rows(world):
    """Writers of the same keys and times: one row each, and it is a row that one of them wrote."""
    files = [world.rows(50, amount=1000.0 * number) for number in range(1, 6)]
    world.register("contested", files[0])
    codes = together(world, "contested", files)
    table = world.table("contested")
    expect_equal([int(row[0]) for row in table], list(range(50)), f"keys, after {codes}")
    winners = {int(float(amount) - int(key)) for key, _, amount in table}
    expect(
        len(winners) == 1 and winners <= {1000 * number
                                          for number in range(1, 6)}, f"a mixture of writers: {winners}")


def check_injected(world):
    """A conflict is tried again a few times; one that does not end is said as what it is."""
    world.register("conflicted", world.rows(3))
    for count in (3, 400):
        world.workspace.forget_requests()
        world.sql_fault(CONFLICT, times=2)
        world.register("conflicted", world.rows(count, first=10))
        expect_equal(len(world.asked("POST", SUBMIT)), 3, f"{count} rows: statements")
        expect_equal(len(world.table("conflicted")), 3 + count, f"{count} rows")
        world.workspace.sql("DELETE FROM main.feature_store.conflicted WHERE customer_id >= 10")
        world.expect_clean("a conflict")
    before = world.table("conflicted")
    world.sql_fault(CONFLICT, times=1000)
    world.fails(["view 'conflicted'", "DELTA_CONCURRENT_APPEND", "01ef-injected", "try again"],
                *world.register_words("conflicted", world.rows(400, first=10)))
    world.workspace.clear_faults()
    expect_equal(world.table("conflicted"), before, "rows after a conflict without end")
    world.expect_clean("a conflict without end")


CHECKS = {
    "Writers of different rows": check_disjoint,
    "Writers that all make the table": check_new_table,
    "Writers of the same rows": check_same_rows,
    "Injected conflicts": check_injected,
}
