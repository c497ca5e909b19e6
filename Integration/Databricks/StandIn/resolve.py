"""Finds the table names of a statement and puts the engine's names, files and views in their place.

Default catalog and schema, lower-casing, existence and permission are decided here, so that no state is kept between
statements.
"""
from dataclasses import dataclass, field

from errors import SqlError
from registry import table_not_found
from sqltext import Cursor, quote_identifier, quote_name, quote_string, replace_spans, tokenize

_FILE_FORMATS = ("PARQUET", "CSV", "JSON", "TEXT", "DELTA", "ORC", "AVRO")
_NOT_A_NAME = ("SELECT", "VALUES", "LATERAL", "WITH", "TABLE", "FROM")
_END_OF_FROM = ("WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "UNION", "EXCEPT", "MINUS", "INTERSECT", "WINDOW", "SET",
                "WHEN", "QUALIFY", "SORT", "CLUSTER", "DISTRIBUTE", "OFFSET")


@dataclass
class Reference:
    """A table named in a statement: its parts as written and where they stand."""

    parts: list
    start: int
    end: int
    writes: bool = False


@dataclass
class _Scope:
    """One pair of parentheses. Names are tables only where a FROM list is open."""

    query: bool
    in_from: bool = False
    expect: bool = False


class Finder:
    """Walks over the tokens once and collects references; `ctes` are the names that WITH defines."""

    def __init__(self, sql):
        self.cursor = Cursor(sql)
        self.references = []
        self.ctes = _common_tables(self.cursor.tokens)
        first = self.cursor.peek().upper
        self.scopes = [_Scope(query=True)]
        self.merge = first == "MERGE"
        self._walk(first)

    def _walk(self, first):
        if first in ("MERGE", "INSERT", "UPDATE", "DELETE"):
            self._target(first)
        while not self.cursor.at_end():
            self._step()

    def _target(self, first):
        cursor = self.cursor
        cursor.next()
        if first == "MERGE":
            cursor.accept("WITH", "SCHEMA", "EVOLUTION")
            cursor.expect("INTO")
        elif first == "INSERT":
            if not cursor.accept("INTO"):
                cursor.expect("OVERWRITE")
            cursor.accept("TABLE")
        elif first == "DELETE":
            cursor.expect("FROM")
        self._reference(writes=True)

    def _reference(self, writes=False):
        cursor = self.cursor
        if not cursor.peek().is_identifier:
            raise cursor.fail()
        start = cursor.peek().start
        parts = cursor.name()
        self.references.append(Reference(parts, start, cursor.peek(-1).end, writes))

    def _step(self):
        cursor, scope = self.cursor, self.scopes[-1]
        token = cursor.peek()
        word = token.upper
        if scope.expect and token.is_identifier and word not in _NOT_A_NAME:
            scope.expect = False
            if not self._is_function():
                return self._reference()
        elif token.text == "(" and token.kind == "symbol":
            inner = self.scopes[-1].expect
            scope.expect = False
            self.scopes.append(_Scope(query=inner, in_from=inner, expect=inner))
        elif token.text == ")" and token.kind == "symbol":
            if len(self.scopes) > 1:
                self.scopes.pop()
        else:
            self._keyword(scope, token, word)
        cursor.next()

    def _is_function(self):
        """Whether the name that comes next is followed by `(`, as in range(10)."""
        ahead = 1
        while self.cursor.peek(ahead).text == "." and self.cursor.peek(ahead + 1).is_identifier:
            ahead += 2
        return self.cursor.peek(ahead).text == "("

    def _keyword(self, scope, token, word):
        if word == "SELECT":
            scope.query, scope.in_from, scope.expect = True, False, False
        elif word == "FROM" and scope.query and self.cursor.peek(-1).upper != "DISTINCT":  # not IS DISTINCT FROM
            scope.in_from = scope.expect = True
        elif word == "JOIN" and scope.query or word == "USING" and self.merge and len(self.scopes) == 1:
            scope.in_from = scope.expect = True
        elif token.text == "," and scope.in_from:
            scope.expect = True
        elif word == "VALUES" or word in _END_OF_FROM:
            scope.in_from = scope.expect = False
        elif word:
            scope.expect = scope.expect and word == "LATERAL"


