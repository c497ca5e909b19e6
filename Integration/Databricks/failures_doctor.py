"""`doctor`: which step fails, and what to do about it."""
from checking import expect, expect_equal
from failures_world import SUBMIT, failed
from workspace import RUNNING

STEPS = ["settings", "identity", "warehouse", "catalog", "schema", "volume", "tables", "online"]


def lines(output):
    """What each step found: step → (whether it is fine, finding)."""
    found = {}
    for line in output.splitlines()[1:]:
        step, rest = line.split(None, 1)
        found[step] = (rest.startswith("ok "), rest)
    return found


def expect_step(world, step, words, *arguments, **settings):
    """The steps before this one are fine, this one fails with these words, and there are none after it."""
    code, output, errors = world.run(*arguments, "doctor", **settings)
    message = failed(code, errors, [f"'{step}'", *words])
    found = lines(output)
    expect_equal(list(found), STEPS[:STEPS.index(step) + 1], f"steps, when {step} fails")
    expect_equal([fine for fine, _ in found.values()], [True] * (len(found) - 1) + [False], f"{step}: {output}")
    return message


def check_fine(world):
    """All is well, in a workspace with and without the schema and the volume."""
    found = lines(world.succeeds("doctor", "--schema", "brand_new"))
    expect_equal(list(found), STEPS, "steps")
    expect(all(fine for fine, _ in found.values()), f"{found}")
    expect(
        world.workspace.call("GET", "/api/2.1/unity-catalog/schemas/main.brand_new")[0] == 404, "doctor made a schema")
    world.register("examined", world.rows(400))
    tables = world.workspace.sql("SHOW TABLES IN main.feature_store")
    found = lines(world.succeeds("doctor"))
    expect(all(fine for fine, _ in found.values()), f"{found}")
    expect_equal(world.workspace.sql("SHOW TABLES IN main.feature_store"), tables, "tables after doctor")
    world.expect_clean("doctor")


def check_identity(world):
    expect_step(world, "identity", ["DATABRICKS_TOKEN", "127.0.0.1"], token="dapi-wrong-secret")
    expect_step(world,
                "identity", ["no-such.invalid", "DATABRICKS_HOST"],
                host="https://no-such.invalid",
                retry_timeout_seconds=1)
    world.workspace.fault(path="/scim/v2/Me", status=200, body="<html><title>Sign in</title></html>")
    expect_step(world, "identity", ["Sign in", "DATABRICKS_HOST"])


def check_warehouse(world):
    expect_step(world, "warehouse", ["'nope'", RUNNING, "DATABRICKS_WAREHOUSE_ID"], warehouse_id="nope")
    with world.without(f"warehouse:{RUNNING}"):
        expect_step(world, "warehouse", [RUNNING, "CAN USE"])
    world.sql_fault("The cluster is gone.", code="INTERNAL_ERROR")
    expect_step(world, "warehouse", ["01ef-injected", "The cluster is gone"])
    body = {"statement_id": "01ef-injected", "status": {"state": "SUCCEEDED"}, "result": {"data_array": [["2"]]}}
    world.workspace.fault(method="POST", path=SUBMIT, status=200, body=body)
    expect_step(world, "warehouse", ["count to one"])


def check_places(world):
    """Catalog, schema, volume and tables that are missing or may not be used."""
    world.register("placed", world.rows(400))
    expect_step(world, "catalog", ["'nowhere'", "DATABRICKS_CATALOG"], "--catalog", "nowhere")
    for name, step, kinds, words in (
        ("main", "catalog", [], ["main", "Ask"]),
        ("main.feature_store", "schema", [], ["feature_store", "Ask"]),
        ("main.feature_store.feature_store_staging", "volume", [], ["feature_store_staging", "Ask"]),
        ("main.feature_store", "tables", ["write"], ["feature_store", "Ask"]),
    ):
        with world.without(name, *kinds):
            expect_step(world, step, words)
    world.workspace.fault(method="PUT",
                          path="/fs/files/",
                          status=403,
                          body={"error_code": "PERMISSION_DENIED", "message": "No WRITE VOLUME."})
    expect_step(world, "volume", ["No WRITE VOLUME", "Ask"])
    world.expect_clean("doctor without permission")
    world.workspace.fault(
        method="POST",
        path=SUBMIT,
        skip=1,
        status=200,
        body={
            "statement_id": "01ef-injected",
            "status": {"state": "FAILED", "error": {"message": "[INSUFFICIENT_PERMISSIONS] No CREATE TABLE."}}
        })
    expect_step(world, "tables", ["No CREATE TABLE", "01ef-injected", "Ask"])


def check_online(world):
    expect_step(world, "online", ["no-endpoint"], variables={"DATABRICKS_SERVING_ENDPOINT": "no-endpoint"})
    expect_step(world, "online", ["no-store"], variables={"DATABRICKS_ONLINE_STORE": "no-store"})


def check_settings(world):
    """What cannot even be opened is said before the first step."""
    for settings, words in (
        ({"token": None}, ["DATABRICKS_TOKEN"]),
        ({"username": "u"}, ["More than one", "DATABRICKS_AUTH_TYPE"]),
        ({"host": "http://user:wrong-secret@h"}, ["host"]),
        ({"retry_timeout_seconds": "soon"}, ["retry_timeout_seconds", "soon"]),
    ):
        code, _, errors = world.run("doctor", **settings)
        failed(code, errors, words)


CHECKS = {
    "All is well": check_fine,
    "Who asks": check_identity,
    "The warehouse": check_warehouse,
    "Catalog, schema, volume and tables": check_places,
    "The places of online reads": check_online,
    "Settings": check_settings,
}
