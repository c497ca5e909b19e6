"""Runs our programs on the stand-in workspace and on a Feast repository beside it."""
import json
import os
import subprocess

from checking import expect


class Programs:
    """The built programs, a folder for files, and the workspace they work on."""

    def __init__(self, build, folder, workspace):
        self.build, self.folder, self.workspace = build, folder, workspace

    def environment(self, **more):
        return dict(os.environ) | self.workspace.environment() | {"FEATURE_STORE_BACKEND": "databricks"} | more

    def run(self, program, *arguments, local=False, timeout=600, expected=0, **more):
        """Standard output of a program; `local` runs it on a Feast repository instead."""
        environment = self.environment(**more)
        if local:
            environment |= {"FEATURE_STORE_BACKEND": "feast", "FEAST_REPO_PATH": str(self.folder / "feast")}
        done = subprocess.run([str(self.build / program), *map(str, arguments)], capture_output=True, text=True,
                              env=environment, cwd=self.folder, timeout=timeout)
        what = f"{program} {' '.join(map(str, arguments))}"
        expect(done.returncode == expected, f"{what} ended with {done.returncode}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def store(self, *arguments, **more):
        return self.run("featurestore", *arguments, **more)

    def both(self, *arguments):
        """Does the same on both backends."""
        self.store(*arguments, local=True)
        return self.store(*arguments)

    def json(self, *arguments, **more):
        return json.loads(self.store(*arguments, "--format", "json", **more))
