#!/usr/bin/env bash
# Half of a cluster runs another release: builds REVISION beside this tree, then lets every other API node, worker and steward run its
# programs, under chaos and through rolling restarts. What both read and write (records, messages, tables, settings) is then read and
# written by both.
#   ./dev beside REVISION
# DOCMILL_JOBS, DOCMILL_SEED and DOCMILL_FLAVOUR choose as they do for the chaos test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ $# -eq 1 ] || { echo "usage: ./dev beside REVISION" >&2; exit 2; }
revision=$(git rev-parse --verify --quiet "$1^{commit}") || { echo "There is no revision $1 here; name a tag or a commit." >&2; exit 2; }
other=$PWD/build/beside/$revision

scripts/setup.sh --test
if [ ! -d "$other" ]; then
  git worktree prune
  git worktree add --detach "$other" "$revision"
fi
(cd "$other" && PRESET=release scripts/build.sh docmill_programs)
PRESET=release scripts/build.sh docmill_programs docmill_chaos_test docmill_cluster_test

export DOCMILL_OTHER_RELEASE=$other/build/release/bin/docmill
echo "== every other node runs $("$DOCMILL_OTHER_RELEASE" version | head -1)"
build/release/bin/docmill_chaos_test
build/release/bin/docmill_cluster_test
