"""Online stores and serving endpoints."""
from checking import expect, expect_equal

STORE = {"DATABRICKS_ONLINE_STORE": "shop-online"}
FEATURES = "large:age,large:orders,large:name,large:vip,small:age,small:spend"


def check_publish(programs):
    """Materialize publishes to the online store that is configured, and says what to do when it is not there."""
    programs.store("materialize", "--from", "2024-01-01", "--to", "2024-05-01", expected=1, **STORE)
    programs.store("serving", "create-store", "shop-online")
    for _ in range(2):
        programs.store("materialize", "--from", "2024-01-01", "--to", "2024-05-01", **STORE)
    state = programs.workspace.call("GET", "/api/2.0/database/synced_tables/main.feature_store.large_online")[1]
    expect("ONLINE" in state["data_synchronization_status"]["detailed_state"], str(state))


def check_endpoint(programs):
    """The endpoint gives what the warehouse gives, for two views with features of one name, known and unknown keys."""
    programs.store("serving", "create-endpoint", "shop-features", "--features", FEATURES)
    arguments = ["online", "--features", FEATURES, "--keys", "customer_id=0,1,2,3,4,898,5000", "--full-feature-names"]
    served = programs.json(*arguments, DATABRICKS_SERVING_ENDPOINT="shop-features")
    expect_equal(served, programs.json(*arguments), "values of the endpoint")
    expect(any("/serving-endpoints/shop-features/invocations" in item["path"] for item in programs.workspace.requests()),
           "the endpoint was not asked")
    unknown = programs.store("online", "--features", "large:age", "--keys", "customer_id=5000",
                             DATABRICKS_SERVING_ENDPOINT="shop-features")
    expect("not found" in unknown, f"an unknown entity: {unknown}")
    programs.store("online", "--features", "large:spend", "--keys", "customer_id=1", expected=1,
                   DATABRICKS_SERVING_ENDPOINT="shop-features")


CHECKS = {
    "Publishing to an online store": check_publish,
    "A feature serving endpoint": check_endpoint,
}
