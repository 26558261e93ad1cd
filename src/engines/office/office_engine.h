#pragma once
#include <string>

#include "engines/forked_engine.h"

namespace docmill::engines::office {

struct OfficeOptions {
  std::string program;                       // path of docmill-office
  int ready_children = 1;                    // forked ahead; each saves a document the fork's 10 ms and costs about 20 MB
  std::uint64_t memory_growth = 1ULL << 30;  // bytes a document may add to its child
  std::string run_dir;                       // for scratch space where no private tmpfs can be mounted
};

/// LibreOffice as an engine: operation "convert", any type of extensions.h to "pdf", and to "docx", "xlsx" or "pptx"
/// within its family. One input, one output, one fresh jailed child each.
/// Param "TypeBy" = "content": the bytes' own type counts where the input's extension says another.
/// An attempt that ends in EngineFailed runs once more in a fresh child before the caller hears of it.
/// Used from one strand.
class OfficeEngine final : public ForkedEngine {
 public:
  OfficeEngine(Executor executor, OfficeOptions options);
};

}  // namespace docmill::engines::office
