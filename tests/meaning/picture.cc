#include <fmt/format.h>

#include "meaning/meaning.h"
#include "meaning/shades.h"
#include "support/http.h"
#include "support/process.h"

namespace docmill::testing {

std::string meaning_of_picture(const std::string& path) {
  const auto header = [&](const std::string& field) {
    const auto shown = run({"vipsheader", "-f", field, path});
    return shown.out.substr(0, shown.out.find('\n'));
  };
  const auto ppm = path + ".ppm";
  const auto drawn = run({"vipsthumbnail", path, "--size", "192x192>", "-o", ppm + "[background=255]"});
  if (drawn.status != 0) return lines_of("libvips: " + drawn.err);
  return fmt::format("  {} x {} pixels, {} channels\n", header("width"), header("height"), header("bands")) + shades_of(read_file(ppm), 24);
}

}  // namespace docmill::testing
