#pragma once
#include "engines/forked_engine.h"

namespace docmill::engines::ooxml {

/// Word documents and workbooks (Office Open XML) changed part by part. Its operations are listed in child/operations.cc. Used from one
/// strand.
class OoxmlEngine final : public ForkedEngine {
 public:
  OoxmlEngine(Executor executor, EngineOptions options);
};

}  // namespace docmill::engines::ooxml
