"""The SQL engine: Sail in this process, spoken to over Spark Connect, on the workspace's Delta tables.

The engine's catalog lives in memory. Tables are registered there by location only, so that schema and constraints always
come from the Delta log.
"""
import json
import os
import threading
import time

from engine_errors import translate
from errors import Canceled
from sqltext import quote_name, quote_string

_HIDDEN = "_standin"  # the engine's database for tables that are being made


class Engine:
    """Runs statements; safe to use from many threads."""

    def __init__(self, catalogs):
        self.catalogs = [name.lower() for name in catalogs]
        self.seconds = 0.0
        self._lock = threading.Lock()
        listed = ", ".join(f'{{name="{name}", type="memory", initial_database=["default"]}}' for name in self.catalogs)
        os.environ |= {
            "SAIL_CATALOG__LIST": f"[{listed}]",
            "SAIL_CATALOG__DEFAULT_CATALOG": self.catalogs[0],
            "SAIL_CATALOG__DEFAULT_DATABASE": '["default"]',
            "SAIL_SPARK__SESSION_TIMEOUT_SECS": str(10 * 24 * 3600),
            # Statistics of Parquet files leave NaN out; the engine would answer the least value for NaN (see deltalog.py).
            "SAIL_EXECUTION__COLLECT_STATISTICS": "false",
            "SAIL_PARQUET__PRUNING": "false",
            "SAIL_PARQUET__ENABLE_PAGE_INDEX": "false",
        }
        os.environ.setdefault("RUST_LOG", "error,sail_delta_lake::transaction=off")
        # Sail reads its settings from the environment when it is imported.
        from pysail.spark import SparkConnectServer
        from pyspark.sql import SparkSession

        self._server = SparkConnectServer("127.0.0.1", 0)
        self._server.start(background=True)
        host, port = self._server.listening_address
        self.session = SparkSession.builder.remote(f"sc://{host}:{port}").getOrCreate()
        self.session.conf.set("spark.sql.session.timeZone", "UTC")
        self._schemas = {(name, "default") for name in self.catalogs}
        self.hidden = self.schema_name(self.catalogs[0], _HIDDEN)
        self.ensure_schema(self.catalogs[0], _HIDDEN)

    def stop(self):
        self.session.stop()
        self._server.stop()

    # --- Names. Catalogs made after the start are databases of the first one. ---

    def schema_name(self, catalog, schema):
        return [catalog, schema] if catalog in self.catalogs else [self.catalogs[0], f"{catalog}.{schema}"]

    def table_name(self, parts):
        return self.schema_name(parts[0], parts[1]) + [parts[2]]

    def ensure_schema(self, catalog, schema):
        with self._lock:
            if (catalog, schema) in self._schemas:
                return
            self.run(f"CREATE SCHEMA IF NOT EXISTS {quote_name(self.schema_name(catalog, schema))}")
            self._schemas.add((catalog, schema))

    def register(self, table):
        """Makes a table or view of the registry known, in place of an older one."""
        self.ensure_schema(table.catalog, table.schema)
        name = quote_name(self.table_name(table.parts))
        if table.is_view:
            self.run(f"CREATE OR REPLACE VIEW {name} AS {table.view_sql}")
        else:
            self.run(f"DROP TABLE IF EXISTS {name}")
            self.run(f"CREATE TABLE {name} USING DELTA LOCATION {quote_string('file://' + table.folder)}")

    def forget(self, table):
        kind = "VIEW" if table.is_view else "TABLE"
        self.run(f"DROP {kind} IF EXISTS {quote_name(self.table_name(table.parts))}")

    # --- Running ---

    def run(self, sql, job=None):
        """The result of one statement as an Arrow table; failures are SqlErrors in Databricks' words."""
        return self._timed(lambda: self._table(sql, job), sql, job)

    def _table(self, sql, job):
        with _Tag(self.session, job):
            plan = self.session.sql(sql)._plan
            return self.session.client.to_table(plan.to_proto(self.session.client), plan.observations)[0]

    def fields(self, query):
        """The columns of a query, as a Delta schema's fields, without running it."""
        return self._timed(lambda: json.loads(self.session.sql(query).schema.json())["fields"], query)

    def _timed(self, work, sql, job=None):
        started = time.monotonic()
        try:
            return work()
        except Canceled:
            raise
        except Exception as error:
            if job is not None and job.canceled:
                raise Canceled from error
            raise translate(error, sql) from error
        finally:
            with _seconds_lock:
                self.seconds += time.monotonic() - started

    def interrupt(self, job):
        self.session.interruptTag(job.tag)


_seconds_lock = threading.Lock()


class _Tag:
    """Marks what this thread runs with a job's tag, so that the job can be interrupted."""

    def __init__(self, session, job):
        self.session, self.job = session, job

    def __enter__(self):
        if self.job is not None:
            if self.job.canceled:
                raise Canceled
            self.session.addTag(self.job.tag)

    def __exit__(self, *_):
        if self.job is not None:
            self.session.removeTag(self.job.tag)
