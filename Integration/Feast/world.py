"""A folder with a repository in it, and the `featurestore` program that works on it."""
import hashlib
import json
import os
import re
import subprocess
from pathlib import Path

import pyarrow.parquet as pq

from checking import Mismatch

PROJECT = "peers"


class World:
    """One repository under test. `program` is the `featurestore` executable; both paths are absolute."""

    def __init__(self, program, folder, key_version=3):
        self.program = str(program)
        self.folder = folder
        self.repo = self.folder / "repo"
        self.key_version = key_version
        self.folder.mkdir(parents=True)

    def run(self, *arguments, repo=None):
        """Runs the program on the repository; never raises."""
        command = [self.program, "--repo", str(repo or self.repo), "--backend", "feast", *map(str, arguments)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABRICKS", "FEAST"))}
        return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=self.folder, timeout=300)

    def ok(self, *arguments, repo=None):
        """Runs the program, which must succeed, and returns its standard output."""
        result = self.run(*arguments, repo=repo)
        if result.returncode != 0:
            raise Mismatch(f"featurestore {' '.join(map(str, arguments))} ended with {result.returncode}: {result.stderr}")
        return result.stdout

    def json(self, *arguments, repo=None):
        return json.loads(self.ok(*arguments, "--format", "json", repo=repo))

    def init(self):
        self.ok("init", "--project", PROJECT)
        yaml = self.repo / "feature_store.yaml"
        text = yaml.read_text()
        line = f"entity_key_serialization_version: {self.key_version}"
        text, replaced = re.subn(r"entity_key_serialization_version:.*", line, text)
        yaml.write_text(text if replaced else f"{text.rstrip()}\n{line}\n")

    def write(self, name, table):
        path = self.folder / name
        pq.write_table(table, path)
        return path

    def register(self, view, path, mode=None):
        """Registers a file for a view, with everything the view says given as options."""
        arguments = ["register", view.name, "--from", path, "--entity-key", ",".join(view.keys)]
        arguments += ["--features", ",".join(view.features), "--timestamp-column", view.timestamp, "--tag", f"view={view.name}"]
        if view.created:
            arguments += ["--created-column", view.created]
        if view.ttl_days:
            arguments += ["--ttl-days", view.ttl_days]
        if mode:
            arguments += ["--mode", mode]
        return self.ok(*arguments)

    def register_all(self, view):
        for number, part in enumerate(view.parts):
            self.register(view, self.write(f"{view.name}_{number}.parquet", part))

    def newest_source(self, view):
        """The data file of a view that was written last; our file names count upwards."""
        return max((self.repo / "data" / view.name).glob("*.parquet"))

    def digest(self, repo=None):
        """Every file of the repository and a hash of its bytes; SQLite's own working files are left out."""
        root = Path(repo or self.repo)
        return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in sorted(root.rglob("*")) if path.is_file() and not path.name.endswith(("-wal", "-shm", ".lock"))}
