#!/usr/bin/env bash
# Builds the site of the documentation into build/site, with Debian's mkdocs, and checks its links. Open build/site/index.html, or
#   ./dev docs --serve    serves it on 127.0.0.1:8000
#   ./dev docs --pictures draws docs/pictures/*.svg anew from their sources first
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
serve=no pictures=no
for word in "$@"; do
  case "$word" in
    --serve) serve=yes ;;
    --pictures) pictures=yes ;;
    *) echo "usage: ./dev docs [--serve] [--pictures]" >&2; exit 2 ;;
  esac
done
scripts/setup.sh --docs

if [ "$pictures" = yes ]; then
  for source in docs/pictures/*.dot; do dot -Tsvg "$source" | grep -v '^<!-- .* -->$' >"${source%.dot}.svg"; done
fi
python3 tests/tutorials/links.py
python3 web/site/stage.py . build
# Its packages of Python lie where Debian puts them; a Python of another origin in front would not find them.
/usr/bin/python3 -m mkdocs build --quiet --strict --config-file build/mkdocs.yml
/usr/bin/python3 - build/site/search <<'PYTHON'
import pathlib, sys
place = pathlib.Path(sys.argv[1])
(place / "search_index.js").write_text(f"var __search = {{index: Promise.resolve({(place / 'search_index.json').read_text()})}}\n")
PYTHON
echo "docs: $(find build/site -name '*.html' | wc -l) pages in build/site"
[ "$serve" = no ] || exec python3 -m http.server --bind 127.0.0.1 --directory build/site 8000
