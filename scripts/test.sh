#!/usr/bin/env bash
# Installs, builds and runs every test. Steps and their time are printed; the first failure stops the run.
#   ./dev test            everything but the next two lines, a whole cluster under chaos (1,000 jobs) included
#   ./dev test --cluster  also HAProxy before failing nodes, and rolling restarts of clusters of every flavour
#   ./dev test --long     with the long runs (10,000 jobs of crashes, 20,000 of chaos), and every unit test under AddressSanitizer
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
clusters=no
case "${1:-}" in
  "") ;;
  --cluster) clusters=yes ;;
  --long) clusters=yes; export DOCMILL_LONG=1 ;;
  *) echo "usage: ./dev test [--cluster|--long]" >&2; exit 2 ;;
esac

step() {
  local name=$1 started=$SECONDS
  shift
  echo "== $name"
  "$@"
  echo "== $name: $((SECONDS - started)) s"
}

sanitized() {
  local preset=$1 targets
  shift
  PRESET=$preset scripts/build.sh "$@"
  for target in "$@"; do targets="${targets:+$targets|}^$target\$"; done
  ctest --test-dir "build/$preset" -j 2 --output-on-failure -R "$targets"
}

# A cluster under chaos waits for leases and restarts half of its time: a build takes what it leaves of the processors.
chaos_beside_build() {
  local builder failed=0
  PRESET=asan nice -n 19 scripts/build.sh "${unit[@]}" >build/asan-beside.log 2>&1 &
  builder=$!
  ctest --test-dir build/release --output-on-failure -R '^docmill_chaos_test$' || failed=1
  wait "$builder" || { tail -100 build/asan-beside.log; failed=1; }
  return "$failed"
}

# marked PATTERN: the test programs whose lines match it.
marked() {
  grep -vE '^(#|$)' tests/unit_tests.txt | grep -E "$1" | cut -d' ' -f1
}

mapfile -t unit < <(marked "$([ -n "${DOCMILL_LONG:-}" ] && echo . || echo ' asan( |$)')")
mapfile -t concurrent < <(marked ' tsan$')

step "setup" scripts/setup.sh --test
step "format, layers, text" scripts/check.sh --fast
step "deployment files" scripts/check_deploy.sh
step "build (release)" env PRESET=release scripts/build.sh
step "tests (release)" ctest --test-dir build/release -j 2 --output-on-failure -LE cluster -E '^docmill_chaos_test$'
step "a cluster under chaos, beside the sanitizers' build" chaos_beside_build
[ "$clusters" = no ] || step "clusters" ctest --test-dir build/release --output-on-failure -L cluster
step "unit tests under AddressSanitizer and UBSan" sanitized asan "${unit[@]}"
step "concurrent parts under ThreadSanitizer" sanitized tsan "${concurrent[@]}"
echo "All tests passed in $SECONDS s."
