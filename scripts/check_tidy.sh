#!/usr/bin/env bash
# clang-tidy over src/, a folder at a time: its files are read as one, so the headers they share are read once.
# What was clean is remembered in build/tidy/clean, with the digest of every file of ours it was read from, and read again when
# one of them differs. With --changed, only the folders with files that git calls changed; or name folders: check_tidy.sh src/net
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tree=build/tidy/UnifiedSource  # below this name the analyser takes an included .cc for a part of the file that includes it

# Whether all the analyser found in a log ends in a library's own header: a coroutine of Boost that runs outside of all threads, say.
only_in_libraries() {
  local found
  found=$(grep ' error: ' "$1") || return 1
  ! grep -qvE '^/usr/include/.* error: .*\[clang-analyzer-' <<<"$found"
}

# One target of a folder, by the file that includes its sources.
check() {
  local unit=$1 name log began clean command checks=
  name=${unit#*"$tree"/} name=${name/CMakeFiles\//} name=${name%.dir/*}
  clean=build/tidy/clean/$name log=build/tidy/logs/$name.log
  mkdir -p "$(dirname "$clean")" "$(dirname "$log")"
  # A test may look into an optional it expects to be filled: an assertion of the library ends it if not. And tests run under
  # AddressSanitizer, which sees what the analyser can only guess at double the time. Their coroutines end before what started them.
  [[ $name != *_test ]] || checks='-clang-analyzer-*,-bugprone-unchecked-optional-access,-cppcoreguidelines-avoid-capturing-lambda-coroutines'
  { grep -B1 -F "\"file\": \"$unit\"" build/tidy/compile_commands.json; echo "$checks"; } >"$clean.command"
  ! sha256sum --check --status "$clean" 2>/dev/null || return 0
  rm -f "$clean"
  began=$SECONDS
  command=$(sed -nE 's/^ *"command": "(.*) -o .*/\1/p' "$clean.command")
  # The rule reads "x.o: a.cc b.h \": every word but the first and the backslashes is a file. Digests are taken before, so
  # what is edited meanwhile is read again.
  # shellcheck disable=SC2086
  ${command//\\\"/\"} -MM "$unit" | tr -d '\\\n' | cut -d: -f2- | tr -s ' ' '\n' | sed '/^$/d' |
    xargs sha256sum .clang-tidy "$clean.command" >"$clean.new"
  if ! clang-tidy-19 -p build/tidy --quiet --checks="$checks" --warnings-as-errors='*' "$unit" >"$log" 2>&1 && ! only_in_libraries "$log"; then
    grep -vE '^[0-9]+ warnings? generated|^Suppressed|^Use -' "$log"
    echo "clang-tidy: $name is not clean ($((SECONDS - began)) s)"
    return 1
  fi
  mv "$clean.new" "$clean"
  echo "clang-tidy: $name is clean ($((SECONDS - began)) s)"
}
if [ "${1:-}" = --unit ]; then check "$2"; exit; fi

mkdir -p build/tidy
cmake --preset tidy >build/tidy/configure.log || { cat build/tidy/configure.log; exit 1; }
# The same flags as the build, without its precompiled header, which nobody has built here.
sed -E 's/-Xclang -include-pch -Xclang [^ ]+//; s/-Xclang -include -Xclang [^ ]*cmake_pch[^ ]*//; s/-Winvalid-pch//; s/-Xclang -fno-pch-timestamp//; s/ -g / /' \
  $tree/compile_commands.json >build/tidy/compile_commands.json
mapfile -t units < <(sed -nE "s|^ *\"file\": \"(.*/$tree/src/.*)\",?|\1|p" build/tidy/compile_commands.json)

folders=("$@")
if [ "${1:-}" = --changed ]; then
  mapfile -t folders < <({ git diff --name-only HEAD; git ls-files -o --exclude-standard; } | grep -E '^src/.*\.(cc|h)$' | xargs -r dirname | sort -u)
  [ "${#folders[@]}" -gt 0 ] || { echo "clang-tidy: nothing changed"; exit 0; }
fi
if [ "${#folders[@]}" -gt 0 ]; then
  mapfile -t units < <(for folder in "${folders[@]}"; do printf '%s\n' "${units[@]}" | grep -F "/$tree/$folder/CMakeFiles/" || true; done)
fi
[ "${#units[@]}" -gt 0 ] || { echo "clang-tidy: no sources in ${folders[*]}"; exit 1; }
printf '%s\n' "${units[@]}" | xargs -P "${JOBS:-$(nproc)}" -n 1 scripts/check_tidy.sh --unit
echo "clang-tidy: clean"
