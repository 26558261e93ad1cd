#pragma once
#include "engines/forked_engine.h"

namespace docmill::engines::image {

/// libvips as an engine: makes PDFs of pictures, and pictures of pictures. Its operations are listed in child/operations.cc.
/// Used from one strand.
class ImageEngine final : public ForkedEngine {
 public:
  ImageEngine(Executor executor, EngineOptions options);
};

}  // namespace docmill::engines::image
