#!/usr/bin/env bash
# Installs what is missing from Debian's packages: to build and run by default, with --test also what the tests need, with --bench
# also the programs beside which actions are measured; with --docs only what builds the site of the documentation.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh
. scripts/progress.sh

wanted=("${build_packages[@]}" "${run_packages[@]}")
case "${1:-}" in
  --test) wanted+=("${test_packages[@]}") ;;
  --bench) wanted+=("${test_packages[@]}" "${bench_packages[@]}") ;;
  --docs) wanted=("${docs_packages[@]}"); set -- ;;
esac

# The console's pages, and the tests' own servers that Debian has no package for, come from npm, which runs on any Node.js from 18 on.
pages=yes
[ "${wanted[*]}" != "${docs_packages[*]}" ] || pages=no
[ "$pages" = no ] || command -v npm >/dev/null || wanted+=(nodejs npm)

missing=()
for package in "${wanted[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done

# from_npm FOLDER WHAT: what the folder's lock file names, once.
from_npm() {
  local folder=$1 what=$2 stamp=$1/node_modules/.docmill log
  ! cmp -s "$folder/package-lock.json" "$stamp" || return 0
  echo "Installing $what from npm (once)"
  log=$(mktemp)
  if ! quietly "$log" 'added [0-9]+ packages' npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --prefer-offline; then
    tail -20 "$log" >&2
    echo "docmill: npm failed; the whole log is in $log" >&2
    return 1
  fi
  rm -f "$log"
  cp "$folder/package-lock.json" "$stamp"
}

# With "--test" all folders at once: each waits for the network at other moments.
services() {
  local tests=() one
  if [ -n "${1:-}" ]; then
    from_npm tests/services "the tests' servers" & tests+=($!)
    from_npm tests/clients "linters and runners for the API's description and its clients" & tests+=($!)
    from_npm tests/console "what drives the console in its tests" & tests+=($!)
  fi
  # Without them everything else works: the console then says how its pages are built.
  [ "$pages" = no ] || from_npm web/console "what the console's pages are made of" || echo "docmill: going on without the console's pages" >&2
  [ "$pages" = no ] || from_npm web/docs-page "the page of the API's reference" || echo "docmill: going on without the reference's page" >&2
  for one in "${tests[@]}"; do wait "$one"; done
}

if [ "${#missing[@]}" -eq 0 ]; then
  services "$@"
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "docmill: these packages are missing, and only root may install them. As root, run:" >&2
    echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
  sudo -v  # asks for the password now, not in the midst of what follows
fi

. /etc/os-release
if [ "${ID:-}" != debian ] || [ "${VERSION_ID:-}" != 12 ]; then
  echo "docmill: this is ${PRETTY_NAME:-not Debian}; Docmill is built and tested on Debian 12. Going on." >&2
fi

if [ "${#missing[@]}" -le 12 ]; then
  echo "Installing ${#missing[@]} packages (once): ${missing[*]}"
else
  echo "Installing ${#missing[@]} packages and what they need (once; scripts/packages.sh names them)"
fi
log=$(mktemp)
# Only the program is wanted; a tests' database lives in a directory of its own. A host that has clusters keeps them.
if [ ! -d /etc/postgresql-common ] && [[ " ${missing[*]} " == *" postgresql-15 "* ]]; then
  "${as_root[@]}" mkdir -p /etc/postgresql-common
  echo "create_main_cluster = false" | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
# Of Prometheus only promtool is wanted, not a server that starts with the machine.
if [ ! -e /lib/systemd/system/prometheus.service ] && [[ " ${missing[*]} " == *" prometheus "* ]]; then
  "${as_root[@]}" mkdir -p /etc/systemd/system
  "${as_root[@]}" ln -sf /dev/null /etc/systemd/system/prometheus.service
fi
export DEBIAN_FRONTEND=noninteractive
from_apt() {
  "${as_root[@]}" apt-get update && "${as_root[@]}" apt-get install -y --no-install-recommends "${missing[@]}"
}
if ! quietly "$log" '^(Get:[0-9]+|Unpacking [^ ]+|Setting up [^ ]+)' from_apt; then
  tail -20 "$log" >&2
  echo "docmill: apt-get failed; the whole log is in $log" >&2
  exit 1
fi
rm -f "$log"
services "$@"
