#!/usr/bin/env bash
# Every header of src/ compiles alone; with --changed, those that git calls changed. What did is remembered in build/tidy/clean like clang-tidy's verdicts (check_tidy.sh).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

check() {
  local header=$1 clean=build/tidy/clean/$1 flags libraries flag
  ! sha256sum --check --status "$clean" 2>/dev/null || return 0
  mkdir -p "$(dirname "$clean")"
  flags=(-std=c++20 -fsyntax-only -Isrc -Itests -DBOOST_ASIO_NO_DEPRECATED -DBOOST_ASIO_DISABLE_BOOST_COROUTINE -DLOK_USE_UNSTABLE_API -DPOINTERHOLDER_TRANSITION=4 -Wall -Wextra)
  for flag in IMAGE_PROGRAM RASTER_PROGRAM SOURCE_DIR; do flags+=("-DDOCMILL_$flag=\"\""); done  # what the build tells tests
  read -ra libraries < <(pkg-config --cflags vips-cpp gmime-3.0 poppler-cpp libxml-2.0)  # libraries whose headers lie in folders of their own
  for flag in "${libraries[@]}"; do flags+=("${flag/#-I/-isystem}"); done
  clang++-19 "${flags[@]}" -Werror -MMD -MF "$clean.rule" -include "$header" -x c++ /dev/null || return 1
  tr -d '\\\n' <"$clean.rule" | cut -d: -f2- | tr -s ' ' '\n' | sed '/^$/d' | xargs sha256sum >"$clean.new"
  rm "$clean.rule"
  mv "$clean.new" "$clean"
}
if [ "${1:-}" = --header ]; then check "$2"; exit; fi

if [ "${1:-}" = --changed ]; then
  { git diff --name-only --diff-filter=d HEAD; git ls-files -o --exclude-standard; } | grep -E '^src/.*\.h$' || true
else
  git ls-files -co --exclude-standard 'src/*.h' | xargs ls -d 2>/dev/null || true  # not what was deleted
fi | xargs -r -P "${JOBS:-$(nproc)}" -n 1 scripts/check_headers.sh --header
echo "headers: each compiles alone"
