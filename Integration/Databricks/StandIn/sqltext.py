"""SQL text as tokens: what the stand-in needs to look into statements without a grammar of its own.

Tokens keep their place in the text, so that what is not touched goes to the engine as it was written.
"""
import re
from dataclasses import dataclass

from errors import SqlError

_PATTERN = re.compile(
    r"""(?P<space>\s+|--[^\n]*|/\*.*?\*/)
      | (?P<string>[rR]?'(?:[^'\\]|\\.|'')*'|[rR]?"(?:[^"\\]|\\.)*")
      | (?P<quoted>`(?:[^`]|``)*`)
      | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[A-Za-z]*|\.\d+(?:[eE][+-]?\d+)?[A-Za-z]*)
      | (?P<param>:[A-Za-z_]\w*)
      | (?P<word>[^\W\d]\w*)
      | (?P<symbol><=>|<>|!=|<=|>=|::|\|\||->|=>|.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "Z": "\x1a"}


@dataclass(frozen=True)
class Token:
    """A piece of a statement; `start` and `end` are offsets in the text it came from."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def upper(self):
        return self.text.upper() if self.kind == "word" else ""

    @property
    def is_identifier(self):
        return self.kind in ("word", "quoted")

    @property
    def value(self):
        """The identifier without its backquotes, or the string without quotes and escapes."""
        if self.kind == "quoted":
            return self.text[1:-1].replace("``", "`")
        if self.kind == "string":
            return unquote_string(self.text)
        return self.text


def unquote_string(text):
    if text[0] in "rR":
        return text[2:-1]
    body = text[1:-1]
    if text[0] == "'":
        body = body.replace("''", "'") if "\\" not in body else re.sub(r"(?<!\\)''", "'", body)
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), body, flags=re.DOTALL)


def tokenize(sql):
    """The tokens of a statement without white space and comments.

    Fails with PARSE_SYNTAX_ERROR for a literal that is not closed.
    """
    tokens, place = [], 0
    while place < len(sql):
        match = _PATTERN.match(sql, place)
        kind, text = match.lastgroup, match.group()
        if kind == "symbol" and text in "'\"`":
            raise syntax_error(text, sql, place)
        if kind == "param" and re.match(r"[\w`)\]:]", sql[place - 1:place] or " "):
            kind, text = "symbol", ":"  # a field's type or a path into JSON, not a parameter
        if kind != "space":
            tokens.append(Token(kind, text, place, place + len(text)))
        place += len(text)
    return tokens


def syntax_error(near, sql, place):
    line = sql.count("\n", 0, place) + 1
    column = place - (sql.rfind("\n", 0, place) + 1)
    where = f"Syntax error at or near '{near}'." if near else "Syntax error at or near end of input."
    return SqlError("PARSE_SYNTAX_ERROR", f"{where}(line {line}, pos {column})\n\n== SQL ==\n{sql}\n\n")


def quote_identifier(name):
    return "`" + name.replace("`", "``") + "`"


def quote_name(parts):
    return ".".join(quote_identifier(part) for part in parts)


def quote_string(text):
    """A literal that both the engine and Databricks read as this text."""
    text = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r").replace("\0", "\\0")
    return f"'{text}'"


def replace_spans(sql, replacements):
    """The text with some spans replaced; `replacements` is a list of (start, end, text) that do not overlap."""
    pieces, place = [], 0
    for start, end, text in sorted(replacements):
        pieces += [sql[place:start], text]
        place = end
    return "".join(pieces) + sql[place:]


class Cursor:
    """Reads the tokens of one statement from left to right; every failure is a PARSE_SYNTAX_ERROR that names the place."""

    def __init__(self, sql, tokens=None):
        self.sql = sql
        self.tokens = tokenize(sql) if tokens is None else tokens
        self.index = 0

    def peek(self, ahead=0):
        place = self.index + ahead
        return self.tokens[place] if place < len(self.tokens) else Token("end", "", len(self.sql), len(self.sql))

    def next(self):
        token = self.peek()
        self.index += 1
        return token

    def fail(self, token=None):
        token = token or self.peek()
        return syntax_error(token.text, self.sql, token.start)

    def looking_at(self, *words):
        return all((self.peek(i).upper or self.peek(i).text) == word for i, word in enumerate(words))

    def accept(self, *words):
        """Steps over these words or symbols if they are what comes next."""
        if self.looking_at(*words):
            self.index += len(words)
            return True
        return False

    def expect(self, *words):
        for word in words:
            if not self.accept(word):
                raise self.fail()

    def identifier(self):
        if not self.peek().is_identifier:
            raise self.fail()
        return self.next().value

    def name(self):
        """A name of one or more parts, such as `main`.`fs`.t."""
        parts = [self.identifier()]
        while self.looking_at(".") and self.peek(1).is_identifier:
            self.next()
            parts.append(self.identifier())
        return parts

    def string(self):
        if self.peek().kind != "string":
            raise self.fail()
        return self.next().value

    def at_end(self):
        return self.peek().kind == "end"

    def expect_end(self):
        if not self.at_end():
            raise self.fail()

    def skip_parentheses(self):
        """Steps over one balanced `( … )` and returns the text inside it."""
        self.expect("(")
        start, depth = self.peek().start, 1
        while depth:
            token = self.next()
            if token.kind == "end":
                raise self.fail(token)
            depth += {"(": 1, ")": -1}.get(token.text if token.kind == "symbol" else "", 0)
        return self.sql[start:token.start]

    def rest(self):
        """The text from here on, to the end of the last token."""
        return self.sql[self.peek().start:self.tokens[-1].end] if not self.at_end() else ""
