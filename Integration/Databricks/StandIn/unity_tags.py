"""Tags over REST: `/api/2.1/unity-catalog/entity-tag-assignments`."""
import fields
from errors import bad_request, exists, missing
from http_server import Response
from tags import KINDS, TagError, check_tag

_PREFIX = "/api/2.1/unity-catalog/entity-tag-assignments"


class UnityTags:
    def __init__(self, workspace):
        self.registry, self.permissions = workspace.registry, workspace.permissions

    def routes(self):
        one = _PREFIX + "/{type}/{name}/tags/{key}"
        return [("POST", _PREFIX, self.create), ("GET", _PREFIX + "/{type}/{name}/tags", self.list),
                ("GET", one, self.get), ("PATCH", one, self.update), ("DELETE", one, self.delete)]

    def create(self, request):
        body = request.json()
        kind, name = self._entity(fields.text(body, "entity_type"), fields.text(body, "entity_name", required=True),
                                  True)
        key, value = fields.text(body, "tag_key", required=True), fields.text(body, "tag_value") or ""
        if key in self.registry.tags.get((kind, name), {}):
            raise exists(f"Tag assignment with tag key {key} already exists on {name}.", "ALREADY_EXISTS")
        return self._set(kind, name, key, value)

    def list(self, request):
        kind, name = self._entity(request.parameters["type"], request.parameters["name"])
        tags = self.registry.tags.get((kind, name), {})
        return Response.json({"tag_assignments": [_info(kind, name, key, value) for key,
                                                  value in sorted(tags.items())]} if tags else {})

    def get(self, request):
        kind, name, key, value = self._existing(request)
        return Response.json(_info(kind, name, key, value))

    def update(self, request):
        kind, name, key, _ = self._existing(request, True)
        return self._set(kind, name, key, fields.text(request.json(), "tag_value") or "")

    def delete(self, request):
        kind, name, key, _ = self._existing(request, True)
        with self.registry.lock:
            self.registry.tags[(kind, name)].pop(key, None)
            self.registry.save()
        return Response.json({})

    def _set(self, kind, name, key, value):
        with self.registry.lock:
            try:
                check_tag(self.registry, kind, name, key, value)
            except TagError as error:
                raise bad_request(str(error)) from None
            self.registry.tags.setdefault((kind, name), {})[key] = value
            self.registry.save()
        return Response.json(_info(kind, name, key, value))

    def _entity(self, kind, name, writes=False):
        """The kind and the name as the registry keeps them; the object must exist."""
        if kind not in KINDS:
            raise bad_request(f"entity_type must be one of {', '.join(KINDS)}.")
        self.permissions.rest(name, writes)
        if kind != "columns":
            getattr(self.registry, f"rest_{kind[:-1]}")(name)
            return kind, name.lower()
        parts = name.split(".")
        table = self.registry.rest_table(".".join(parts[:3]))
        column = table.field(".".join(parts[3:]))
        if column is None:
            raise missing(f"Column '{name}' does not exist.", "COLUMN_DOES_NOT_EXIST")
        return kind, f"{table.full_name}.{column['name']}"

    def _existing(self, request, writes=False):
        kind, name = self._entity(request.parameters["type"], request.parameters["name"], writes)
        key = request.parameters["key"]
        tags = self.registry.tags.get((kind, name), {})
        if key not in tags:
            raise missing(f"Tag assignment with tag key {key} does not exist on {name}.", "NOT_FOUND")
        return kind, name, key, tags[key]


def _info(kind, name, key, value):
    return {"entity_type": kind, "entity_name": name, "tag_key": key, "tag_value": value}
