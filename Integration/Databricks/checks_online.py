"""Online stores, publishing, synced tables, and lookups at serving endpoints."""
import time

from databricks.sdk.errors import BadRequest, NotFound
from databricks.sdk.service.ml import OnlineStore, PublishSpec, PublishSpecPublishMode
from databricks.sdk.service.serving import DataframeSplitInput, EndpointCoreConfigInput, ServedEntityInput

from checking import expect, expect_equal
from clients import by_token, expect_error

SOURCE, ONLINE, SPEC = "main.online.stats", "main.online.stats_online", "main.online.spec"


def check_store(workspace):
    client = by_token(workspace)
    made = client.feature_store.create_online_store(OnlineStore(name="store", capacity="CU_1"))
    expect_equal(made.state.value, "STARTING", "state at first")
    wait(lambda: client.feature_store.get_online_store("store").state.value == "AVAILABLE", "the store is available")
    expect_equal([item.name for item in client.feature_store.list_online_stores()], ["store"], "stores")
    changed = client.feature_store.update_online_store("store", OnlineStore(name="store", capacity="CU_2"),
                                                       update_mask="capacity")
    expect_equal(changed.capacity, "CU_2", "capacity")
    expect_error(BadRequest,
                 lambda: client.feature_store.create_online_store(OnlineStore(name="other", capacity="CU_3")),
                 "capacity")
    expect_error(BadRequest,
                 lambda: client.feature_store.create_online_store(OnlineStore(name="x" * 64, capacity="CU_1")), "63")
    expect_error(NotFound, lambda: client.feature_store.get_online_store("nope"))


def wait(condition, what):
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    expect(False, f"it never happened that {what}")


def publish(client, source=SOURCE, mode=PublishSpecPublishMode.TRIGGERED, online=ONLINE):
    return client.feature_store.publish_table(source, PublishSpec(online_store="store", online_table_name=online,
                                                                  publish_mode=mode))


def state(client, name=ONLINE):
    return client.database.get_synced_database_table(name).data_synchronization_status.detailed_state.value


def check_publish(workspace):
    client = by_token(workspace)
    workspace.sql("CREATE SCHEMA main.online")
    workspace.sql(f"CREATE TABLE {SOURCE} (user_id STRING NOT NULL, region INT NOT NULL, ts TIMESTAMP NOT NULL, clicks BIGINT, "
                  "score DOUBLE, day DATE, tags ARRAY<STRING>)")
    expect_error(BadRequest, lambda: publish(client), "no primary key")
    workspace.sql(f"ALTER TABLE {SOURCE} ADD CONSTRAINT pk PRIMARY KEY (user_id, region, ts TIMESERIES)")
    expect_error(BadRequest, lambda: publish(client), "enableChangeDataFeed")
    workspace.sql(f"ALTER TABLE {SOURCE} SET TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true')")
    workspace.sql(f"INSERT INTO {SOURCE} VALUES ('a', 1, TIMESTAMP'2024-01-01', 1, 1.5, DATE'2024-01-01', array('x')), "
                  "('a', 1, TIMESTAMP'2024-01-02', 2, double('NaN'), NULL, NULL), "
                  "('a', 2, TIMESTAMP'2024-01-01', 9007199254740993, 0.1, DATE'2024-02-01', array('y', NULL))")
    expect_error(NotFound, lambda: publish(client, source="main.online.nope"))
    answer = publish(client)
    expect_equal(answer.online_table_name, ONLINE, "name")
    expect("PROVISIONING" in state(client), f"state at first: {state(client)}")
    wait(lambda: state(client) == "SYNCED_TABLE_ONLINE_NO_PENDING_UPDATE", "the table is online")


def lookup(name="features"):
    return {"feature_lookup": {"table": SOURCE, "lookup_keys": ["user", "region"],
                               "feature_names": ["clicks", "score", "day", "tags", "ts"],
                               "rename_outputs": [{"feature": "clicks", "output": "n"}],
                               "default_values": [{"feature": "clicks", "default_value": "-1"}]}}


def check_serving(workspace):
    client = by_token(workspace)
    specs = "/api/2.0/feature-engineering/feature-specs"
    body = {"name": SPEC, "features": [lookup()], "exclude_columns": ["region"]}
    client.api_client.do("POST", specs, body=body)
    expect_equal(client.api_client.do("GET", f"{specs}/{SPEC}")["features"], [lookup()], "spec")
    expect_error(BadRequest,
                 lambda: client.api_client.do("POST", specs, body=body | {"name": SPEC + "2", "features": [{}]}),
                 "exactly one")
    config = EndpointCoreConfigInput(name="features", served_entities=[
        ServedEntityInput(entity_name=SPEC, workload_size="Small", scale_to_zero_enabled=True)])
    waiting = client.serving_endpoints.create("features", config=config)
    expect_equal(client.serving_endpoints.get("features").state.ready.value, "NOT_READY", "state at first")
    expect_error(BadRequest, lambda: client.serving_endpoints.query("features", dataframe_records=[{}]), "not ready")
    ready = waiting.result()
    expect_equal((ready.state.ready.value, ready.state.config_update.value), ("READY", "NOT_UPDATING"), "state")


