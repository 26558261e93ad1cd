#!/usr/bin/env bash
# Installs, builds, starts `docmill serve`, converts examples/ through the public HTTP API and keeps serving.
#   --once          stop after the conversion (exit code 0 on success)
#   DOCMILL_LISTEN  another address than 127.0.0.1:8080;  DOCMILL_DATA  another directory than ./data
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/progress.sh
once=no
for word in "$@"; do
  case "$word" in
    --once) once=yes ;;
    *) echo "usage: ./dev run [--once]" >&2; exit 2 ;;
  esac
done

scripts/setup.sh
mkdir -p build
build() { PRESET=release scripts/build.sh docmill_programs; }
echo "Building: the first time takes ten minutes and more, on two cores; what the compiler says goes to build/build.log"
quietly build/build.log '^\[[0-9]+/[0-9]+\]' build || { tail -40 build/build.log >&2; exit 1; }

export DOCMILL_DATA=${DOCMILL_DATA:-data} DOCMILL_LISTEN=${DOCMILL_LISTEN:-127.0.0.1:8080}
export DOCMILL_LOG_LEVEL=${DOCMILL_LOG_LEVEL:-warn}  # what a newcomer has to know is told below
url=http://$DOCMILL_LISTEN
docmill=build/release/bin/docmill
# Else what answers there would be taken for the server that is started here.
if curl -s -o /dev/null --max-time 5 "$url/"; then
  echo "docmill: something answers at $url already. Stop it, or choose another address: DOCMILL_LISTEN=127.0.0.1:8081 ./dev run" >&2
  exit 1
fi
$docmill serve &
server=$!
stop() { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true; }
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

until curl -fsS -o /dev/null "$url/health/ready" 2>/dev/null; do
  kill -0 "$server" 2>/dev/null || { wait "$server"; exit 1; }
  sleep 0.2
done

key=$($docmill key create --tenant demo --label "dev run" --scope convert --scope console --scope admin | tail -n 1)
results=$DOCMILL_DATA/examples
mkdir -p "$results"
for document in examples/*.docx examples/*.xlsx examples/*.pptx; do
  kind=${document##*.}
  target=$results/$(basename "$document" ".$kind").pdf
  answer=$(curl -fsS -H "Authorization: $key" -F "File=@$document" "$url/api/v2/convert/$kind-to-pdf")
  link=$(sed -n 's/.*"link":"\([^"]*\)".*/\1/p' <<<"$answer")
  curl -fsS -o "$target" "$link"
  [ "$(head -c 5 "$target")" = "%PDF-" ] || { echo "docmill: $document did not become a PDF" >&2; exit 1; }
  echo "converted  $document -> $target"
done

console="$url/console/   sign in with the key"
[ -e web/console/node_modules/.docmill ] || console="without its pages, as npm failed above; when npm works, start this anew"
cat <<TEXT

Docmill is running.
  console  $console
  API      $url/docs       every action with its fields
  key      $key   shown this once; the next start makes another
  results  $results

In another terminal:
  KEY=$key
  curl -s -H "Authorization: \$KEY" -F File=@examples/invoice.docx $url/api/v2/convert/docx-to-pdf

TEXT
[ "$once" = yes ] && exit 0
echo "Stop it with Ctrl-C."
wait "$server"
