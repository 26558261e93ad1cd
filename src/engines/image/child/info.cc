#include "engines/image/child/info.h"

#include <boost/json/object.hpp>
#include <cmath>

#include "engines/child/json_text.h"
#include "engines/image/child/picture.h"

namespace docmill::engines::image {
namespace {

namespace json = boost::json;

json::value density_of(const Facts& facts) {
  if (facts.dpi_x <= 0) return nullptr;
  const auto rounded = [](double dpi) { return std::round(dpi * 100) / 100; };
  return json::object{{"x", rounded(facts.dpi_x)}, {"y", rounded(facts.dpi_y)}};
}

const char* space_of(const vips::VImage& image) {
  switch (image.interpretation()) {
    case VIPS_INTERPRETATION_B_W:
    case VIPS_INTERPRETATION_GREY16: return "Grey";
    case VIPS_INTERPRETATION_sRGB:
    case VIPS_INTERPRETATION_RGB:
    case VIPS_INTERPRETATION_RGB16:
    case VIPS_INTERPRETATION_scRGB: return "RGB";
    case VIPS_INTERPRETATION_CMYK: return "CMYK";
    case VIPS_INTERPRETATION_LAB:
    case VIPS_INTERPRETATION_LABS:
    case VIPS_INTERPRETATION_LABQ: return "Lab";
    default: return "other";
  }
}

}  // namespace

Result<Finished> picture_info(child::Work& work) {
  const auto picture = Picture::open(work);
  if (!picture) return Failed(picture.error());
  const auto facts = picture->facts(0);
  if (!facts) return Failed(facts.error());
  const auto image = picture->page(0);
  const json::object out{{"format", name_of(picture->format())},
                         {"width", facts->width},
                         {"height", facts->height},
                         {"bands", image.bands()},
                         {"depth", static_cast<int>(vips_format_sizeof(image.format())) * 8},
                         {"colourSpace", space_of(image)},
                         {"alpha", image.has_alpha()},
                         {"dpi", density_of(*facts)},
                         {"pages", picture->pages()},
                         {"orientation", facts->orientation},
                         {"hasProfile", image.get_typeof(VIPS_META_ICC_NAME) != 0}};
  work.begin(Phase::Export);
  if (auto given = work.give(child::json_text(out), {.extension = "json", .name = {}}); !given) return Failed(given.error());
  return Finished{};
}

}  // namespace docmill::engines::image
