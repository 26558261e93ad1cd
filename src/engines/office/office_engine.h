#pragma once
#include "engines/forked_engine.h"

namespace docmill::engines::office {

/// LibreOffice as an engine: operation "convert", any type of extensions.h to "pdf", and to "docx", "xlsx" or "pptx"
/// within its family. One input, one output, one fresh jailed child each.
/// Param "TypeBy" = "content": the bytes' own type counts where the input's extension says another.
/// An attempt that ends in EngineFailed runs once more in a fresh child before the caller hears of it.
/// Used from one strand.
class OfficeEngine final : public ForkedEngine {
 public:
  OfficeEngine(Executor executor, EngineOptions options);
};

}  // namespace docmill::engines::office
