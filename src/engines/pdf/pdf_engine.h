#pragma once
#include <string>

#include "engines/forked_engine.h"

namespace docmill::engines::pdf {

struct PdfOptions {
  std::string program;                       // path of docmill-pdf
  int ready_children = 1;                    // forked ahead
  std::uint64_t memory_growth = 1ULL << 30;  // bytes a document may add to its child
  std::string run_dir;                       // for scratch space where no private tmpfs can be mounted
};

/// libqpdf as an engine: merges, splits, protects and rewrites PDF documents without drawing them. Its operations are listed in
/// child/operations.cc. Used from one strand.
class PdfEngine final : public ForkedEngine {
 public:
  PdfEngine(Executor executor, PdfOptions options);
};

}  // namespace docmill::engines::pdf
