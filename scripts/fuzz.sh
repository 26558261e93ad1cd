#!/usr/bin/env bash
# Runs every fuzzer for SECONDS each (default 60) on its seeds in fuzz/seeds/<name>/. Findings stay in build/fuzz/findings/.
#   scripts/fuzz.sh api [COUNT [--seed N]]  sends a server COUNT requests (default 20,000) made from the description of its API
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ "${1:-}" = api ]; then
  shift
  scripts/setup.sh --test
  PRESET=release scripts/build.sh docmill_programs
  exec node tests/api_fuzz/fuzz.mjs "${@:-20000}"
fi
seconds=${1:-60}
scripts/setup.sh --test
PRESET=fuzz scripts/build.sh docmill_fuzzers
mkdir -p build/fuzz/findings
for fuzzer in build/fuzz/bin/*_fuzz; do
  name=$(basename "$fuzzer")
  corpus=build/fuzz/corpus/$name
  mkdir -p "$corpus" "fuzz/seeds/$name"
  echo "== $name ($seconds s)"
  options=()
  [[ $name =~ ^templating_(docx|xlsx|pptx)_fuzz$ ]] && options=(-dict=fuzz/templating.dict)
  "$fuzzer" "${options[@]}" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix=build/fuzz/findings/"$name"- \
    "$corpus" "fuzz/seeds/$name" 2>&1 | grep -E 'stat::|ERROR|SUMMARY' || true
done
found=$(ls build/fuzz/findings)
[ -z "$found" ] || { echo "findings: $found"; exit 1; }
echo "no findings"
