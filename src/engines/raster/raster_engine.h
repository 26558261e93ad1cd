#pragma once
#include "engines/forked_engine.h"

namespace docmill::engines::raster {

/// Poppler as an engine: draws the pages of PDF documents, reads their text and compares them. Its operations are listed in
/// child/operations.cc. Used from one strand.
class RasterEngine final : public ForkedEngine {
 public:
  RasterEngine(Executor executor, EngineOptions options);
};

}  // namespace docmill::engines::raster
