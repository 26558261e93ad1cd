#!/usr/bin/env bash
# Installs, builds and starts a whole cluster on this machine: storage, database, API nodes, workers, stewards and HAProxy with TLS.
#   --once           one conversion, then a short run in which processes are killed; exit code 0 when nothing was lost
#   --flavour NAME   azure (Azurite and PostgreSQL), plain (S3 and PostgreSQL) or embedded (sqlite and files)
#   --port N         of the front door (default: 8443 when it is free)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/setup.sh --test
mkdir -p build
echo "Building: the first time takes ten minutes and more, on two cores"
PRESET=release scripts/build.sh docmill_programs docmill-cluster >build/build.log || { tail -40 build/build.log >&2; exit 1; }
exec build/release/bin/docmill-cluster "$@"
