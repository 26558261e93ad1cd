#!/usr/bin/env bash
# Builds one preset. One build at a time: two cores gain nothing from more, and a lock keeps concurrent callers apart.
set -euo pipefail
preset=${PRESET:-release}
mkdir -p build
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime CCACHE_BASEDIR=$PWD
export CCACHE_DIR=${CCACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/ccache}
(
  flock 9
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >"build/configure-$preset.log" || { cat "build/configure-$preset.log"; exit 1; }
  targets=()
  [ $# -eq 0 ] || targets=(--target "$@")
  cmake --build "build/$preset" "${targets[@]}"
) 9>build/.lock
