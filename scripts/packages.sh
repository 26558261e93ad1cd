# What Docmill needs, by Debian 12 package. Sourced by setup.sh.
# shellcheck shell=bash disable=SC2034

# To build: clang 19 because gcc 12 miscompiles coroutines (docs/adr/0001-toolchain.md).
build_packages=(
  clang-19 lld-19 libclang-rt-19-dev cmake ninja-build ccache pkg-config
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libexpected-dev libfmt-dev libspdlog-dev libcli11-dev
  libssl-dev libcurl4-openssl-dev libsqlite3-dev libpq-dev libpugixml-dev libseccomp-dev libzip-dev libfontconfig-dev prometheus-cpp-dev libgtest-dev libgmock-dev libbenchmark-dev
  libvips-dev librsvg2-dev zlib1g-dev
  libpcre2-dev libicu-dev libarchive-dev libxlsxwriter-dev libexpat1-dev
  libreofficekit-dev libqpdf-dev libharfbuzz-dev libfribidi-dev libjpeg62-turbo-dev
  libpoppler-cpp-dev libpng-dev libdeflate-dev libisal-dev libtiff-dev libwebp-dev libimagequant-dev libcgif-dev
  libgmime-3.0-dev libgsf-1-dev libgumbo-dev libcmark-gfm-dev libcmark-gfm-extensions-dev
  libzint-dev
)

# To run: LibreOffice (the -nogui Calc lacks a file that LibreOfficeKit needs) and fonts, which decide fidelity.
run_packages=(
  libreoffice-writer libreoffice-calc libreoffice-impress libreoffice-draw libreofficekit-data
  fonts-liberation2 fonts-urw-base35 fonts-crosextra-carlito fonts-crosextra-caladea fonts-dejavu fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji
  poppler-data fontconfig curl ca-certificates procps chromium-headless-shell
)

# To test: readers that check what Docmill made, the tools of ./dev check, and the servers of a cluster with a clock to turn.
test_packages=(
  clang-tidy-19 clang-format-19 llvm-19 poppler-utils qpdf libvips-tools openssl chromium
  postgresql-15 haproxy libfaketime testssl.sh iproute2
  systemd shellcheck python3 python3-yaml man-db mandoc zsh fish python3-requests jq unzip prometheus
  mono-mcs libmono-system-net-http4.0-cil libmono-system-runtime-serialization4.0-cil libmono-system-xml-linq4.0-cil
)

# To build the site of the documentation: ./dev docs.
docs_packages=(mkdocs mkdocs-material graphviz python3)

# To measure actions: the programs people would otherwise reach for.
bench_packages=(img2pdf zip unzip p7zip-full mhonarc gnumeric)
