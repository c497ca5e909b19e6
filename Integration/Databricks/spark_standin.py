#!/usr/bin/env python3
"""The stand-in workspace with the real Apache Spark as its engine; started and used as `StandIn/standin.py`.

Spark has no Delta here, so a table is a Parquet table beside the Delta log that says what its columns are. What differs
from a workspace:

- three-part names become `spark_catalog`.`catalog__schema`.`table`, and volume paths become folders; all else of a
  statement goes to Spark as it was sent;
- Spark parses and resolves MERGE, and then must refuse it for what a Parquet table cannot do. Its source query is then
  inserted, which is the same where the table is empty; where it is not, the statement fails;
- an export is left as Spark wrote it, and is what CREATE TABLE … AS puts into its table;
- `POST /_standin/spark {"sql"}` gives Spark a statement as it is, and answers how many rows it has.
"""
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "StandIn"))

import create  # noqa: E402
import dml  # noqa: E402
import standin  # noqa: E402
import workspace_parts  # noqa: E402
from controls import Controls  # noqa: E402
from deltalog import DeltaLog  # noqa: E402
from engine import Engine  # noqa: E402
from errors import SqlError  # noqa: E402
from sqltext import Cursor, quote_identifier, quote_name, quote_string  # noqa: E402
from sqltypes import cast_text  # noqa: E402

_CATALOG = "spark_catalog"


class SparkEngine(Engine):
    """A session of Spark in this process."""

    def __init__(self, catalogs):
        import threading

        from pyspark.sql import SparkSession

        self.catalogs = [name.lower() for name in catalogs]
        self.seconds, self._lock, self._schemas = 0.0, threading.Lock(), set()
        self.session = (
            SparkSession.builder.master("local[2]").appName("stand-in")
            .config("spark.sql.session.timeZone", "UTC").config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4").config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.memory", "2g").config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "OFF")
            .config("spark.sql.warehouse.dir", os.path.join(self.root, "spark-warehouse"))
            .getOrCreate())

    def stop(self):
        self.session.stop()

    def schema_name(self, catalog, schema):
        return [_CATALOG, f"{catalog}__{schema}"]

    def register(self, table):
        self.ensure_schema(table.catalog, table.schema)
        name = quote_name(self.table_name(table.parts))
        if table.is_view:
            self.run(f"CREATE OR REPLACE VIEW {name} AS {table.view_sql}")
            return
        columns = [f"{quote_identifier(field['name'])} {cast_text(field['type'])}" for field in table.fields()]
        self.run(f"DROP TABLE IF EXISTS {name}")
        self.run(f"CREATE TABLE {name} ({', '.join(columns)}) USING PARQUET LOCATION "
                 f"{quote_string('file://' + table.folder)}")

    def interrupt(self, job):
        self.session.interruptTag(job.tag)

    def _table(self, sql, job):
        if Cursor(sql).looking_at("MERGE"):
            return self._merge(sql)
        return self.session.sql(sql).toArrow()

    def _merge(self, sql):
        try:
            self.session.sql(sql).collect()
        except Exception as error:
            if "UNSUPPORTED_FEATURE.TABLE_OPERATION" not in str(error):
                raise
        else:
            raise SqlError(None, "Spark ran a MERGE into a Parquet table, which was not expected.")
        target, source = _target_and_source(sql)
        if self.session.sql(f"SELECT 1 FROM {target} LIMIT 1").count():
            raise SqlError(None, "Only a MERGE into an empty table can be run here.")
        return self.session.sql(f"INSERT INTO {target} {source}").toArrow()


def _target_and_source(sql):
    """The quoted name of a MERGE's table, and its source query."""
    cursor = Cursor(sql)
    cursor.expect("MERGE", "INTO")
    target = quote_name(cursor.name())
    cursor.accept("AS")
    cursor.identifier()
    cursor.expect("USING")
    return target, cursor.skip_parentheses()


def _keep_export(scratch, folder, _schema):
    """Puts Spark's own files in their place."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.dirname(folder), exist_ok=True)
    os.rename(scratch, folder)


def _stage(session, wanted):
    """Exports the query of a CREATE TABLE … AS, as files for its table."""
    sql = session.resolver.resolve(wanted.query).sql
    fields = [item | {"nullable": True, "metadata": {}} for item in session.engine.fields(sql)]
    folder = session.scratch_folder()
    session.run(f"INSERT OVERWRITE DIRECTORY {quote_string(folder)} USING PARQUET {sql}")
    log = DeltaLog(folder)
    added = [{"add": {"path": name, "partitionValues": {}, "size": os.path.getsize(os.path.join(folder, name)),
                      "modificationTime": 0, "dataChange": True}}
             for name in os.listdir(folder) if name.endswith(".parquet")]
    log.commit("CREATE TABLE", create.creation(fields, [], None, {}) + added)
    log.refresh()
    return create._Staged(fields, log)


def _run_on_spark(controls, body):
    return {"rows": controls.workspace.engine.session.sql(body["sql"]).count()}


def main():
    SparkEngine.root = standin.options().root
    workspace_parts.Engine = SparkEngine
    dml.publish_export, create._stage = _keep_export, _stage
    Controls._post_spark = _run_on_spark
    standin.main()


if __name__ == "__main__":
    main()
