#include "engines/raster/child/operations.h"

#include "engines/child/operations.h"
#include "engines/raster/child/compare.h"
#include "engines/raster/child/images.h"
#include "engines/raster/child/info.h"
#include "engines/raster/child/text.h"

namespace docmill::engines::raster {
namespace {

const child::Operations& operations() {
  static const child::Operations all{
      {"pdf-to-image", pdf_to_image}, {"pdf-to-text", pdf_to_text},
      {"thumbnail", thumbnail},       {"info", info},
      {"compare", compare},           {"difference-images", difference_images},
  };
  return all;
}

/// What an exception of a library means.
Error explained() {
  try {
    throw;
  } catch (const std::exception& e) {
    return fail(ErrorCode::InputDamaged, "The PDF cannot be worked on; it is damaged.").cause(e.what()).at("raster.perform");
  }
}

}  // namespace

Result<Finished> perform(child::Work& work) {
  return child::perform(work, "raster", operations(), explained);
}

}  // namespace docmill::engines::raster