def check_lookup(workspace):
    client = by_token(workspace)
    seconds = workspace.stats()["engine_seconds"]
    records = [{"user": "a", "region": 1, "more": "kept"}, {"user": "a", "region": 2}, {"user": "b", "region": 1},
               {"user": None, "region": 1}]
    outputs = client.serving_endpoints.query("features", dataframe_records=records).outputs
    nothing = {"score": None, "day": None, "tags": None, "ts": None}
    expect_equal(outputs[0], {"user": "a", "more": "kept", "n": 2, "ts": "2024-01-02T00:00:00.000000Z"} | {
        name: None for name in ("score", "day", "tags")}, "the newest row, nulls included")
    expect_equal(outputs[1],
                 {"user": "a", "n": 9007199254740993, "score": 0.1, "day": "2024-02-01", "tags": ["y", None],
                              "ts": "2024-01-01T00:00:00.000000Z"}, "another key")
    expect_equal(outputs[2], {"user": "b", "n": -1} | nothing, "an unknown key: nulls and defaults")
    expect_equal(outputs[3], {"user": None, "n": -1} | nothing, "a null key")
    split = DataframeSplitInput(columns=["region", "user"], data=[[2.0, "a"], [3, "a"]])
    outputs = client.serving_endpoints.query("features", dataframe_split=split).outputs
    expect_equal([row["n"] for row in outputs], [9007199254740993, -1], "dataframe_split")
    expect_equal(workspace.stats()["engine_seconds"], seconds, "lookups do not use the engine")
    expect_error(BadRequest, lambda: client.serving_endpoints.query("features", dataframe_records=[{"user": "a"}]),
                 "region")
    expect_error(BadRequest, lambda: client.serving_endpoints.query("features", inputs=[1]), "dataframe_records")
    expect_error(NotFound, lambda: client.serving_endpoints.query("nope", dataframe_records=records), "nope")


def check_snapshot(workspace):
    """Changes show after the table is published again, unless it is published continuously."""
    client, records = by_token(workspace), [{"user": "a", "region": 1}]
    newest = lambda: client.serving_endpoints.query("features", dataframe_records=records).outputs[0]["n"]
    workspace.sql(f"INSERT INTO {SOURCE} (user_id, region, ts, clicks) VALUES ('a', 1, TIMESTAMP'2024-01-05', 50)")
    expect_equal(newest(), 2, "the snapshot of publishing")
    publish(client)
    wait(lambda: state(client) == "SYNCED_TABLE_ONLINE_NO_PENDING_UPDATE", "the table is online again")
    expect_equal(newest(), 50, "after publishing again")
    publish(client, mode=PublishSpecPublishMode.CONTINUOUS)
    wait(lambda: state(client) == "SYNCED_TABLE_ONLINE_CONTINUOUS_UPDATE", "the table follows")
    workspace.sql(f"INSERT INTO {SOURCE} (user_id, region, ts, clicks) VALUES ('a', 1, TIMESTAMP'2024-01-06', 60)")
    wait(lambda: newest() == 60, "the change has come")


def check_unpublished(workspace):
    client = by_token(workspace)
    workspace.sql("CREATE TABLE main.online.plain (k INT NOT NULL, v INT, PRIMARY KEY (k))")
    spec = {"name": "main.online.spec3",
            "features": [{"feature_lookup": {"table": "main.online.plain", "lookup_keys": ["k"]}}]}
    client.api_client.do("POST", "/api/2.0/feature-engineering/feature-specs", body=spec)
    config = EndpointCoreConfigInput(name="unpublished",
                                     served_entities=[ServedEntityInput(entity_name="main.online.spec3",
                                                                        workload_size="Small")])
    client.serving_endpoints.create("unpublished", config=config)
    wait(lambda: client.serving_endpoints.get("unpublished").state.config_update.value == "UPDATE_FAILED",
         "the endpoint fails")
    client.serving_endpoints.delete("unpublished")
    client.serving_endpoints.delete("features")
    expect_error(NotFound, lambda: client.serving_endpoints.get("features"))
    client.feature_store.delete_online_table(ONLINE)
    expect_error(NotFound, lambda: state(client))
    client.feature_store.delete_online_store("store")


CHECKS = {
    "Online stores start and change": check_store,
    "Publishing has its conditions, and takes its time": check_publish,
    "Feature specs and serving endpoints": check_serving,
    "Lookups give the newest row of each key": check_lookup,
    "A published table is a snapshot, or follows": check_snapshot,
    "An endpoint without a published table fails; everything is deleted": check_unpublished,
}
