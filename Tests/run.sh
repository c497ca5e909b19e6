#!/usr/bin/env bash
# Installs what is missing, then runs every test: the unit tests and the checks against the real peers.
# Stops at the first group that fails and says where to look. The last line is `N passed, N failed`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source Integration/install.sh

passed=0
failed=0
scratch=$(mktemp -d)
finish() {
  local status=$?
  rm -rf "$scratch"
  if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
  say "$passed passed, $failed failed"
  exit "$status"
}
trap finish EXIT

# The number before a word in the last line of a log that has both; 1 if there is none, for the group itself.
count() { sed -n "s/^\(.*[^0-9]\)*\([0-9][0-9]*\) $2.*/\2/p" "$1" | tail -n 1 | grep -v '^0$' || echo 1; }

# group TITLE LOG WORD COMMAND…: runs a group of tests and adds up; WORD follows the number of tests in its output.
group() {
  local title=$1 log=$2 word=$3
  shift 3
  if step "$title" "$log" "$@"; then
    passed=$((passed + $(count "$log" "$word")))
  else
    failed=$(count "$log" failed)
    exit 1
  fi
}

# check_in VENV TITLE SCRIPT ARGUMENT…: a group written in Python, against programs that are not ours.
check_in() {
  local venv=$1 title=$2 script=$3
  shift 3
  local log=${script#Integration/}
  log=${log//\//-}
  group "$title" ".build/checks/${log%.py}.log" passed \
    env TZ=UTC PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$script" "$@"
}

check() { check_in .venv "$@"; }

require_swift
install_libraries
install_venv
install_databricks_venv

# Tests must not see the feature store of whoever runs them.
unset FEATURE_STORE_BACKEND FEAST_REPO_PATH "${!DATABRICKS_@}"

[ -d .build/debug ] || say "The first build fetches and compiles the dependencies: a few minutes."
step "Building everything" .build/build.log swift build --build-tests
group "Unit tests" .build/checks/unit.log tests swift test --skip-build

build=$(swift build --show-bin-path)
foreign=../shared/parquet-testing
if [ ! -d "$foreign" ]; then
  foreign=
  say "Left out: the Parquet files of other programs (there is no folder ../shared/parquet-testing)"
fi
check "Parquet against pyarrow, pandas, polars and DuckDB" Integration/Parquet/check.py "$build/parquet-peer" $foreign
if command -v protoc >/dev/null; then
  group "Our protobuf definitions against Feast's own" .build/checks/protos.log protos \
    .venv/bin/python Integration/Feast/check_protos.py
else
  say "Left out: our protobuf definitions against Feast's own (protoc is not installed)"
fi
check "The sample's numbers, recomputed with pandas and Feast" Integration/Sample/check.py \
  "$build/customer-retention" "$scratch/sample"
check "The notebook's numbers and plots, recomputed with pandas and opened with Jupyter" Integration/Notebook/check.py \
  "$build/feature-store-notebook" "$scratch/notebook"
maker=../shared/facts/make_feast_golden.py
if [ -f "$maker" ]; then
  check "Feast's golden repository" Integration/Feast/golden.py "$build/feast-peer" "$maker" "$scratch/golden"
else
  say "Left out: Feast's golden repository (there is no file $maker)"
fi
check "Swift and Python on one repository at the same time" Integration/Feast/together.py \
  "$build/feast-peer" "$scratch/together"
check "Feature definitions and computed features against Python and pandas" Integration/Definitions/check.py \
  "$build/featurestore" "$build/definitions-peer" "$scratch/definitions"
check "Joins and groups of frames against polars, DuckDB and pandas" Integration/Frames/check.py \
  "$build/frames-peer" "$scratch/frames"
check "The same repository in Python Feast" Integration/Feast/check.py "$build/featurestore" "$scratch/feast"
check "Files of others, names as bytes and forms of feature_store.yaml" Integration/Feast/others.py \
  "$build/featurestore" "$scratch/others"
if [ "${INTEGRATION_OLD_FEAST:-}" = 1 ]; then
  [ -x .venv-old/bin/feast ] || step "Installing an older Feast into .venv-old" .build/venv-old.log install_old_feast
  group "An older Feast on our repositories" .build/checks/Feast-older.log passed \
    env TZ=UTC PYTHONDONTWRITEBYTECODE=1 .venv-old/bin/python Integration/Feast/older.py "$build/feast-peer" "$scratch/older"
fi
check_in .venv-databricks "The stand-in workspace against the official Databricks SDK and delta-rs" \
  Integration/Databricks/sdk_check.py "$scratch/standin"
check_in .venv-databricks "Databricks settings against the official SDK" Integration/Databricks/config_check.py \
  "$build/databricks-peer"
check_in .venv-databricks "Databricks against Feast, pandas and memory, on the stand-in workspace" \
  Integration/Databricks/check.py "$build" "$scratch/databricks"
check_in .venv-databricks "Failures of a workspace: right answers, or errors that leave nothing behind" \
  Integration/Databricks/failures_check.py "$build/featurestore" "$build/databricks-peer" "$scratch/failures"
check_in .venv-databricks "The script for real workspaces, on the stand-in" \
  Integration/Databricks/real_workspace_check.py "$build/featurestore" "$scratch/real"
if [ "${INTEGRATION_SPARK:-}" = 1 ]; then
  install_spark_venv
  check_in .venv-spark "Our statements on Apache Spark" Integration/Databricks/spark_check.py "$build" "$scratch/spark"
fi
