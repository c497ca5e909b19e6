"""SQL warehouses: one that runs, one that is stopped and takes its time to start, and those that are made."""
import secrets
import threading

import fields
from errors import missing
from http_server import Response

RUNNING, STOPPED = "a1b2c3d4e5f60718", "b2c3d4e5f6071829"


class Warehouse:
    def __init__(self, warehouse_id, state, settings, start_delay):
        self.id, self.state, self.settings, self.start_delay = warehouse_id, state, settings, start_delay
        self.changed = threading.Condition()

    def start(self):
        """STOPPED → STARTING, and RUNNING after the delay."""
        with self.changed:
            if self.state in ("STOPPED", "STOPPING"):
                self._set("STARTING")
                timer = threading.Timer(self.start_delay, self._started)
                timer.daemon = True
                timer.start()

    def _started(self):
        with self.changed:
            if self.state == "STARTING":
                self._set("RUNNING")

    def stop(self):
        with self.changed:
            self._set("STOPPED")

    def delete(self):
        with self.changed:
            self._set("DELETED")

    def _set(self, state):
        self.state = state
        self.changed.notify_all()

    def wait_until_running(self, job):
        """Starts the warehouse if need be, and waits for it, or for the job's end."""
        self.start()
        with self.changed:
            while self.state == "STARTING" and not job.canceled:
                self.changed.wait(0.1)

    def info(self, host):
        port = int(host.rpartition(":")[2]) if ":" in host else 443
        path = f"/sql/1.0/warehouses/{self.id}"
        settings = {"cluster_size": "2X-Small", "auto_stop_mins": 10, "min_num_clusters": 1, "max_num_clusters": 1,
                    "warehouse_type": "PRO", "enable_serverless_compute": True, "enable_photon": True} | self.settings
        return {
            "id": self.id, "state": self.state, **settings, "num_clusters": int(self.state == "RUNNING"),
            "creator_name": "someone@example.com", "health": {"status": "HEALTHY"} if self.state == "RUNNING" else {},
            "odbc_params": {"hostname": host.rpartition(":")[0] or host, "path": path, "port": port,
                            "protocol": "https"},
            "jdbc_url": f"jdbc:spark://{host}/default;transportMode=http;ssl=1;httpPath={path};",
        }


class Warehouses:
    """`/api/2.0/sql/warehouses`."""

    def __init__(self, start_delay):
        self.start_delay = start_delay
        self.known = {}
        for warehouse_id, state, name in ((RUNNING, "RUNNING", "Running"), (STOPPED, "STOPPED", "Stopped")):
            self.known[warehouse_id] = Warehouse(warehouse_id, state, {"name": name}, start_delay)

    def routes(self):
        prefix = "/api/2.0/sql/warehouses"
        return [("GET", prefix, self.list), ("POST", prefix, self.create), ("GET", prefix + "/{id}", self.get),
                ("DELETE", prefix + "/{id}", self.delete)] + [
            ("POST", prefix + "/{id}/" + verb, action)
            for verb, action in (("start", self.start), ("stop", self.stop), ("edit", self.edit))]

    def find(self, warehouse_id):
        found = self.known.get(warehouse_id)
        if found is None or found.state == "DELETED":
            raise missing(f"SQL warehouse {warehouse_id} does not exist.")
        return found

    def list(self, request):
        host = request.headers.get("host", "127.0.0.1")
        return Response.json({"warehouses": [item.info(host) for item in list(self.known.values())
                                             if item.state != "DELETED"]})

    def get(self, request):
        return Response.json(self.find(request.parameters["id"]).info(request.headers.get("host", "127.0.0.1")))

    def create(self, request):
        body = request.json()
        fields.text(body, "name", required=True)
        made = Warehouse(secrets.token_hex(8), "STOPPED", body, self.start_delay)
        self.known[made.id] = made
        made.start()
        return Response.json({"id": made.id})

    def start(self, request):
        self.find(request.parameters["id"]).start()
        return Response.json({})

    def stop(self, request):
        self.find(request.parameters["id"]).stop()
        return Response.json({})

    def edit(self, request):
        self.find(request.parameters["id"]).settings |= request.json()
        return Response.json({})

    def delete(self, request):
        self.find(request.parameters["id"]).delete()
        return Response.json({})
