#include "engines/image/child/operations.h"

#include "engines/child/operations.h"
#include "engines/image/child/edit.h"
#include "engines/image/child/info.h"
#include "engines/image/child/picture.h"
#include "engines/image/child/strip.h"
#include "engines/image/child/to_pdf.h"

namespace docmill::engines::image {
namespace {

const child::Operations& operations() {
  static const child::Operations all{
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

/// What an exception of a library means.
Error explained() {
  try {
    throw;
  } catch (const vips::VError& e) {
    return damaged(e, "The picture");
  } catch (const std::exception& e) {
    return fail(ErrorCode::EngineFailed, "The pictures cannot be worked on.").cause(e.what()).at("image.perform");
  }
}

}  // namespace

Result<Finished> perform(child::Work& work) {
  return child::perform(work, "image", operations(), explained);
}

}  // namespace docmill::engines::image
