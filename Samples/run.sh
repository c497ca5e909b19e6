#!/usr/bin/env bash
# Installs what is missing, builds the samples with optimization and runs them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source Integration/install.sh

require_swift
install_libraries

# Optimized, because one sample shows how long an online read takes; only what the samples need is built.
[ -x .build/release/customer-retention ] || say "The first build fetches and compiles the dependencies: a few minutes."
for sample in customer-retention feature-store-notebook; do
  step "Building $sample" ".build/$sample.log" swift build -c release --product "$sample"
done

# The samples are about the local backend, whatever the environment of this machine points to.
export FEATURE_STORE_BACKEND=feast
unset FEAST_REPO_PATH
.build/release/customer-retention \
  --purchases Samples/CustomerRetention/data/cdnow_transactions.csv --output Samples/output/customer_retention
.build/release/feature-store-notebook --output Samples/output/notebook
