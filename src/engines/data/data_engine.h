#pragma once
#include "engines/forked_engine.h"

namespace docmill::engines::data {

/// Regular expressions, tables (CSV, JSON, XLSX) and archives as an engine. Its operations are listed in child/operations.cc. Used from one
/// strand.
class DataEngine final : public ForkedEngine {
 public:
  DataEngine(Executor executor, EngineOptions options);
};

}  // namespace docmill::engines::data
