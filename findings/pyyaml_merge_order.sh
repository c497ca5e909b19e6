#!/usr/bin/env bash
# Which of two merged mappings wins in YAML depends, since PyYAML 6.0.4, on how long the key is.
#
# Versions:  PyYAML 6.0.3 and 6.0.4
# Behaviour: for `<<: [*a, *b]` the merge key's definition lets the first mapping win, and so does PyYAML to 6.0.3. 6.0.4
#            drops repeated keys by the identity of the key's string object: a key of one character is one object for all
#            places, so the first value stays; longer keys are objects of their own, and the last value stays.
# Seen:      see `expected` below.
# Matters:   a feature_store.yaml that merges two shared blocks opens another online store after an upgrade of PyYAML,
#            without a word.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/venv.sh"

cat > "$work/seen.py" <<'PY'
import yaml

for key in ["k", "path"]:
    text = f"first: &first {{{key}: 1}}\nsecond: &second {{{key}: 2}}\nmerged:\n  <<: [*first, *second]\n"
    print(yaml.__version__, yaml.safe_load(text)["merged"])
PY

install PyYAML==6.0.3
seen "6.0.3 {'k': 1}
6.0.3 {'path': 1}" "$work/seen.py"
install PyYAML==6.0.4
seen "6.0.4 {'k': 1}
6.0.4 {'path': 2}" "$work/seen.py"
