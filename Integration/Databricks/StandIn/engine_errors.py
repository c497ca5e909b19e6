"""The engine's error texts in the words of Databricks: `[CONDITION] message SQLSTATE: xxxxx`."""
import re

from errors import SqlError

# (pattern, condition, message with the pattern's groups). The first that fits is taken.
_RULES = [
    (r"MERGE_CARDINALITY_VIOLATION", "DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE",
     "Cannot perform Merge as multiple source rows matched and attempted to modify the same target row in the Delta "
     "table in possibly conflicting ways."),
    (r"Failed to commit transaction|concurrent|Commit conflict|already exists.*_delta_log", "DELTA_CONCURRENT_APPEND",
     "Files were added to the root of the table by a concurrent update. Please try the operation again."),
    (r"\[DELTA_NOT_NULL_CONSTRAINT_VIOLATED\] NOT NULL constraint violated for column: (.+)",
     "DELTA_NOT_NULL_CONSTRAINT_VIOLATED", "NOT NULL constraint violated for column: {0}."),
    (r"Table or view not found: (\S+)", "TABLE_OR_VIEW_NOT_FOUND", "The table or view `{0}` cannot be found."),
    (r"attribute ObjectName\(\[(.+)\]\) is missing from the schema", "UNRESOLVED_COLUMN.WITH_SUGGESTION",
     "A column, variable, or function parameter with name {names} cannot be resolved."),
    (r"Cannot resolve (?:UPDATE|MERGE|INSERT)[^`]*`([^`]+)`", "UNRESOLVED_COLUMN.WITH_SUGGESTION",
     "A column, variable, or function parameter with name `{0}` cannot be resolved."),
    (r"column not found for INSERT by name: (\S+)", "DELTA_MISSING_COLUMN", "Cannot find {0} in table columns."),
    (r"No field named ([^\n]+?)\.\s", "UNRESOLVED_COLUMN.WITH_SUGGESTION",
     "A column, variable, or function parameter with name {0} cannot be resolved."),
    (r"ambiguous attribute: ObjectName\(\[(.+)\]\)", "AMBIGUOUS_REFERENCE", "Reference {names} is ambiguous."),
    (r"unknown function: (\S+)", "UNRESOLVED_ROUTINE", "Cannot resolve routine `{0}` on search path."),
    (r"found (.+?) at (\d+):(\d+) expected", "PARSE_SYNTAX_ERROR", "Syntax error at or near '{0}'.(line 1, pos {1})"),
    (r"found end of input expected", "PARSE_SYNTAX_ERROR", "Syntax error at or near end of input."),
    (r"expected one statement", "PARSE_SYNTAX_ERROR", "Syntax error at or near ';': extra input ';'."),
    (r"divide by zero|[Dd]ivision by zero", "DIVIDE_BY_ZERO",
     "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead."),
    (r"Cannot cast (?:string|value) '(.*?)' to value of (\w+) type", "CAST_INVALID_INPUT",
     "The value '{0}' of the type \"STRING\" cannot be cast to \"{1}\" because it is malformed. Correct the value as per "
     "the syntax, or change its target type. Use `try_cast` to tolerate malformed input and return NULL instead."),
    (r"Can't cast value (\S+) to type (\w+)", "CAST_OVERFLOW",
     "The value {0} cannot be cast to \"{1}\" due to an overflow. Use `try_cast` to tolerate overflow and return NULL "
     "instead."),
    (r"invalid (timestamp|date|decimal|interval)\S*: (.*)", "CAST_INVALID_INPUT",
     "The value '{1}' of the type \"STRING\" cannot be cast to \"{0}\" because it is malformed."),
    (r"Error parsing timestamp from '(.*?)'", "CAST_INVALID_INPUT",
     "The value '{0}' of the type \"STRING\" cannot be cast to \"TIMESTAMP\" because it is malformed."),
    (r"input schema for INSERT has (\d+) fields?, but table schema has (\d+)", "INSERT_COLUMN_ARITY_MISMATCH",
     "Cannot write to the table: the number of data columns ({0}) is not that of the table ({1})."),
    (r"requires? .*arguments?", "WRONG_NUM_ARGS", "{text}"),
    (r"Missing commit file: expected final version (\d+), replay reached (\d+)", "DELTA_VERSION_NOT_FOUND",
     "Cannot time travel Delta table to version {0}. Available versions: [0, {1}]."),
    (r"No version of the Delta table exists at or before timestamp (\S+)",
     "DELTA_TIMESTAMP_EARLIER_THAN_COMMIT_RETENTION",
     "The provided timestamp ({0}) is before the earliest version available to this table."),
    (r"Placeholder ':(\w+)' was not provided", "UNBOUND_SQL_PARAMETER", "Found the unbound parameter: {0}."),
    (r"duplicate unqualified field name (\S+)", "COLUMN_ALREADY_EXISTS", "The column `{0}` already exists."),
]


def translate(error, sql):
    """The SqlError for a failure of the engine."""
    text = _message(error)
    for pattern, condition, message in _RULES:
        match = re.search(pattern, text, re.IGNORECASE if pattern[0].islower() else 0)
        if match:
            return SqlError(condition, _fill(message, match, text))
    own = re.match(r".*?\[([A-Z][A-Z0-9_.]+)\] (.*)", text, re.DOTALL)
    if own:
        return SqlError(own[1], own[2])
    if "raise_error" in sql.lower() or "assert_true" in sql.lower():
        return SqlError("USER_RAISED_EXCEPTION", text)
    return SqlError(None, text)


def _message(error):
    get = getattr(error, "getMessage", None)
    try:
        text = get() if get else str(error)
    except Exception:
        text = str(error)
    return (text or str(error)).removeprefix("invalid argument: ").strip()


def _fill(message, match, text):
    names = ".".join(f"`{name}`" for name in re.findall(r'Identifier\("(.*?)"\)', match[0]))
    message = message.replace("{names}", names).replace("{text}", text)
    for place, group in enumerate(match.groups()):
        message = message.replace("{" + str(place) + "}", _TYPES.get(group or "", group or ""))
    return message


_TYPES = {"Int8": "TINYINT", "Int16": "SMALLINT", "Int32": "INT", "Int64": "BIGINT", "Float32": "FLOAT",
          "Float64": "DOUBLE",
          "Boolean": "BOOLEAN", "Date32": "DATE", "timestamp": "TIMESTAMP", "date": "DATE", "decimal": "DECIMAL"}
