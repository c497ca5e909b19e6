# Shared by the scripts of this folder, each of which is run alone: `bash findings/NAME.sh`.
#
# install PACKAGE==VERSION…   makes a temporary folder, goes there, and installs the packages into a venv in it; into the
#                             venv FINDINGS_VENV, which stays, when that is set: quicker for many scripts in a row.
# seen EXPECTED FILE          runs a Python file there, prints what it says, and ends with 1 if that is not EXPECTED.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset PYTHONPATH PYTHONHASHSEED
# A value of a test, so that a time zone of the machine cannot change it.
export TZ=UTC FEAST_USAGE=False

install() {
  cd "$work"
  local venv=${FINDINGS_VENV:-$work/venv}
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
  python="$venv/bin/python"
  "$python" -m pip install --quiet --disable-pip-version-check "$@"
  echo "Versions: Python $("$python" -c 'import platform; print(platform.python_version())'), $*"
}

seen() {
  local expected=$1 output
  # Warnings about deprecated calls inside the libraries say nothing of the behaviour.
  output=$("$python" -W ignore "$2" 2>"$work/errors") || { cat "$work/errors" >&2; echo "$output"; exit 1; }
  echo "$output"
  if [ "$output" != "$expected" ]; then
    echo "CHANGED. Expected was:" >&2
    echo "$expected" >&2
    exit 1
  fi
  echo "As described."
}

# feast_repo [STORE]   makes an empty Feast repository `repo` with that offline store (file) and a module `helpers`.
feast_repo() {
  mkdir -p repo/data
  cat > repo/feature_store.yaml <<YAML
project: demo
provider: local
registry: data/registry.db
offline_store: {type: ${1:-file}}
online_store: {type: sqlite, path: data/online.db}
entity_key_serialization_version: 3
YAML
  cat > helpers.py <<'PY'
import contextlib, datetime as dt, io, logging, os, warnings
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
import pyarrow as pa, pyarrow.parquet as pq
from feast import Entity, FeatureStore, FeatureView, Field, FileSource, ValueType
from feast.types import Float64, Int32, Int64, String

os.chdir("repo")
TIMES = pa.timestamp("us", "UTC")

def day(number):
    return dt.datetime(2024, 1, number, tzinfo=dt.timezone.utc)

@contextlib.contextmanager
def quiet():
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield

def write(name, days, **columns):
    times = pa.array([day(number) for number in days], TIMES)
    pq.write_table(pa.table({**columns, "event_timestamp": times}), f"data/{name}.parquet")

def source(name):
    return FileSource(name=f"{name}_source", path=f"data/{name}.parquet", timestamp_field="event_timestamp")

def online(store, features, *keys):
    with quiet():
        return store.get_online_features(features=features, entity_rows=[{"id": key} for key in keys]).to_dict()
PY
}
