/// What each command's help shows as an example: whole command lines, which the tests parse.
enum CommandExamples {
  /// Command lines by the names of the command, such as `views list`; of the whole program under the empty name.
  static let all: [String: [String]] = [
    "": [
      "featurestore init --project shop",
      "featurestore register customers --from gold.parquet --entity-key customer_id --ttl-days 30",
      "featurestore historical --entities labels.parquet --features 'customers:*' --output training.parquet",
      "featurestore materialize --from 2024-01-01 --to 2024-12-31",
      "featurestore online --features customers:age,customers:city --keys customer_id=1,2,3",
    ],
    "init": [
      "featurestore init --project shop",
      "featurestore --repo stores/shop init --project shop",
    ],
    "register": [
      "featurestore register customers --from gold.parquet --entity-key customer_id --ttl-days 30",
      "featurestore register trips --from trips.csv --entity-key driver_id,city --features fare,tips --dry-run",
    ],
    "historical": [
      "featurestore historical --entities labels.parquet --features customers:age,customers:city \\",
      "  --output training.parquet",
      "featurestore historical --entities labels.csv --features 'customers:*,orders:total' --output training.csv",
      "featurestore historical --entities labels.parquet --service churn --output training.parquet",
    ],
    "materialize": [
      "featurestore materialize --from 2024-01-01 --to 2024-12-31",
      "featurestore materialize --from 2024-01-01 --to 2024-12-31T12:00:00Z --view customers",
    ],
    "materialize-incremental": [
      "featurestore materialize-incremental --to 2024-12-31 --view customers"
    ],
    "online": [
      "featurestore online --features customers:age,customers:city --keys customer_id=1,2,3",
      "featurestore online --service churn --keys customer_id=1 --format json --with-status",
    ],
    "push": [
      "featurestore push customers --from today.csv --to online_and_offline"
    ],
    "views": ["featurestore views list"],
    "views list": [
      "featurestore views list --tag team=growth --format json"
    ],
    "views show": ["featurestore views show customers"],
    "views delete": [
      "featurestore views delete customers",
      "featurestore views delete customers --from-services",
    ],
    "tables": ["featurestore tables list"],
    "tables list": ["featurestore tables list --format tsv"],
    "tables show": ["featurestore tables show customers"],
    "tables read": ["featurestore tables read customers --output customers.parquet --version 3"],
    "tables delete": ["featurestore tables delete customers --yes"],
    "tables vacuum": ["featurestore tables vacuum customers --keep 2"],
    "entities": ["featurestore entities list"],
    "entities list": ["featurestore entities list --format json"],
    "entities show": ["featurestore entities show customer_id"],
    "cutoff": ["featurestore cutoff show"],
    "cutoff show": ["featurestore cutoff show --format json"],
    "cutoff set": ["featurestore cutoff set 2024-06-30"],
    "services": ["featurestore services list"],
    "services list": ["featurestore services list --tag model=churn"],
    "services show": ["featurestore services show churn"],
    "services delete": ["featurestore services delete churn"],
    "services register": [
      "featurestore services register churn --features 'customers:*,orders:total' --tag model=v1",
      "featurestore services register route --features 'origin=places:*,target=places:*' \\",
      "  --join-key origin.place_id=from_id --join-key target.place_id=to_id",
    ],
    "serving": ["featurestore serving create-store features"],
    "serving create-store": ["featurestore serving create-store features --capacity CU_1"],
    "serving create-endpoint": [
      "featurestore serving create-endpoint customer-features --features 'customers:*'"
    ],
    "projects": ["featurestore projects list"],
    "projects list": ["featurestore projects list"],
    "projects show": ["featurestore projects show shop"],
    "export-definitions": ["featurestore export-definitions --output features.py"],
    "features": ["featurestore features list features.json"],
    "features list": ["featurestore features list features.json --risk high"],
    "features show": ["featurestore features show features.json spend_30d"],
    "features validate": ["featurestore features validate features.json --data events.parquet"],
    "publish": [
      "featurestore publish --from events.parquet --registry features.json --table customer_features \\",
      "  --cutoff-date 2024-06-30",
    ],
    "training": [
      "featurestore training --entities labels.parquet --registry features.json --table customer_features \\",
      "  --output training.parquet",
    ],
    "leakage": ["featurestore leakage training.parquet --registry features.json --label churned"],
    "teardown": ["featurestore teardown --yes"],
    "data": ["featurestore data show gold.parquet"],
    "data show": ["featurestore data show gold.parquet --rows 3"],
    "data schema": ["featurestore data schema gold.parquet --format json"],
    "data convert": ["featurestore data convert gold.csv gold.parquet"],
    "doctor": [
      "featurestore doctor",
      "featurestore --repo stores/shop --backend feast doctor",
    ],
  ]
}
