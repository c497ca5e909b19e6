"""Reading the fields of a request's body: each function checks the kind of value and says what is wrong with it."""
from errors import bad_request


def text(body, name, required=False):
    """A string; None for one that is not given. An empty string is as good as none."""
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise bad_request(f"{name} must be a string.")
    if required and not value:
        raise bad_request(f"{name} is required.")
    return value or None


def texts(body, name, required=False):
    """A list of strings."""
    return _list(body, name, str, "strings", required)


def objects(body, name, required=False):
    """A list of objects."""
    return _list(body, name, dict, "objects", required)


def _list(body, name, kind, what, required):
    value = body.get(name)
    if value is None:
        value = []
    if not isinstance(value, list) or not all(isinstance(item, kind) for item in value):
        raise bad_request(f"{name} must be a list of {what}.")
    if required and not value:
        raise bad_request(f"{name} is required and must not be empty.")
    return value


def mapping(body, name, required=False):
    """An object."""
    value = body.get(name)
    if value is not None and not isinstance(value, dict):
        raise bad_request(f"{name} must be an object.")
    if required and not value:
        raise bad_request(f"{name} is required.")
    return value or {}


def strings(body, name):
    """An object whose values are strings."""
    value = mapping(body, name)
    if not all(isinstance(item, str) for item in value.values()):
        raise bad_request(f"The values of {name} must be strings.")
    return value


def integer(body, name, least, most=1 << 62):
    """An integer, which may be given as a string; None if it is not given."""
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, str) and value.isdigit():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise bad_request(f"{name} must be an integer from {least} to {most}.")
    return value


def one_of(body, name, allowed, default=None):
    """One of these strings; the default, or an error without one, if it is not given."""
    value = text(body, name) or default
    if value not in allowed:
        raise bad_request(f"{name} must be one of {', '.join(allowed)}" + (f", not '{value}'." if value else "."))
    return value
