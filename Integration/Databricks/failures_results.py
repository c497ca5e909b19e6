"""Results that come in pieces, too late, cut, or damaged."""
from checking import expect, expect_equal
from failures_world import SUBMIT


def check_expired(world):
    """A link that expired before it was followed is asked for again; links that are always expired are a failure."""
    world.register("linked", world.rows(120))
    expected = [1.5 + row for row in range(120)]
    world.workspace.control("links", seconds=0.5)
    world.workspace.forget_requests()
    world.workspace.fault(path="/_links/", delay=1, times=2)
    training = world.historical("linked", world.entities(120))
    expect_equal(training.column("amount").to_pylist(), expected, "amounts after a link expired")
    statuses = [item["status"] for item in world.asked("GET", "/_links/")]
    expect_equal((statuses.count(403), statuses.count(200)), (2, 3), f"answers of the storage: {statuses}")
    world.workspace.control("links", seconds=-1)
    world.fails(["Chunk", "statement", "403"],
                *world.historical_words("linked", world.entities(120), world.folder / "late.parquet"))


def check_cut(world):
    """A result that the warehouse cut, or that has fewer or more rows than it says, is refused."""
    world.register("answered", world.rows(5))
    cases = [({"truncated": True, "total_row_count": 2}, rows(2), "cut"),
             ({"total_row_count": 3}, rows(2), "3 rows, but 2"), ({"total_row_count": 2}, rows(3), "2 rows, but 3"),
             ({"total_row_count": 1}, rows(1), "1 rows for 2"), ({}, [["0", "1.5"], ["0", "1.5"]], "2 rows for 2"),
             ({}, [["0", "1.5"], ["7", "1.5"]], "for 2 entity rows")]
    for manifest, data, words in cases:
        refused(world, manifest, {"data_array": data}, [words])


def check_damaged(world):
    """No answer of the warehouse makes the program crash, hang or believe it."""
    world.register("answered", world.rows(5))
    for data in ([["0"], ["1"]], [["0", "1.5", "x"], ["1", "2", "y"]], [["0", "much"], ["1", "2"]], [None, None],
                 [["", "1"], ["1", "2"]], [[["0"], "1"], ["1", "2"]], ["0", "1"]):
        refused(world, {}, {"data_array": data}, [])
    for chunks in (2 ** 62, -1, 3):
        refused(world, {"total_chunk_count": chunks},
                {"external_links": [{"chunk_index": 0, "external_link": world.workspace.url + "/_links/x"}]}, [])
    refused(world, {"total_row_count": 2}, {"data_array": rows(1), "next_chunk_index": 0}, ["2 rows, but 1"])
    refused(world, {"total_row_count": 2}, {"data_array": rows(1), "next_chunk_index": 2 ** 63}, ["2 rows, but 1"])
    refused(world, {}, {"external_links": [{"chunk_index": 0, "external_link": "nonsense"}]}, [])
    named = {"statement_id": "01ef-injected"}
    for body in ({"status": {"state": "SUCCEEDED"}}, named, named | {"status": {}}, [], {},
                 named | {"status": {"state": "CLOSED"}}):
        world.workspace.fault(method="POST", path=SUBMIT, status=200, body=body)
        world.fails([], *world.historical_words("answered", world.entities(2), world.folder / "d.parquet"))
    expect(not (world.folder / "d.parquet").exists(), "a damaged result was written")


def check_catalog_nonsense(world):
    """Unity Catalog answers with something else than a table."""
    table = {"catalog_name": "main", "schema_name": "feature_store", "name": "odd"}
    for body in ({}, [], {"name": 5}, table | {"columns": 7}, table | {"columns": [{"name": 1}, None, 3]}):
        world.workspace.fault(path="/unity-catalog/tables", status=200, body=body)
        world.fails([], "views", "show", "odd")


def rows(count):
    return [[str(row), "1.5"] for row in range(count)]


def refused(world, manifest, result, words):
    """The statement of a retrieval for two entity rows is answered so, and the answer is refused."""
    body = {"statement_id": "01ef-injected", "status": {"state": "SUCCEEDED"}, "manifest": manifest, "result": result}
    world.workspace.fault(method="POST", path=SUBMIT, status=200, body=body)
    world.fails(words, *world.historical_words("answered", world.entities(2), world.folder / "d.parquet"))
    world.workspace.clear_faults()


CHECKS = {
    "Expired links": check_expired,
    "Cut results": check_cut,
    "Damaged results": check_damaged,
    "Unity Catalog answers nonsense": check_catalog_nonsense,
}
