#include "engines/office/office_engine.h"

#include <utility>

namespace docmill::engines::office {

OfficeEngine::OfficeEngine(Executor executor, EngineOptions options)
    : ForkedEngine(std::move(executor), {.name = "office", .product = "LibreOffice", .most_inputs = 1, .tries = 2, .binds_first = false},
                   std::move(options)) {}

}  // namespace docmill::engines::office
