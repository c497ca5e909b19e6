# Installs what is missing and nothing else. Sourced by Samples/run.sh and Tests/run.sh, which start in the project's root.
# Every function is silent and quick when there is nothing to do.

say() { printf '%s\n' "$*"; }

# Says what went wrong, on standard error, and ends the run.
stop() {
  printf '%s\n' "$@" >&2
  exit 1
}

# step TITLE LOG COMMAND…: runs a command with its output in LOG, says how long it took, shows the end of LOG on failure,
# without the compiler's progress.
step() {
  local title=$1 log=$2 started=$SECONDS status=0
  shift 2
  mkdir -p "$(dirname "$log")"
  printf '%s … ' "$title"
  "$@" >"$log" 2>&1 || status=$?
  if [ "$status" -ne 0 ]; then
    printf 'failed after %d s\n\n' $((SECONDS - started))
    grep -v '^\[[0-9]*/[0-9]*\] ' "$log" | tail -n 60 >&2 || true
    printf '\nThe whole output: %s\n' "$log" >&2
    return "$status"
  fi
  printf '%d s\n' $((SECONDS - started))
}

# As root the command itself, otherwise through sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    stop "This needs root and there is no sudo. Run as root: $*"
  fi
}

# --- Swift -----------------------------------------------------------------------------------------------------------

require_swift() {
  command -v swift >/dev/null || stop "Swift is not installed. Install Swift 6.3 or newer and start again."
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || stop "'swift --version' names no version. Install Swift 6.3 or newer and start again."
  local major=${version%%.*} minor=${version#*.}
  if [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 3 ]; }; then
    stop "This is Swift $version; Swift 6.3 or newer is needed."
  fi
}

# --- C libraries -----------------------------------------------------------------------------------------------------

apt_libraries=(
  libbrotli-dev libcurl4-openssl-dev liblz4-dev libsnappy-dev libsqlite3-dev libssl-dev libzstd-dev pkg-config zlib1g-dev
)
pkg_config_names=(libbrotlidec libcurl libcrypto liblz4 snappy sqlite3 libzstd zlib)

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# apt_install PACKAGE…: asks the package lists first, and only when something is missing.
apt_install() {
  local missing=() package
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "Missing: ${missing[*]}"
  step "Reading the package lists" .build/install.log as_root apt-get -qq update
  step "Installing ${missing[*]}" .build/install.log \
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends "${missing[@]}"
}

has_apt() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

# Where there is no apt we do not guess at package names: we say which libraries pkg-config cannot find.
require_libraries() {
  command -v pkg-config >/dev/null || stop \
    "pkg-config is missing, and this system has no apt-get, so it cannot be installed from here." \
    "Install pkg-config and the development files of: ${pkg_config_names[*]}"
  local missing=() name
  for name in "${pkg_config_names[@]}"; do pkg-config --exists "$name" || missing+=("$name"); done
  [ "${#missing[@]}" -eq 0 ] || stop \
    "pkg-config does not find: ${missing[*]}" \
    "This system has no apt-get. Install the development files of these libraries and start again."
}

install_libraries() {
  if has_apt; then apt_install "${apt_libraries[@]}"; else require_libraries; fi
}

# --- Python ----------------------------------------------------------------------------------------------------------

can_make_venv() { python3 -c 'import ensurepip, venv' 2>/dev/null; }

install_python() {
  if ! can_make_venv && has_apt; then apt_install python3 python3-venv; fi
  can_make_venv || stop "Python 3 with its modules venv and ensurepip is needed (on Debian: python3 and python3-venv)."
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || stop "$(python3 --version) is too old: 3.10 or newer is needed."
}

# make_venv FOLDER REQUIREMENTS WHAT: makes a Python environment, anew when its requirements have changed since.
make_venv() {
  local folder=$1 wanted=$2 what=$3
  local installed=$folder/requirements.installed.txt
  if cmp -s "$wanted" "$installed" && "$folder/bin/python" -c '' 2>/dev/null; then return 0; fi
  install_python
  rm -rf "$folder"
  step "Making the Python environment $folder" .build/venv.log python3 -m venv "$folder"
  step "Installing $what into $folder (a minute or two)" .build/venv.log \
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r "$wanted"
  cp "$wanted" "$installed"
}

# Feast and the other peers.
install_venv() { make_venv .venv Integration/requirements.txt "Feast and its companions"; }

# The stand-in for a Databricks workspace, with its SQL engine and the real clients that check it.
install_databricks_venv() {
  make_venv .venv-databricks Integration/Databricks/requirements.txt "the stand-in workspace's engine and clients"
}

# The real Apache Spark, for an opt-in check.
install_spark_venv() {
  if ! command -v java >/dev/null; then
    if has_apt; then apt_install openjdk-17-jre-headless; else stop "Spark needs Java 17. Install it and start again."; fi
  fi
  make_venv .venv-spark Integration/Databricks/spark-requirements.txt "Apache Spark"
}

# Makes .venv-old with an older Feast.
install_old_feast() {
  install_python
  rm -rf .venv-old
  python3 -m venv .venv-old
  .venv-old/bin/python -m pip install --quiet --disable-pip-version-check feast==0.54.0
}
