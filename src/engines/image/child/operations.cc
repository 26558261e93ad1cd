#include "engines/image/child/operations.h"

#include <map>
#include <string_view>

#include "engines/image/child/edit.h"
#include "engines/image/child/info.h"
#include "engines/image/child/picture.h"
#include "engines/image/child/strip.h"
#include "engines/image/child/to_pdf.h"

namespace docmill::engines::image {
namespace {

using Perform = Result<Finished> (*)(child::Work&);

const std::map<std::string_view, Perform>& operations() {
  static const std::map<std::string_view, Perform> all{
      {"to-pdf", to_pdf},
      {"convert-image", convert_picture},
      {"resize", resize_picture},
      {"rotate", rotate_picture},
      {"crop", crop_picture},
      {"info", picture_info},
      {"strip-metadata", strip_metadata},
  };
  return all;
}

}  // namespace

Result<Finished> perform(child::Work& work) {
  const auto found = operations().find(work.request().operation);
  if (found == operations().end())
    return Failed(fail(ErrorCode::EngineFailed, "The image engine does not know this operation.").cause(work.request().operation));
  try {
    work.begin(Phase::Load);
    return found->second(work);
  } catch (const vips::VError& e) {
    return Failed(damaged(e, "The picture"));
  } catch (const std::bad_alloc&) {
    throw;  // the guard answers for it
  } catch (const std::exception& e) {
    return Failed(fail(ErrorCode::EngineFailed, "The pictures cannot be worked on.").cause(e.what()).at("image.perform"));
  }
}

}  // namespace docmill::engines::image
