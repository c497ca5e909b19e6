"""Named parameters as literals: `value` is text, converted as CAST does."""
import re

from errors import bad_request
from sqltext import Cursor, quote_string
from sqltypes import cast_text, parse_type

_WHOLE = {"byte": "Y", "short": "S", "integer": "", "long": "L"}


def literals(parameters):
    """The SQL text for each parameter's name."""
    found = {}
    for parameter in parameters:
        name = parameter.get("name")
        if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z_]\w*", name):
            raise bad_request("Every parameter needs a name of letters, digits and underscores.")
        if name in found:
            raise bad_request(f"Parameter '{name}' is given twice.")
        value = parameter.get("value")
        if value is not None and not isinstance(value, str):
            raise bad_request(f"The value of parameter '{name}' must be a string.")
        found[name] = _literal(name, value, parameter.get("type") or "STRING")
    return found


def _literal(name, value, type_text):
    kind = _type(name, type_text)
    if value is None:
        return f"CAST(NULL AS {cast_text(kind)})"
    if kind == "string":
        return quote_string(value)
    if kind in _WHOLE and re.fullmatch(r"\d{1,9}", value):
        return value + _WHOLE[kind]  # a plain number also serves LIMIT and the like
    return f"CAST({quote_string(value)} AS {cast_text(kind)})"


def _type(name, text):
    if not isinstance(text, str):
        raise bad_request(f"The type of parameter '{name}' must be a string.")
    try:
        cursor = Cursor(text)
        kind = parse_type(cursor)
        cursor.expect_end()
    except Exception:
        raise bad_request(f"Parameter '{name}' has the unknown type '{text}'.") from None
    if not isinstance(kind, str):
        raise bad_request(f"Parameter '{name}' has type '{text}': ARRAY, MAP and STRUCT cannot be parameters.")
    return kind
