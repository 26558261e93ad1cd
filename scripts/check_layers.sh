#!/usr/bin/env bash
# Fails on an include that layers.txt does not allow, on a driver or engine included outside app/, and on a header that
# does not say #pragma once.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
find src -name '*.h' -o -name '*.cc' | sort | xargs awk '
  BEGIN {
    while ((getline line < "layers.txt") > 0) {
      if (line ~ /^#/ || line !~ /:/) continue
      split(line, part, ":"); folder = part[1]; allowed[folder] = " " part[2] " "; known[folder] = 1
    }
  }
  FNR == 1 { split(FILENAME, path, "/"); here = path[2]; test = FILENAME ~ /_test\.cc$|_contract\.h$|_fixture\.h$|\/test_/ }
  /^#include "/ {
    split($2, quoted, "\""); target = quoted[2]; split(target, parts, "/"); folder = parts[1]
    if (!(here in known)) { print FILENAME ": folder " here " is not in layers.txt"; bad = 1; next }
    if (test) next                       # a test may bring a real driver
    if (folder != here && allowed[here] !~ / \* / && allowed[here] !~ (" " folder " ")) {
      print FILENAME ":" FNR ": " here "/ may not include " target; bad = 1
    }
    deep = target ~ /^(queue|store|accounts|engines)\/[a-z_]+\//
    same = index(FILENAME, "src/" parts[1] "/" parts[2] "/") == 1
    # What every half in the jail begins with is no engine of its own, but only those halves may have it.
    if (target ~ /^engines\/child\//) same = FILENAME ~ /^src\/engines\/([a-z]+\/)?child\//
    if (deep && !same && here != "app") { print FILENAME ":" FNR ": only app/ may include the driver " target; bad = 1 }
  }
  END { exit bad }
'
missing=$(find src -name '*.h' -exec grep -L '^#pragma once' {} +)
[ -z "$missing" ] || { echo "no #pragma once: $missing"; exit 1; }
echo "layers: clean"
