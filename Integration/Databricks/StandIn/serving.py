"""Feature specs, serving endpoints, and the lookups at `/serving-endpoints/NAME/invocations`."""
import math
import re
import time

import pyarrow as pa

import fields
from cells import json_value
from errors import bad_request, exists, missing
from http_server import Response


class Endpoint:
    """A serving endpoint: not ready for a while, then ready, or failed if its features cannot be served."""

    def __init__(self, name, config, user):
        self.name, self.user = name, user
        self.config, self.pending, self.given = None, config, config
        self.ready_at = 0.0
        self.failure = None
        self.created = int(time.time() * 1000)

    def info(self):
        served = [{"name": item["entity_name"].replace(".", "_"), **item}
                  for item in (self.pending or self.config or self.given)["served_entities"]]
        update = "IN_PROGRESS" if self.pending else "UPDATE_FAILED" if self.failure else "NOT_UPDATING"
        return {"name": self.name, "id": f"{abs(hash(self.name)):016x}"[:16], "creator": self.user,
                "creation_timestamp": self.created,
                "state": {"ready": "READY" if self.config else "NOT_READY", "config_update": update},
                "config": {"served_entities": served}, "endpoint_type": "FEATURE_SPEC"}


class Serving:
    def __init__(self, workspace, online):
        self.workspace, self.online = workspace, online
        self.specs, self.endpoints = {}, {}

    def routes(self):
        specs, endpoints = "/api/2.0/feature-engineering/feature-specs", "/api/2.0/serving-endpoints"
        return [
            ("POST", specs, self.create_spec), ("GET", specs + "/{name}", self.get_spec),
                ("DELETE", specs + "/{name}", self.delete_spec),
            ("POST", endpoints, self.create), ("GET", endpoints, self.list), ("GET", endpoints + "/{name}", self.get),
            ("PUT", endpoints + "/{name}/config", self.update), ("DELETE", endpoints + "/{name}", self.delete),
            ("POST", "/serving-endpoints/{name}/invocations", self.invoke),
        ]

    # --- Feature specs ---

    def create_spec(self, request):
        body = request.json()
        name = fields.text(body, "name", required=True)
        if name.count(".") != 2:
            raise bad_request("name has three parts.")
        self.workspace.registry.rest_schema(".".join(name.split(".")[:2]))
        if name.lower() in self.specs:
            raise exists(f"Feature spec '{name}' already exists.", "ALREADY_EXISTS")
        features, excluded = fields.objects(body, "features", required=True), fields.texts(body, "exclude_columns")
        for feature in features:
            self._check_lookup(feature)
        self.specs[name.lower()] = {"name": name.lower(), "features": features, "exclude_columns": excluded}
        return Response.json(self.specs[name.lower()])

    def _check_lookup(self, feature):
        kinds = set(feature) & {"feature_lookup", "feature_function", "declarative_feature"}
        if len(kinds) != 1:
            raise bad_request("Each feature is exactly one of feature_lookup, feature_function, declarative_feature.")
        if "feature_lookup" not in feature:
            raise bad_request(f"The stand-in serves lookups only, not {next(iter(kinds))}.")
        lookup = fields.mapping(feature, "feature_lookup", required=True)
        table = self.workspace.registry.rest_table(fields.text(lookup, "table", required=True))
        if table.primary_key is None:
            raise bad_request(f"Table '{table.full_name}' has no primary key.")
        keys = [name for name in table.primary_key.columns if name not in table.primary_key.timeseries]
        if len(fields.texts(lookup, "lookup_keys")) != len(keys):
            raise bad_request(f"lookup_keys must name {len(keys)} columns, for the keys {', '.join(keys)} of '{table.full_name}'.")
        renamed, defaults = fields.objects(lookup, "rename_outputs"), fields.objects(lookup, "default_values")
        for item in renamed:
            fields.text(item, "output", required=True)
        for item in defaults:
            fields.text(item, "default_value", required=True)
        for name in fields.texts(lookup, "feature_names") + [fields.text(item, "feature", required=True)
                                                             for item in renamed + defaults]:
            if table.field(name) is None:
                raise bad_request(f"Feature '{name}' does not exist in table '{table.full_name}'.")

    def get_spec(self, request):
        return Response.json(self._spec(request.parameters["name"]))

    def delete_spec(self, request):
        del self.specs[self._spec(request.parameters["name"])["name"]]
        return Response.json({})

    def _spec(self, name):
        if name.lower() not in self.specs:
            raise missing(f"Feature spec '{name}' does not exist.", "NOT_FOUND")
        return self.specs[name.lower()]

    # --- Endpoints ---

    def create(self, request):
        body = request.json()
        name = fields.text(body, "name", required=True)
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}", name):
            raise bad_request("Endpoint names consist of letters, digits and dashes, at most 63.")
        if name in self.endpoints:
            raise exists(f"Endpoint with name '{name}' already exists.", "RESOURCE_ALREADY_EXISTS", 400)
        endpoint = Endpoint(name, self._config(fields.mapping(body, "config", required=True)), request.user)
        self._begin(endpoint)
        self.endpoints[name] = endpoint
        return Response.json(endpoint.info())

    def _config(self, config):
        served = fields.objects(config, "served_entities", required=True)
        if len(served) != 1:
            raise bad_request("served_entities must have one entity.")
        self._spec(fields.text(served[0], "entity_name", required=True))
        return {"served_entities": served}

    def _begin(self, endpoint):
        endpoint.failure, endpoint.ready_at = None, time.monotonic() + self.workspace.state_delay

    def update(self, request):
        endpoint = self._endpoint(request)
        endpoint.pending = self._config(request.json())
        self._begin(endpoint)
        return Response.json(endpoint.info())

    def _endpoint(self, request):
        """The endpoint as it is now: an update that is due takes effect here."""
        found = self.endpoints.get(request.parameters["name"])
        if found is None:
            raise missing(f"Endpoint with name '{request.parameters['name']}' does not exist.")
        if found.pending and time.monotonic() >= found.ready_at:
            config, found.pending = found.pending, None
            found.failure = self._unpublished(config)
            found.config = found.config if found.failure else config
        return found

    def _unpublished(self, config):
        for lookup in self._lookups(config):
            if self.online.lookup_table(lookup["table"]) is None:
                return f"Table '{lookup['table']}' is not published to an online store."
        return None

    def _lookups(self, config):
        spec = self.specs.get(config["served_entities"][0]["entity_name"].lower(), {"features": []})
        return [feature["feature_lookup"] for feature in spec["features"]]

    def get(self, request):
        return Response.json(self._endpoint(request).info())

    def list(self, _request):
        return Response.json({"endpoints": [endpoint.info() for endpoint in list(self.endpoints.values())]})

    def delete(self, request):
        del self.endpoints[self._endpoint(request).name]
        return Response.json({})

    # --- Lookups ---

    def invoke(self, request):
        self.workspace.permissions.endpoint(request.parameters["name"])
        endpoint = self._endpoint(request)
        if endpoint.config is None:
            reason = f": {endpoint.failure}" if endpoint.failure else ""
            raise bad_request(f"Endpoint '{endpoint.name}' is not ready{reason}.", "INVALID_STATE")
        records = _records(request.json())
        spec = self._spec(endpoint.config["served_entities"][0]["entity_name"])
        lookups = [(lookup, self.online.lookup_table(lookup["table"])) for lookup in self._lookups(endpoint.config)]
        outputs = []
        for record in records:
            output = dict(record)
            for lookup, table in lookups:
                output |= _looked_up(lookup, table, output)
            outputs.append({name: value for name, value in output.items() if name not in spec["exclude_columns"]})
        return Response.json({"outputs": outputs})


