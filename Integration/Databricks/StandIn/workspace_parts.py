"""The parts of one workspace, and the way of a request through them."""
import sys
import traceback
import uuid

from auth import WORKSPACE_ID, Auth
from controls import PREFIX, Controls
from engine import Engine
from errors import ApiError, SqlError
from files import Files
from http_server import Dropped, Response, Routes, Server
from online import Online
from permissions import Permissions
from registry import Registry, Schema, Volume
from serving import Serving
from statements import Statements
from unity import Unity
from volumes import Volumes
from warehouses import Warehouses

_WITHOUT_TOKEN = ("/.well-known/", "/oidc/", "/_links/", "/_parts/")


class Workspace:
    def __init__(self, options):
        self.server = Server(options.port, self.answer)
        self.root = options.root
        self.chunk_rows = options.chunk_rows
        self.sync_delay = self.state_delay = 0.3
        self.statement_delay = 0.0
        self.registry = Registry(options.root)
        self.default_catalog = options.catalog[0].lower()
        self.volumes = Volumes(self.registry)
        self.permissions = Permissions(self.registry)
        self.engine = Engine(options.catalog)
        client_id, _, secret = (options.client or "").partition(":")
        self.auth = Auth(options.pat, client_id, secret)
        self.warehouses = Warehouses(options.start_delay)
        self.statements = Statements(self)
        self.controls = Controls(self)
        self.routes = Routes()
        online = Online(self)
        for part in (self.auth, self.warehouses, self.statements, Unity(self), Files(self), online,
                     Serving(self, online)):
            for route in part.routes():
                self.routes.add(*route)
        self._prepare(options)

    def _prepare(self, options):
        """Makes what the command line names, and tells the engine of the tables of an earlier run."""
        for name in options.catalog:
            if name.lower() not in self.registry.catalogs:
                self.registry.add_catalog(name)
        for name in options.volume:
            catalog, schema, volume = name.lower().split(".")
            if f"{catalog}.{schema}" not in self.registry.schemas:
                self.registry.add_schema(Schema(catalog, schema))
            if name.lower() not in self.registry.volumes:
                folder = self.registry.volume_folder(catalog, schema, volume)
                self.registry.add_volume(Volume(catalog, schema, volume, "someone@example.com", folder))
        for table in sorted(self.registry.tables.values(), key=lambda table: (table.is_view, table.created_at)):
            self.engine.register(table)

    def answer(self, request):
        """The response to a request; nothing that a client sends raises anything but Dropped and ConnectionError."""
        if request.raw_path.startswith(PREFIX):
            return self._guarded(request, self.controls.answer)
        response = self.controls.around(request, lambda request: self._guarded(request, self._work))
        if request.raw_path.startswith(("/api/", "/serving-endpoints/")):
            response.headers = {"x-databricks-org-id": WORKSPACE_ID, "x-request-id": str(uuid.uuid4())} | response.headers
        return response

    def _work(self, request):
        if not request.raw_path.startswith(_WITHOUT_TOKEN):
            request.user = self.auth.check(request)
        return self.routes.find(request)(request)

    def _guarded(self, request, work):
        try:
            return work(request)
        except ApiError as error:
            return Response.of_error(error)
        except SqlError as error:
            return Response.of_error(ApiError(400, "BAD_REQUEST", error.text))
        except (Dropped, ConnectionError):
            raise
        except Exception as error:
            self.report(error)
            return Response.of_error(ApiError(500, "INTERNAL_ERROR", f"{type(error).__name__}: {error}"))

    def report(self, error):
        """A defect of the stand-in itself."""
        print("stand-in defect:", file=sys.stderr)
        traceback.print_exception(error)
