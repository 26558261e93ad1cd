#!/usr/bin/env bash
# Format, layers, headers that compile alone, clang-tidy. `./dev check --fast` leaves out the last two (minutes).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/setup.sh --test
mapfile -t sources < <(git ls-files -co --exclude-standard '*.cc' '*.h')
clang-format-19 --dry-run --Werror "${sources[@]}"
echo "format: clean"
scripts/check_layers.sh
scripts/check_text.sh
[ "${1:-}" != --fast ] || exit 0

# The debug build knows every file by itself.
[ -f build/debug/compile_commands.json ] || PRESET=debug scripts/build.sh docmill_pch
flags=(-std=c++20 -fsyntax-only -Isrc -DBOOST_ASIO_NO_DEPRECATED -DBOOST_ASIO_DISABLE_BOOST_COROUTINE -DLOK_USE_UNSTABLE_API -Wall -Wextra -x c++)
read -ra libraries < <(pkg-config --cflags vips-cpp gmime-3.0)  # libraries whose headers lie in folders of their own
for flag in "${libraries[@]}"; do flags+=("${flag/#-I/-isystem}"); done
git ls-files -co --exclude-standard 'src/*.h' | xargs -P 2 -n 4 clang++-19 "${flags[@]}" -Wno-pragma-once-outside-header
echo "headers: each compiles alone"

# The tidy run reads the same flags as the build, without its precompiled header.
mkdir -p build/tidy
sed -E 's/-Xclang -include-pch -Xclang [^ ]+//; s/-Xclang -include -Xclang [^ ]*cmake_pch[^ ]*//; s/-Winvalid-pch//; s/-Xclang -fno-pch-timestamp//' \
  build/debug/compile_commands.json >build/tidy/compile_commands.json
git ls-files -co --exclude-standard 'src/*.cc' | xargs -P 2 -n 1 clang-tidy-19 -p build/tidy --quiet --warnings-as-errors='*' 2>build/tidy/log
echo "clang-tidy: clean"
