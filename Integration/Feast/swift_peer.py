"""Our side without the command line: the `feast-peer` program, asked one line of JSON at a time."""
import json
import os
import subprocess

from checking import Mismatch


class SwiftError(Exception):
    """What the program could not do; `code` is the feature store's own."""

    def __init__(self, answer):
        super().__init__(f"{answer['error']}: {answer['message']}")
        self.code, self.message = answer["error"], answer["message"]


class SwiftPeer:
    """One process of `feast-peer` on one repository, which lives until `close`."""

    def __init__(self, program, repo, environment=None):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABRICKS", "FEAST"))}
        self.process = subprocess.Popen(
            [str(program), str(repo)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**kept, **(environment or {})}, cwd=str(program.parent))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send(self, call, **members):
        """Asks without waiting for the answer, which `receive` gets."""
        self.process.stdin.write(json.dumps({"call": call, **members}) + "\n")
        self.process.stdin.flush()

    def receive(self):
        line = self.process.stdout.readline()
        if not line:
            raise Mismatch(f"feast-peer ended with {self.process.wait()} instead of an answer")
        answer = json.loads(line)
        if isinstance(answer, dict) and "error" in answer and "message" in answer:
            raise SwiftError(answer)
        return answer

    def ask(self, call, **members):
        self.send(call, **members)
        return self.receive()

    def query(self, **members):
        return self.ask("query", query=members)

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


def frame(**columns):
    """A frame in a request: name = (type, values)."""
    return [{"name": name, "type": kind, "values": values} for name, (kind, values) in columns.items()]
