#!/usr/bin/env python3
"""A stand-in for a Databricks workspace: its REST APIs in front of a real SQL engine on Delta tables.

    .venv-databricks/bin/python Integration/Databricks/StandIn/standin.py --port 0 --root FOLDER --fresh --catalog main \\
        --volume main.fs.stage --pat TOKEN --client ID:SECRET

Prints `ready http://127.0.0.1:PORT` when it answers. Ends when its standard input closes, or on SIGTERM.
"""
import argparse
import os
import shutil
import signal
import sys
import threading

from workspace_parts import Workspace


def options():
    parser = argparse.ArgumentParser(description="A stand-in for a Databricks workspace, for tests.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--root", required=True, help="folder for tables, volumes and the registry")
    parser.add_argument("--fresh", action="store_true", help="forget what an earlier run left in the folder")
    parser.add_argument("--catalog", action="append", help="catalog to have; may be repeated (default: main)")
    parser.add_argument("--volume", action="append", default=[],
                        help="volume to have, such as main.fs.stage; may be repeated")
    parser.add_argument("--pat", help="the personal access token to accept")
    parser.add_argument("--client", help="the OAuth client to accept, as ID:SECRET")
    parser.add_argument("--chunk-rows", type=int, default=100_000, help="rows per result chunk")
    parser.add_argument("--start-delay", type=float, default=1.0,
                        help="seconds that a stopped warehouse takes to start")
    found = parser.parse_args()
    found.catalog = found.catalog or ["main"]
    found.root = os.path.abspath(found.root)
    for name in found.volume:
        if name.count(".") != 2:
            parser.error(f"--volume {name}: three parts are needed, such as main.fs.stage")
    if found.client and ":" not in found.client:
        parser.error("--client needs an ID and a SECRET, with a colon between them")
    return found


def main():
    wanted = options()
    if wanted.fresh:
        for name in ("registry.json", "tables", "volumes", "staging", "uploads"):
            path = os.path.join(wanted.root, name)
            shutil.rmtree(path) if os.path.isdir(path) else os.path.exists(path) and os.unlink(path)
    os.makedirs(wanted.root, exist_ok=True)
    shutil.rmtree(os.path.join(wanted.root, "staging"), ignore_errors=True)
    try:
        workspace = Workspace(wanted)
    except Exception as error:
        print(f"The stand-in cannot start: {error}", file=sys.stderr, flush=True)
        os._exit(1)  # the engine's threads do not end by themselves
    server = workspace.server
    stop = lambda *_: threading.Thread(target=server.shutdown).start()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    threading.Thread(target=lambda: (sys.stdin.buffer.read(), stop()), daemon=True).start()
    print(f"ready http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever(poll_interval=0.05)
    workspace.engine.stop()
    os._exit(0)


if __name__ == "__main__":
    main()
