#!/usr/bin/env python3
"""Compares how we find settings and choose credentials with the official Databricks SDK, on random permutations.

    .venv-databricks/bin/python Integration/Databricks/config_check.py DATABRICKS-PEER [COUNT [SEED]]

Each permutation has explicit settings, an environment and a profile file of its own; nothing asks a network. Where both
succeed, host, kind of credentials, and every setting must be the same. Where the SDK fails, we must fail for the same
reason. An address as a browser shows it (`?o=…`) is the one difference: the SDK keeps the query and then asks for a path
inside it, we take the address and the workspace. Empty values in the file and lines with indentation are left out: there the SDK's file reader is not meant.
The last line is `N passed, N failed`.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from checking import expect, expect_equal, tally  # noqa: E402
from databricks.sdk.core import Config  # noqa: E402
from databricks.sdk.oauth import OidcEndpoints  # noqa: E402

VARIABLES = {
    "host": "DATABRICKS_HOST", "token": "DATABRICKS_TOKEN", "username": "DATABRICKS_USERNAME",
    "password": "DATABRICKS_PASSWORD", "client_id": "DATABRICKS_CLIENT_ID",
    "client_secret": "DATABRICKS_CLIENT_SECRET", "profile": "DATABRICKS_CONFIG_PROFILE",
    "auth_type": "DATABRICKS_AUTH_TYPE", "warehouse_id": "DATABRICKS_WAREHOUSE_ID",
    "account_id": "DATABRICKS_ACCOUNT_ID", "workspace_id": "DATABRICKS_WORKSPACE_ID",
    "azure_client_id": "ARM_CLIENT_ID", "azure_tenant_id": "ARM_TENANT_ID",
    "oidc_token_env": "DATABRICKS_OIDC_TOKEN_ENV", "google_service_account": "DATABRICKS_GOOGLE_SERVICE_ACCOUNT",
}
KINDS = [["token"], ["client_id", "client_secret"], ["username", "password"]]
OTHERS = ["warehouse_id", "account_id", "workspace_id"]
FOREIGN = ["azure_client_id", "azure_tenant_id", "oidc_token_env", "google_service_account"]
HOSTS = ["https://{}.example.com", "{}.example.com", "https://{}.example.com/", "{}.example.com:443",
         "https://{}.example.com:443/", "http://{}.example.com:8080", "https://{}.example.com/a/path/", "{}:8443"]
PROFILES = ["DEFAULT", "dev", "prod", "two words"]
SUPPORTED = ["pat", "basic", "oauth-m2m"]


def settings(rng, source, likely):
    """Settings from one source, each with the source in its value; `likely` is the chance of host and credentials."""
    found = {}
    if rng.random() < likely:
        found["host"] = rng.choice(HOSTS).format(source)
    for kind in rng.sample(KINDS, rng.choice([0, 1, 1, 1, 1, 2]) if rng.random() < likely else 0):
        found.update({name: f"{name}-of-{source}" for name in kind})
        if rng.random() < 0.1:
            found.pop(rng.choice(kind))
    found.update({name: f"{name}-of-{source}" for name in OTHERS if rng.random() < 0.2})
    if rng.random() < 0.1:
        found["auth_type"] = rng.choice(SUPPORTED + ["azure-cli"])
    return found


def profile_text(rng):
    """A profile file in one of the ways in which people write it."""
    lines = []
    if rng.random() < 0.2:
        lines += ["[__settings__]", f"default_profile = {rng.choice(PROFILES * 2 + ['gone', '', '__settings__'])}"]
    for name in rng.sample(PROFILES, rng.choice([0, 2, 3, 4, 4])):
        lines += ["", rng.choice(["# a comment", "; another", "  # one more"]), f"[{name}]"]
        for key, value in settings(rng, name.replace(" ", "-"), 0.85).items():
            key = rng.choice([key, key.upper(), key.title()])
            behind = rng.choice(["", " ", "" if key.lower() in ("host", "auth_type") else "; no comment"])
            lines.append(key + rng.choice([" = ", "=", ": ", " :", "="]) + value + behind)
        lines += rng.choice([[], ["cluster_id = c"], ["something_else = 100%"]])
    return rng.choice(["\n", "\r\n"]).join(lines) + "\n"


def environment(rng):
    found = settings(rng, "env", rng.choice([0, 0.4, 0.9]))
    if rng.random() < 0.35:
        found["profile"] = rng.choice(PROFILES * 2 + ["gone", "__settings__"])
    if rng.random() < 0.1:
        found[rng.choice(FOREIGN)] = "foreign"
    found.update({name: "" for name in VARIABLES if name not in found and rng.random() < 0.05})
    return {VARIABLES[name]: value for name, value in found.items()}


def explicit(rng):
    found = settings(rng, "code", rng.choice([0, 0, 0.5]))
    found.pop("workspace_id", None)
    if rng.random() < 0.1:
        found["profile"] = rng.choice(PROFILES)
    return found


def theirs(given, variables, home):
    """What the SDK makes of it, with all that would ask a network or the machine taken out."""
    endpoints = OidcEndpoints("https://unused/authorize", "https://unused/token")
    with mock.patch.dict(os.environ, {**variables, "HOME": str(home), "PATH": "/nowhere"}, clear=True), \
            mock.patch.object(Config, "_resolve_host_metadata", lambda self: None), \
            mock.patch.object(Config, "databricks_oidc_endpoints", endpoints):
        try:
            config = Config(**given)
        except Exception as error:
            return str(error)
        return config


def ours(peer, given, variables, home):
    command = [peer, "config", *(f"{key}={value}" for key, value in given.items())]
    done = subprocess.run(command, env={**variables, "HOME": str(home)}, capture_output=True, text=True)
    expect(done.returncode == 0, f"the peer ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def reason(text):
    """Why the SDK failed, as the code and the words of our error."""
    if "more than one authorization method" in text:
        return "configuration", "More than one kind"
    if "reserved section name" in text:
        return "configuration", "is no profile"
    if "profile configured" in text:
        return "configuration", "There is no profile"
    return None, ""


def compare(peer, given, variables, text, counts):
    with tempfile.TemporaryDirectory() as home:
        if text is not None:
            Path(home, ".databrickscfg").write_text(text, newline="")
        their, our = theirs(given, variables, home), ours(peer, given, variables, home)
    where = f"explicit {given}, environment {variables}, file {text!r}"
    if isinstance(their, str):
        code, words = reason(their)
        expect("error" in our, f"{where}: we succeed, the SDK says: {their}")
        expect(words in our["message"], f"{where}: we say: {our}; the SDK says: {their}")
        if code:
            expect_equal(our["error"], code, where)
        else:
            expect(our["error"] == "credentialsMissing" or "azure-cli" in our["message"], f"{where}: {our}, {their}")
        for secret in ("token-of", "client_secret-of", "password-of"):
            expect(secret not in our["message"], f"{where}: the message shows a secret: {our['message']}")
        counts[words or "missing"] = counts.get(words or "missing", 0) + 1
        return
    expect("error" not in our, f"{where}: the SDK succeeds with {their!r}, we say: {our}")
    expect_equal(our["host"], their.host, f"{where}: host")
    expect_equal(our["auth_type"], their.auth_type, f"{where}: kind")
    for name in VARIABLES:
        if name not in ("host", "auth_type", "profile"):
            expect_equal(our["settings"].get(name), getattr(their, name, None), f"{where}: {name}")
    counts[their.auth_type] = counts.get(their.auth_type, 0) + 1


def check(peer, count, seed):
    rng, counts = random.Random(seed), {}
    for _ in range(count):
        compare(peer, explicit(rng), environment(rng), rng.choice([None] + [profile_text(rng)] * 4), counts)
    print(f"        {counts}")
    expected = {"pat", "basic", "oauth-m2m", "missing", "More than one kind", "is no profile", "There is no profile"}
    expect(expected <= counts.keys(), f"not every outcome occurred: {counts}")


PASTED = [("https://dbc-1.cloud.databricks.com/?o=12", "https://dbc-1.cloud.databricks.com", "12"),
          ("adb-12.3.azuredatabricks.net/sql/warehouses/abc?o=12", "https://adb-12.3.azuredatabricks.net", "12"),
          ("https://dbc-1.cloud.databricks.com/browse?o=12#job/7", "https://dbc-1.cloud.databricks.com", "12"),
          ("https://dbc-1.cloud.databricks.com/#job/7", "https://dbc-1.cloud.databricks.com", None)]


def check_pasted(peer):
    """What a browser shows: the SDK keeps query and fragment in its host, so that no request of it arrives."""
    for text, host, workspace in PASTED:
        with tempfile.TemporaryDirectory() as home:
            variables = {"DATABRICKS_HOST": text, "DATABRICKS_TOKEN": "t", "DATABRICKS_HTTP_PATH": "/sql/1.0/warehouses/abc?o=12"}
            their, our = theirs({}, variables, home), ours(peer, {}, variables, home)
        expect("?" in their.host or "#" in their.host, f"the SDK takes {text} for {their.host}: it has learned to")
        expect_equal(our["host"], host, f"host of {text}")
        expect(f"workspace_id: {workspace or 12} (o= in" in our["report"], f"workspace of {text}: {our['report']}")
        expect("warehouse_id: abc (" in our["report"], f"warehouse beside {text}: {our['report']}")


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    number, start = [int(word) for word in sys.argv[2:] + ["500", "20240501"][len(sys.argv) - 2:]]
    tally.run(f"{number} permutations of settings, seed {start}", check, sys.argv[1], number, start)
    tally.run("addresses and paths as a browser shows them", check_pasted, sys.argv[1])
    tally.finish()
