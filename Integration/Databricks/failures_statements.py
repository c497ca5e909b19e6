"""Statements and objects that fail: what is said, and that nothing half-done stays behind."""
import pyarrow as pa

from checking import expect, expect_equal
from failures_world import SUBMIT


def check_new_view(world):
    """The MERGE into a table that was just made fails: the table is gone again, and no file is left."""
    for count in (3, 400):
        world.sql_fault("[DIVIDE_BY_ZERO] Division by zero.\nUse `try_divide`. SQLSTATE: 22012", skip=1)
        world.fails(["view 'broken'", "01ef-injected", "DIVIDE_BY_ZERO"],
                    *world.register_words("broken", world.rows(count)))
        expect_equal(world.table("broken"), None, f"{count} rows: the table")
        world.expect_clean(f"{count} rows")


def check_existing_view(world):
    """The MERGE into a table with rows fails: it keeps exactly its rows."""
    world.register("kept", world.rows(5))
    before = world.table("kept")
    for count in (3, 400):
        for mode in ("merge", "overwrite"):
            world.sql_fault("[CAST_INVALID_INPUT] The value cannot be cast. SQLSTATE: 22018")
            world.fails(["view 'kept'", "01ef-injected", "CAST_INVALID_INPUT"],
                        *world.register_words("kept", world.rows(count, first=100), "--mode", mode))
            expect_equal(world.table("kept"), before, f"{count} rows, {mode}")
            world.expect_clean(f"{count} rows, {mode}")


def check_create(world):
    """The first statement fails, or the last one, which sets the tags."""
    world.sql_fault("[INTERNAL_ERROR] Something of ours.", code="INTERNAL_ERROR")
    world.fails(["view 'unmade'", "01ef-injected"], *world.register_words("unmade", world.rows(3)))
    expect_equal(world.table("unmade"), None, "no table")
    for skip in (1, 2):
        world.sql_fault("[INSUFFICIENT_PERMISSIONS] User does not have APPLY TAG. SQLSTATE: 42501", skip=skip)
        world.fails(["view 'untagged'", "APPLY TAG", "01ef-injected", "Ask"],
                    *world.register_words("untagged", world.rows(3), "--tag", "team=growth"))
        expect_equal(world.table("untagged"), None, "no table without its tags")


def check_missing_catalog(world):
    for words in (world.register_words("v", world.rows(3)), ["views", "list"]):
        world.fails(["nowhere", "DATABRICKS_CATALOG"], "--catalog", "nowhere", *words)


def check_missing_view(world):
    """A view that is not there is named, with those that are."""
    world.register("present", world.rows(3))
    entities, output = world.entities(2), world.folder / "never.parquet"
    world.fails(["absent", "present"], *world.historical_words("absent", entities, output))
    world.fails(["absent", "present"], "views", "show", "absent")
    world.fails(["colour", "amount"], "online", "--features", "present:colour", "--keys", "customer_id=1")
    expect(not output.exists(), "a file was written for a failed retrieval")


def check_revoked(world):
    """What may not be used is named, with what to ask for; nothing changes."""
    world.register("guarded", world.rows(5))
    before, more, entities = world.table("guarded"), world.rows(3, first=50), world.entities(3)
    bulk, output = world.rows(400, first=50), world.folder / "denied.parquet"
    read, write = world.historical_words("guarded", entities, output), world.register_words("guarded", more)
    staged = world.register_words("guarded", bulk)
    both, warehouse = ["read", "write"], world.workspace.warehouse
    cases = [("main.feature_store.guarded", "guarded", both, [read, write, staged]),
             ("main.feature_store.guarded", "guarded", ["write"], [write, staged]),
             ("main.feature_store", "feature_store", both, [read, write]),
             ("main.feature_store.feature_store_staging", "feature_store_staging", both, [staged]),
             (f"warehouse:{warehouse}", warehouse, both, [read, write, staged])]
    for name, shown, kinds, commands in cases:
        for words in commands:
            with world.without(name, *kinds):
                world.fails([shown, "Ask"], *words)
            expect_equal(world.table("guarded"), before, f"{name}: rows after a refused {words[0]}")
            world.expect_clean(name)
    expect(not output.exists(), "a file was written for a refused retrieval")


def check_other_shapes(world):
    """A table that is there with another shape is not touched."""
    sql, rows = world.workspace.sql, world.rows(3)
    sql("CREATE TABLE main.feature_store.keyless (customer_id BIGINT, event_timestamp TIMESTAMP, amount DOUBLE) "
        "USING DELTA")
    world.fails(["main.feature_store.keyless", "primary key"], *world.register_words("keyless", rows))
    expect_equal(world.table("keyless"), [], "keyless")
    world.register("shaped", rows)
    before = world.table("shaped")
    other = world.file(shop=pa.array([1]),
                       event_timestamp=pa.array([0], pa.timestamp("us", "UTC")),
                       amount=pa.array([1.0]))
    world.fails(["shaped", "customer_id", "shop"], "register", "shaped", "--from", other, "--entity-key", "shop")
    text = world.file(customer_id=pa.array([1]),
                      event_timestamp=pa.array([0], pa.timestamp("us", "UTC")),
                      amount=pa.array(["much"]))
    world.fails(["shaped", "amount", "DOUBLE"], *world.register_words("shaped", text))
    late = world.file(customer_id=pa.array([1]),
                      seen_at=pa.array([0], pa.timestamp("us", "UTC")),
                      amount=pa.array([1.0]))
    world.fails(["shaped", "event_timestamp", "seen_at"], *world.register_words("shaped", late))
    fine = world.file(customer_id=pa.array([1]),
                      event_timestamp=pa.array([1], pa.timestamp("ns", "UTC")),
                      amount=pa.array([1.0]))
    world.fails(["event_timestamp", "microsecond"], *world.register_words("shaped", fine))
    expect_equal(world.table("shaped"), before, "shaped")


