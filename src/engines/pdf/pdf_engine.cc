#include "engines/pdf/pdf_engine.h"

#include <utility>

#include "engines/protocol.h"

namespace docmill::engines::pdf {
namespace {

ForkedOptions forked(PdfOptions options) {
  ForkedOptions out{.name = "pdf", .product = "qpdf", .most_inputs = kMostInputs, .tries = 1, .zygote = {}};
  out.zygote.program = std::move(options.program);
  out.zygote.ready_children = options.ready_children;
  out.zygote.memory_growth = options.memory_growth;
  out.zygote.run_dir = std::move(options.run_dir);
  return out;
}

}  // namespace

PdfEngine::PdfEngine(Executor executor, PdfOptions options) : ForkedEngine(std::move(executor), forked(std::move(options))) {}

}  // namespace docmill::engines::pdf
