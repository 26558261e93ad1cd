#include "engines/data/data_engine.h"

#include <utility>

#include "engines/protocol.h"

namespace docmill::engines::data {

DataEngine::DataEngine(Executor executor, EngineOptions options)
    : ForkedEngine(std::move(executor), {.name = "data", .product = "data", .most_inputs = kMostInputs, .tries = 1}, std::move(options)) {}

}  // namespace docmill::engines::data
