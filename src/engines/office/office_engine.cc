#include "engines/office/office_engine.h"

#include <utility>

namespace docmill::engines::office {
namespace {

ForkedOptions forked(OfficeOptions options) {
  ForkedOptions out{.name = "office", .product = "LibreOffice", .most_inputs = 1, .tries = 2, .zygote = {}};
  out.zygote.program = std::move(options.program);
  out.zygote.ready_children = options.ready_children;
  out.zygote.memory_growth = options.memory_growth;
  out.zygote.run_dir = std::move(options.run_dir);
  return out;
}

}  // namespace

OfficeEngine::OfficeEngine(Executor executor, OfficeOptions options) : ForkedEngine(std::move(executor), forked(std::move(options))) {}

}  // namespace docmill::engines::office
