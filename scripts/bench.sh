#!/usr/bin/env bash
# Measures in a release build and prints figures and ratios from one run: ./dev bench [actions|drivers|latency|templates|throughput|memory|overhead]...
# ./dev bench soak MINUTES sends every action in turn and fails when memory, descriptors, processes or temporary files grow.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
case " $* " in
  *" actions "* | *" templates "*) scripts/setup.sh --bench ;;  # the programs beside which they are measured
  *" drivers "* | *" soak "*) scripts/setup.sh --test ;;        # their servers
  *) scripts/setup.sh ;;
esac
mkdir -p build
PRESET=release scripts/build.sh docmill_programs docmill-bench docmill-floor >build/build.log || { tail -40 build/build.log >&2; exit 1; }
uname -sr
nproc | sed 's/$/ cores/'
exec build/release/bin/docmill-bench "$@"