def check_added_column(world):
    """New features come with the rows; when the rows fail, the view shows none of them, and a second try succeeds."""
    world.register("growing", world.rows(3))
    wider = world.file(customer_id=pa.array([7]), event_timestamp=pa.array([0], pa.timestamp("us", "UTC")),
                       amount=pa.array([1.0]), visits=pa.array([2]))
    wanted = ["--features", "amount,visits"]
    before = world.table("growing")
    world.sql_fault("[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012", skip=1)
    world.fails(["view 'growing'", "01ef-injected"], *world.register_words("growing", wider, *wanted))
    expect_equal(world.table("growing"), before, "the rows")
    expect("visits" not in world.succeeds("views", "show", "growing"), "a feature without rows is shown")
    world.register("growing", wider, *wanted)
    expect("visits" in world.succeeds("views", "show", "growing"), "the feature is not shown")
    expect_equal(world.workspace.sql("SELECT count(*) FROM main.feature_store.growing WHERE visits = 2"), [["1"]],
                 "visits")


def check_quota(world):
    """A quota that is used up is said as one, whether the request or the statement is refused."""
    world.register("counted", world.rows(3))
    before, words = world.table("counted"), world.register_words("counted", world.rows(3, first=9))
    world.workspace.fault(method="POST",
                          path=SUBMIT,
                          status=429,
                          headers={"Retry-After": "1", "x-request-id": "req-quota"},
                          times=1000,
                          body={"error_code": "REQUEST_LIMIT_EXCEEDED", "message": "Too many statements."})
    world.fails(["Too many statements", "429", "req-quota", "Wait", "retry_timeout_seconds"],
                *words,
                retry_timeout_seconds=3)
    world.workspace.clear_faults()
    world.sql_fault("The warehouse cannot take more.", code="RESOURCE_EXHAUSTED")
    message = world.fails(["01ef-injected", "cannot take more"], *words)
    expect("larger warehouse" in message, f"not said as a quota: {message}")
    world.workspace.fault(path="/unity-catalog/tables/", status=400, headers={"x-request-id": "req-metastore"},
                          body={"error_code": "RESOURCE_EXHAUSTED", "message": "The metastore has too many tables."})
    world.fails(["too many tables", "req-metastore", "administrator"], *words)
    expect_equal(world.table("counted"), before, "rows")


def check_dropped_statements(world):
    """A lost answer to a statement that can be repeated is no failure, and no row is doubled."""
    for drop in ("before", "after", "body"):
        for skip, count in ((0, 3), (1, 3), (1, 400)):
            name = f"lost_{drop}_{skip}_{count}"
            world.workspace.fault(method="POST", path=SUBMIT, drop=drop, skip=skip)
            world.register(name, world.rows(count))
            expect_equal(len(world.table(name)), count, name)
            expect_equal(world.workspace.faults_left(), 0, f"{name}: faults")
            world.expect_clean(name)


def check_unrepeatable(world):
    """A lost answer to a statement that must not be repeated is a failure, and the statement ran once."""
    world.register("altered", world.rows(2))
    wider = world.file(customer_id=pa.array([7]), event_timestamp=pa.array([0], pa.timestamp("us", "UTC")),
                       amount=pa.array([1.0]), visits=pa.array([2]))
    words = world.register_words("altered", wider, "--features", "amount,visits")
    world.workspace.forget_requests()
    world.workspace.fault(method="POST", path=SUBMIT, drop="after")
    world.fails(["view 'altered'", "connection"], *words)
    expect_equal(len(world.asked("POST", SUBMIT)), 1, "statements sent")
    world.succeeds(*words)
    expect_equal(len(world.table("altered")), 3, "rows")


CHECKS = {
    "SQL fails in a new view: no table and no file stays": check_new_view,
    "SQL fails in a view that is there: its rows stay": check_existing_view,
    "The first or the last statement of a registration fails": check_create,
    "A missing catalog": check_missing_catalog,
    "A missing view or feature": check_missing_view,
    "No permission on table, schema, volume and warehouse": check_revoked,
    "A table of another shape": check_other_shapes,
    "New features whose rows fail": check_added_column,
    "Quotas": check_quota,
    "The answer to a repeatable statement is lost": check_dropped_statements,
    "The answer to a statement that must not be repeated is lost": check_unrepeatable,
}
