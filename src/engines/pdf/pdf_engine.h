#pragma once
#include "engines/forked_engine.h"

namespace docmill::engines::pdf {

/// libqpdf as an engine: merges, splits, protects and rewrites PDF documents without drawing them. Its operations are listed in
/// child/operations.cc. Used from one strand.
class PdfEngine final : public ForkedEngine {
 public:
  PdfEngine(Executor executor, EngineOptions options);
};

}  // namespace docmill::engines::pdf
