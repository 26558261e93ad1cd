#include "engines/ooxml/ooxml_engine.h"

#include <utility>

#include "engines/protocol.h"

namespace docmill::engines::ooxml {

OoxmlEngine::OoxmlEngine(Executor executor, EngineOptions options)
    : ForkedEngine(std::move(executor), {.name = "ooxml", .product = "ooxml", .most_inputs = kMostInputs, .tries = 1, .ready_for = 8},
                   std::move(options)) {}

}  // namespace docmill::engines::ooxml
