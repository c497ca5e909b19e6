"""One statement of the Statement Execution API: its defaults and parameters, and which part of the stand-in runs it."""
import os
import shutil
import threading
import uuid
from dataclasses import dataclass

import pyarrow as pa
from pyspark.sql.pandas.types import from_arrow_schema

import alter
import create
import dml
import metadata
import objects
from errors import SqlError
from information_schema import build_view
from resolve import Resolver, substitute, with_context
from sqltext import Cursor, quote_identifier, syntax_error, tokenize


class Job:
    """A running statement: the tag that interrupts it and whether it was canceled."""

    def __init__(self, tag):
        self.tag, self.canceled = tag, False
        self.lock = threading.Lock()


@dataclass
class Session:
    """What the statement sees. There is a new one for each statement: nothing lasts but what is in the registry."""

    workspace: object
    job: Job
    user: str
    catalog: str
    schema: str

    def __post_init__(self):
        self.registry, self.engine = self.workspace.registry, self.workspace.engine
        self.volumes, self.permissions = self.workspace.volumes, self.workspace.permissions
        self.resolver = Resolver(self)
        self.views, self.scratch = [], []

    def execute(self, sql, parameters):
        """The result as an Arrow table; None for a statement without one."""
        try:
            return self._dispatch(sql, parameters)
        finally:
            for view in self.views:
                self.engine.run(f"DROP VIEW IF EXISTS {quote_identifier(view)}")
            for folder in self.scratch:
                shutil.rmtree(folder, ignore_errors=True)

    def _dispatch(self, sql, parameters):
        sql = with_context(substitute(one_statement(sql), parameters), self)
        cursor = Cursor(sql)
        for words, handler in _HANDLERS:
            if cursor.looking_at(*words):
                return handler(self, cursor)
        if not cursor.looking_at("(") and cursor.peek().upper not in _QUERIES:
            raise cursor.fail()
        return self.query(sql)

    def query(self, sql):
        """Runs a query after resolving its names."""
        return self.run(self.resolver.resolve(sql).sql)

    def run(self, sql):
        """Runs the engine's own SQL, with no names to resolve."""
        return self.engine.run(sql, self.job)

    def information_schema(self, catalog, name):
        """The name of a temporary view with the rows of an information schema's table."""
        view = f"__information_schema_{name}_{uuid.uuid4().hex}"
        rows = build_view(self, catalog, name)
        frame = self.engine.session.createDataFrame(rows, schema=from_arrow_schema(rows.schema))
        frame.createOrReplaceTempView(view)
        self.views.append(view)
        return view

    def scratch_folder(self):
        """A new folder's path; the folder is removed when the statement has ended."""
        folder = os.path.join(self.registry.root, "staging", uuid.uuid4().hex)
        self.scratch.append(folder)
        return folder


_QUERIES = ("SELECT", "WITH", "VALUES", "FROM", "TABLE", "EXPLAIN")


def one_statement(sql):
    """The statement without a `;` at its end; a second statement is a syntax error."""
    tokens = tokenize(sql)
    while tokens and tokens[-1].text == ";":
        sql = sql[:tokens[-1].start]
        tokens.pop()
    if not tokens:
        raise syntax_error("", sql, len(sql))
    for place, token in enumerate(tokens):
        if token.kind == "symbol" and token.text == ";":
            raise syntax_error(tokens[place + 1].text, sql, tokens[place + 1].start)
    return sql


def _unsupported(what):
    def refuse(_session, _cursor):
        raise SqlError("UNSUPPORTED_FEATURE", f"The stand-in does not have {what}.")
    return refuse


def _session_state(_session, _cursor):
    """USE and SET are accepted and forgotten, as every statement has a session of its own."""
    return pa.table({})


_HANDLERS = [
    (("CREATE", "OR", "REPLACE", "VIEW"), create.view),
    (("CREATE", "VIEW"), create.view),
    (("CREATE", "OR", "REPLACE", "TABLE"), create.table),
    (("CREATE", "TABLE"), create.table),
    (("CREATE", "SCHEMA"), objects.create_schema),
    (("CREATE", "DATABASE"), objects.create_schema),
    (("CREATE", "CATALOG"), objects.create_catalog),
    (("CREATE", "VOLUME"), objects.create_volume),
    (("DROP", "TABLE"), objects.drop_table),
    (("DROP", "VIEW"), objects.drop_view),
    (("DROP", "SCHEMA"), objects.drop_schema),
    (("DROP", "DATABASE"), objects.drop_schema),
    (("DROP", "VOLUME"), objects.drop_volume),
    (("ALTER", "TABLE"), alter.table),
    (("ALTER", "SCHEMA"), alter.schema),
    (("ALTER", "VOLUME"), alter.volume),
    (("COMMENT", "ON"), alter.comment_on),
    (("INSERT", "OVERWRITE", "DIRECTORY"), dml.insert_directory),
    (("INSERT",), dml.insert),
    (("MERGE",), dml.merge),
    (("UPDATE",), dml.update),
    (("DELETE",), dml.delete),
    (("TRUNCATE", "TABLE"), dml.truncate),
    (("OPTIMIZE",), metadata.optimize),
    (("VACUUM",), metadata.vacuum),
    (("ANALYZE", "TABLE"), metadata.analyze),
    (("DESCRIBE",), metadata.describe),
    (("DESC",), metadata.describe),
    (("SHOW",), metadata.show),
    (("USE",), _session_state),
    (("SET",), _session_state),
    (("COPY", "INTO"), _unsupported("COPY INTO")),
    (("GRANT",), _unsupported("GRANT")),
    (("REVOKE",), _unsupported("REVOKE")),
    (("CREATE",), _unsupported("this kind of CREATE")),
]
