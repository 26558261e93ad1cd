#include "engines/raster/child/operations.h"

#include <map>
#include <new>
#include <string_view>

#include "engines/raster/child/compare.h"
#include "engines/raster/child/images.h"
#include "engines/raster/child/info.h"
#include "engines/raster/child/text.h"

namespace docmill::engines::raster {
namespace {

using Perform = Result<Finished> (*)(child::Work&);

const std::map<std::string_view, Perform>& operations() {
  static const std::map<std::string_view, Perform> all{
      {"pdf-to-image", pdf_to_image}, {"pdf-to-text", pdf_to_text},
      {"thumbnail", thumbnail},       {"info", info},
      {"compare", compare},           {"difference-images", difference_images},
  };
  return all;
}

}  // namespace

Result<Finished> perform(child::Work& work) {
  const auto found = operations().find(work.request().operation);
  if (found == operations().end())
    return Failed(fail(ErrorCode::EngineFailed, "The raster engine does not know this operation.").cause(work.request().operation));
  try {
    work.begin(Phase::Load);
    return found->second(work);
  } catch (const std::bad_alloc&) {
    throw;  // the guard answers for it
  } catch (const std::exception& e) {
    return Failed(fail(ErrorCode::InputDamaged, "The PDF cannot be worked on; it is damaged.").cause(e.what()).at("raster.perform"));
  }
}

}  // namespace docmill::engines::raster
