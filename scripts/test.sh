#!/usr/bin/env bash
# Installs, builds and runs every test. Steps and their time are printed; the first failure stops the run.
#   ./dev test            everything
#   ./dev test --long     with the long crash run (10,000 jobs)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ "${1:-}" != --long ] || export DOCMILL_LONG=1

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
  ctest --test-dir "build/$preset" --output-on-failure -R "$targets"
}

mapfile -t unit < <(grep -vE '^(#|$)' tests/unit_tests.txt | cut -d' ' -f1)
mapfile -t concurrent < <(grep -E ' tsan$' tests/unit_tests.txt | cut -d' ' -f1)

step "setup" scripts/setup.sh --test
step "format, layers, text" scripts/check.sh --fast
step "deployment files" scripts/check_deploy.sh
step "build (release)" env PRESET=release scripts/build.sh
step "tests (release)" ctest --test-dir build/release --output-on-failure
step "unit tests under AddressSanitizer and UBSan" sanitized asan "${unit[@]}"
step "concurrent parts under ThreadSanitizer" sanitized tsan "${concurrent[@]}"
echo "All tests passed in $SECONDS s."