def _records(body):
    """The records of `dataframe_records` or `dataframe_split`."""
    if isinstance(body.get("dataframe_records"), list):
        records = fields.objects(body, "dataframe_records")
    elif isinstance(body.get("dataframe_split"), dict):
        split = body["dataframe_split"]
        columns, data = fields.texts(split, "columns"), split.get("data")
        if not isinstance(data, list) or any(
                not isinstance(row, list) or len(row) != len(columns) for row in data):
            raise bad_request("dataframe_split needs columns, and data with as many values in each row.", "BAD_REQUEST")
        records = [dict(zip(columns, row)) for row in data]
    else:
        raise bad_request("The body needs dataframe_records or dataframe_split.", "BAD_REQUEST")
    return records


def _looked_up(lookup, table, record):
    """The features of one record; nulls, or the default values, for a key that is not there."""
    if table is None or not table.is_online:
        raise bad_request(f"The online table of '{lookup['table']}' is not online.", "INVALID_STATE")
    absent = [name for name in lookup["lookup_keys"] if name not in record]
    if absent:
        raise bad_request(f"The lookup keys {', '.join(absent)} are missing in a record.", "BAD_REQUEST")
    key = tuple(_key(record[name], table.types[column]) for name, column in zip(lookup["lookup_keys"], table.keys))
    row = table.rows.get(key, {})
    names = lookup.get("feature_names") or [name for name in table.types if name not in table.keys
                                            and name != table.timeseries]
    renamed = {item["feature"]: item["output"] for item in lookup.get("rename_outputs") or []}
    defaults = {item["feature"]: item["default_value"] for item in lookup.get("default_values") or []}
    spelling = {name.lower(): name for name in table.types}
    found = {}
    for name in names:
        column = spelling[name.lower()]
        value = _plain(row.get(column), table.types[column])
        if value is None and name in defaults:
            value = _default(defaults[name], table.types[column])
        found[renamed.get(name, name)] = value
    return found


def _key(value, kind):
    """A key of the request as the table has it: 1.0 is 1 for whole numbers, and nothing else is converted."""
    if pa.types.is_integer(kind) and isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) != pa.types.is_boolean(kind):
        return None if isinstance(value, bool) else value
    return None if isinstance(value, (list, dict)) else value


def _plain(value, kind):
    """JSON has no NaN and no infinity: these are null."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is not None and pa.types.is_timestamp(kind):
        text = value.replace(tzinfo=None).isoformat(timespec="microseconds")
        return text + ("Z" if kind.tz else "")
    return json_value(value, kind)


def _default(text, kind):
    try:
        if pa.types.is_integer(kind):
            return int(text)
        if pa.types.is_floating(kind):
            return float(text)
    except ValueError:
        raise bad_request(f"The default value '{text}' is no {kind}.", "BAD_REQUEST") from None
    return text == "true" if pa.types.is_boolean(kind) else text
