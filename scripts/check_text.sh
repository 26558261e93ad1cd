#!/usr/bin/env bash
# What a newcomer would trip over: paths of somebody's machine, unfinished marks, files too long to read.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bad=0
if git grep -nE '/(ho[m]e|wo[r]k|ro[o]t)/[a-z.]' -- . ':!LICENSE'; then echo "text: a path of one machine (above)"; bad=1; fi
if git grep -nE 'TO[D]O|FIX[M]E|\bX[X]X\b' -- src bench tests fuzz scripts; then echo "text: an unfinished mark (above)"; bad=1; fi
while read -r lines file; do
  [ "$file" = total ] || [ "$lines" -le 600 ] || { echo "text: $file has $lines lines; split it"; bad=1; }
done < <(git ls-files 'src/*.cc' 'src/*.h' | grep -v _test | xargs wc -l)
[ "$bad" = 0 ]
echo "text: clean"
