"""The two kinds of errors: a refused request (an HTTP status) and a failed statement (HTTP 200)."""


class ApiError(Exception):
    """A request that is not accepted: an HTTP status and a body with `error_code` and `message`."""

    def __init__(self, status, code, message, details=None):
        super().__init__(message)
        self.status, self.code, self.message, self.details = status, code, message, details

    def body(self):
        body = {"error_code": self.code, "message": self.message}
        if self.details:
            body["details"] = self.details
        return body


def bad_request(message, code="INVALID_PARAMETER_VALUE"):
    return ApiError(400, code, message)


def missing(message, code="RESOURCE_DOES_NOT_EXIST"):
    return ApiError(404, code, message)


def exists(message, code="RESOURCE_ALREADY_EXISTS", status=409):
    return ApiError(status, code, message)


def denied(message):
    return ApiError(403, "PERMISSION_DENIED", message)


class SqlError(Exception):
    """A statement that fails: a condition such as `TABLE_OR_VIEW_NOT_FOUND`, its SQLSTATE, and the text users see."""

    def __init__(self, condition, message, sqlstate=None, code="BAD_REQUEST"):
        sqlstate = sqlstate or SQLSTATES.get(condition or "", SQLSTATES.get((condition or "").split(".")[0]))
        text = f"[{condition}] {message}" if condition else message
        if sqlstate and "SQLSTATE:" not in text:
            text = f"{text} SQLSTATE: {sqlstate}"
        super().__init__(text)
        self.condition, self.text, self.sqlstate, self.code = condition, text, sqlstate, code


class Canceled(Exception):
    """The statement was canceled while it ran."""


# Only conditions that the stand-in raises; the states are those of the documented error classes.
SQLSTATES = {
    "AMBIGUOUS_REFERENCE": "42704",
    "CAST_INVALID_INPUT": "22018",
    "CAST_OVERFLOW": "22003",
    "COLUMN_ALREADY_EXISTS": "42711",
    "COLUMN_NOT_FOUND": "42703",
    "DATATYPE_MISMATCH": "42K09",
    "DELTA_CONCURRENT_APPEND": "2D521",
    "DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES": "42K05",
    "DELTA_MISSING_NOT_NULL_COLUMN_VALUE": "23502",
    "DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE": "21506",
    "DELTA_NOT_NULL_CONSTRAINT_VIOLATED": "23502",
    "DELTA_TIMESTAMP_EARLIER_THAN_COMMIT_RETENTION": "42816",
    "DELTA_UNSUPPORTED_ALTER_TABLE_CHANGE_COL_OP": "0AKDC",
    "DELTA_UNSUPPORTED_DROP_COLUMN": "0AKDC",
    "DELTA_UNSUPPORTED_RENAME_COLUMN": "0AKDC",
    "DELTA_VERSION_NOT_FOUND": "22003",
    "DIVIDE_BY_ZERO": "22012",
    "EXPECT_TABLE_NOT_VIEW": "42809",
    "INSERT_COLUMN_ARITY_MISMATCH": "21S01",
    "INSUFFICIENT_PERMISSIONS": "42501",
    "INVALID_ARRAY_INDEX": "22003",
    "INVALID_PARAMETER_VALUE": "22023",
    "MISSING_AGGREGATION": "42803",
    "NO_SUCH_CATALOG_EXCEPTION": "42704",
    "PARSE_SYNTAX_ERROR": "42601",
    "PATH_NOT_FOUND": "42K03",
    "SCHEMA_ALREADY_EXISTS": "42P06",
    "SCHEMA_NOT_EMPTY": "2BP01",
    "SCHEMA_NOT_FOUND": "42704",
    "TABLE_OR_VIEW_ALREADY_EXISTS": "42P07",
    "TABLE_OR_VIEW_NOT_FOUND": "42P01",
    "UC_VOLUME_NOT_FOUND": "42704",
    "UNABLE_TO_INFER_SCHEMA": "42KD9",
    "UNBOUND_SQL_PARAMETER": "42P02",
    "UNRESOLVED_COLUMN": "42703",
    "UNRESOLVED_ROUTINE": "42883",
    "UNSUPPORTED_DATATYPE": "0A000",
    "UNSUPPORTED_FEATURE": "0A000",
    "USER_RAISED_EXCEPTION": "P0001",
    "VOLUME_ALREADY_EXISTS": "42000",
    "WRONG_NUM_ARGS": "42605",
}
