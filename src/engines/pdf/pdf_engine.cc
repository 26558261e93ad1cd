#include "engines/pdf/pdf_engine.h"

#include <utility>

#include "engines/protocol.h"

namespace docmill::engines::pdf {

PdfEngine::PdfEngine(Executor executor, EngineOptions options)
    : ForkedEngine(std::move(executor), {.name = "pdf", .product = "qpdf", .most_inputs = kMostInputs, .tries = 1}, std::move(options)) {}

}  // namespace docmill::engines::pdf
