#!/usr/bin/env bash
# Fuzzes the Parquet reader with libFuzzer: run.sh [SECONDS] [FOLDER OF PARQUET FILES TO START FROM]
# Inputs that end the process are kept under .build-fuzz/crashes; turn one into Tests/Fixtures/parquet/NAME.parquet.
set -euo pipefail
seconds=${1:-60}
seeds=$(cd "${2:-$(dirname "${BASH_SOURCE[0]}")/../../../shared/parquet-testing}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")"
# Swift's own crash reporter would hang inside libFuzzer.
export SWIFT_BACKTRACE=enable=no
swift build --scratch-path .build-fuzz --product fuzz-parquet
mkdir -p .build-fuzz/corpus .build-fuzz/crashes
find "$seeds" -name '*.parquet' -size -24k -exec cp -n {} .build-fuzz/corpus/ \;
"$(swift build --scratch-path .build-fuzz --show-bin-path)/fuzz-parquet" .build-fuzz/corpus \
  -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3072 -max_len=32768 -artifact_prefix=.build-fuzz/crashes/ -print_final_stats=1
