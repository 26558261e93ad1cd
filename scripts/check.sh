#!/usr/bin/env bash
# Format, layers, headers that compile alone, clang-tidy. `./dev check --fast` leaves out the last two (minutes);
# `./dev check --changed` does them for what differs from the last commit. What was clean is not read again until it changes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/setup.sh --test
mapfile -t sources < <(git ls-files -co --exclude-standard '*.cc' '*.h' | xargs ls -d 2>/dev/null)  # not what was deleted
clang-format-19 --dry-run --Werror "${sources[@]}"
echo "format: clean"
scripts/check_layers.sh
scripts/check_text.sh
node web/console/node_modules/typescript/bin/tsc -p web/console
echo "console: types agree"
[ "${1:-}" != --fast ] || exit 0
scripts/check_headers.sh "$@"
scripts/check_tidy.sh "$@"