def _common_tables(tokens):
    """The names before `AS (` and before `(columns) AS (`, by lower-cased spelling."""
    found = {}
    for place, token in enumerate(tokens[:-1]):
        if token.upper != "AS" or tokens[place + 1].text != "(" or place == 0:
            continue
        before = place - 1
        if tokens[before].text == ")":
            while before >= 0 and tokens[before].text != "(":
                before -= 1
            before -= 1
        opener = tokens[before - 1] if before > 0 else None
        if before > 0 and tokens[before].is_identifier and (opener.upper in ("WITH", "RECURSIVE")
                                                            or opener.text == ","):
            found[tokens[before].value.lower()] = tokens[before].value
    return found


@dataclass
class Resolved:
    """A statement for the engine, and the objects that it uses."""

    sql: str
    tables: list = field(default_factory=list)
    target: object = None


class Resolver:
    """Resolves names for one statement. `session` has the defaults, the registry, and checks permissions."""

    def __init__(self, session):
        self.session = session

    def qualify(self, parts):
        """The three parts of a name, lower-cased."""
        if len(parts) > 3:
            raise SqlError("PARSE_SYNTAX_ERROR", f"The name {quote_name(parts)} has more than three parts.")
        defaults = [self.session.catalog, self.session.schema]
        return [part.lower() for part in defaults[:3 - len(parts)] + list(parts)]

    def table(self, parts, writes=False):
        """The registry's table for a name; fails if it does not exist or may not be used."""
        full = self.qualify(parts)
        found = self.session.registry.find_table(full)
        self.session.permissions.sql(full, writes)
        if not found:
            raise table_not_found(full if len(parts) == 3 else parts)
        return found

    def resolve(self, sql):
        """Rewrites a query or a data change."""
        finder = Finder(sql)
        resolved, replacements = Resolved(sql), []
        for reference in finder.references:
            name = self._replacement(reference, finder.ctes, resolved)
            if name is not None:
                replacements.append((reference.start, reference.end, name))
        resolved.sql = replace_spans(sql, replacements)
        return resolved

    def _replacement(self, reference, ctes, resolved):
        parts = reference.parts
        if len(parts) == 1 and parts[0].lower() in ctes and not reference.writes:
            return quote_identifier(ctes[parts[0].lower()])
        if len(parts) == 2 and parts[0].upper() in _FILE_FORMATS:
            files = self.session.volumes.readable(parts[0], parts[1], self.session.scratch_folder)
            return f"{parts[0].lower()}.{quote_identifier(files)}"
        full = self.qualify(parts)
        if full[1] == "information_schema":
            return quote_identifier(self.session.information_schema(full[0], full[2]))
        table = self.table(parts, reference.writes)
        if reference.writes:
            if table.is_view:
                raise SqlError("EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE", f"{quote_name(table.parts)} is a view.")
            resolved.target = table
        resolved.tables.append(table)
        return quote_name(self.session.engine.table_name(table.parts))


_CONTEXT = {"CURRENT_CATALOG": "catalog", "CURRENT_SCHEMA": "schema", "CURRENT_DATABASE": "schema",
            "CURRENT_USER": "user",
            "SESSION_USER": "user", "USER": "user"}


def with_context(sql, session):
    """Puts literals in place of current_catalog() and the like, as the engine does not know of this statement's defaults."""
    tokens, replacements = tokenize(sql), []
    for token, opening, closing in zip(tokens, tokens[1:], tokens[2:]):
        if token.upper in _CONTEXT and opening.text == "(" and closing.text == ")":
            replacements.append((token.start, closing.end, quote_string(getattr(session, _CONTEXT[token.upper]))))
    return replace_spans(sql, replacements)


def substitute(sql, parameters):
    """Puts literals in place of `:name` markers, then names in place of IDENTIFIER('…')."""
    replacements = []
    for token in tokenize(sql):
        if token.kind == "param":
            name = token.text[1:]
            if name not in parameters:
                raise SqlError("UNBOUND_SQL_PARAMETER", f"Found the unbound parameter: {name}. Please, fix `args` and "
                               "provide a mapping of the parameter to either a SQL literal or collection constructor "
                               "functions such as `map()`, `array()`, `struct()`.")
            replacements.append((token.start, token.end, parameters[name]))
    return _identifiers(replace_spans(sql, replacements))


def _identifiers(sql):
    tokens, replacements = tokenize(sql), []
    for place, token in enumerate(tokens[:-3]):
        after = tokens[place + 1:place + 4]
        if token.upper == "IDENTIFIER" and after[0].text == "(" and after[1].kind == "string" and after[2].text == ")":
            name = Cursor(after[1].value)
            parts = name.name()
            name.expect_end()
            replacements.append((token.start, after[2].end, quote_name(parts)))
    return replace_spans(sql, replacements)
