#!/usr/bin/env bash
# Measures in a release build and prints figures and ratios from one run: ./dev bench [drivers|latency|throughput|memory|overhead]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
case " $* " in
  *" drivers "*) scripts/setup.sh --test ;;  # their servers
  *) scripts/setup.sh ;;
esac
mkdir -p build
PRESET=release scripts/build.sh docmill_programs docmill-bench docmill-floor >build/build.log || { tail -40 build/build.log >&2; exit 1; }
uname -sr
nproc | sed 's/$/ cores/'
exec build/release/bin/docmill-bench "$@"
