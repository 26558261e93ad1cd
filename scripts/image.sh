#!/usr/bin/env bash
# Builds the container image and uses it: every program starts in it, the jail says which layers it has there, and `docmill serve` converts
# a document as the user the image names.
#   ./dev image [TAG]        TAG: docmill unless told otherwise
# Wants buildah (Debian's; no daemon). Where no registry can be reached, the base is made of Debian's packages with debootstrap, and where
# containers may not be nested buildah works without namespaces.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tag=${1:-docmill}
for program in buildah curl; do
  command -v "$program" >/dev/null || { echo "docmill: $program is missing: apt-get install --no-install-recommends $program" >&2; exit 2; }
done
export STORAGE_DRIVER=${STORAGE_DRIVER:-vfs} BUILDAH_ISOLATION=${BUILDAH_ISOLATION:-chroot}

base=docker.io/library/debian:12-slim
if ! buildah pull --quiet "$base" >/dev/null 2>&1; then
  base=localhost/debian-12-slim
  if ! buildah inspect --type image "$base" >/dev/null 2>&1; then
    command -v debootstrap >/dev/null || { echo "docmill: no registry answers; to make a base: apt-get install --no-install-recommends debootstrap" >&2; exit 2; }
    echo "== no registry answers: a base of Debian's packages"
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    debootstrap --variant=minbase bookworm "$root" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$root.log" 2>&1 ||
      { tail -5 "$root.log" >&2; exit 1; }
    # A host that is told another way to the packages tells the image the same.
    cp -a /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
    scratch=$(buildah from scratch)
    buildah add --quiet "$scratch" "$root" / >/dev/null
    buildah config --cmd bash "$scratch"
    buildah commit --quiet "$scratch" "$base" >/dev/null
    buildah rm "$scratch" >/dev/null
  fi
fi

echo "== building $tag from $base"
buildah build --network host --layers --build-arg BASE="$base" --tag "$tag" --file deploy/container/Containerfile .

echo "== trying it"
container=$(buildah from "$tag")
finish() {
  buildah rm "$container" >/dev/null
  rm -rf "${root:-}"
}
trap finish EXIT
# The text is for the shell in the container.
# shellcheck disable=SC2016
buildah run --network host --volume "$PWD/examples:/examples:ro" "$container" -- bash -euo pipefail -c '
  echo "user $(id -u), $(docmill version | head -1)"
  # Chromium jails its pages with user namespaces; where a container may not have them, a worker does without it.
  documents="/examples/invoice.docx /examples/budget.xlsx /tmp/page.html"
  if ! unshare --user true 2>/dev/null; then
    echo "no user namespaces in this container: without Chromium"
    export DOCMILL_BROWSER_PROGRAM=none
    documents=${documents% *}
  fi
  docmill doctor
  export DOCMILL_LISTEN=127.0.0.1:0 DOCMILL_METRICS_LISTEN=127.0.0.1:0
  docmill serve >/tmp/serve.log 2>&1 &
  server=$!
  trap "kill $server 2>/dev/null; wait $server || true" EXIT
  until url=$(sed -n "s/^docmill listens on //p" /tmp/serve.log) && [ -n "$url" ] &&
    curl --fail --silent --output /dev/null "$url/health/ready"; do
    kill -0 "$server" 2>/dev/null || { cat /tmp/serve.log; exit 1; }
    sleep 0.2
  done
  key=$(docmill key create --tenant image --label trial | tail -1)
  echo "<h1>A page</h1>" >/tmp/page.html
  for document in $documents; do
    answer=$(curl --fail-with-body --silent --show-error -H "Authorization: $key" -F "File=@$document" \
      "$url/api/v2/convert/any-to-pdf") || { echo "$document: $answer"; exit 1; }
    curl --fail --silent --show-error --output /tmp/result.pdf "$(sed -n "s/.*\"link\":\"\([^\"]*\)\".*/\1/p" <<<"$answer")"
    [ "$(head -c 5 /tmp/result.pdf)" = %PDF- ] || { echo "$document did not become a PDF"; exit 1; }
    echo "converted $document"
  done
'
echo "== $tag works: $(buildah images --format '{{.Size}}' "$tag")"
