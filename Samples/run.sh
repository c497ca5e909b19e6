#!/usr/bin/env bash
# Installs what is missing, builds the sample with optimization and runs it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source Integration/install.sh

require_swift
install_libraries

# Optimized, because the sample shows how long an online read takes; only what the sample needs is built.
[ -x .build/release/customer-retention ] || say "The first build fetches and compiles the dependencies: a few minutes."
step "Building the sample" .build/sample.log swift build -c release --product customer-retention

# The sample is about the local backend, whatever the environment of this machine points to.
export FEATURE_STORE_BACKEND=feast
unset FEAST_REPO_PATH
exec .build/release/customer-retention \
  --purchases Samples/CustomerRetention/data/cdnow_transactions.csv --output Samples/output/customer_retention
