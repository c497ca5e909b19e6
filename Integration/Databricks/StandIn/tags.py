"""Tags of Unity Catalog: which keys and values are allowed, on what."""
import re

MOST_TAGS = 50
KINDS = ("catalogs", "schemas", "tables", "columns", "volumes")


class TagError(Exception):
    """A tag that is refused; the text says why."""


def check_tag(registry, kind, full_name, key, value):
    if not key or len(key) > 255 or re.search(r"[.,\-=/:\x00-\x1f]|^\s|\s$", key):
        raise TagError(f"Tag key '{key}' is not valid: it has 1 to 255 characters, none of them . , - = / : or a control "
                       "character, and no space at either end.")
    if value is not None and (len(value) > 1000 or value != value.strip()):
        raise TagError(f"The value of tag '{key}' is not valid: it has at most 1000 characters and no space at either end.")
    tags = registry.tags.get((kind, full_name), {})
    if key not in tags and len(tags) >= MOST_TAGS:
        raise TagError(f"'{full_name}' has {MOST_TAGS} tags already.")
