// Word templates as strangers write them: whatever the parts hold and wherever they lead, a document is filled within its limits or refused
// in words, and what is written can be read again.
//
// Input: a package as text (tests/templating/package_text.h), or a ZIP container.
#include <cstddef>
#include <cstdint>

#include "template_package.h"
#include "templating/docx/docx.h"

using namespace docmill;
using namespace docmill::templating;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::container_of(data, size);
  for (const auto dialect : {Dialect::Classic, Dialect::Modern}) {
    auto package = ooxml::Package::open(bytes, fuzz::kPackageLimits);
    if (!package) return 0;
    (void)docx::text_of(*package);
    auto context = fuzz::context_for(dialect);
    fuzz::check(*package, docx::fill(*package, context, fuzz::kLimits));
  }
  auto package = ooxml::Package::open(bytes, fuzz::kPackageLimits);
  Context context;
  context.data = fuzz::values();
  fuzz::check(*package, docx::fill_merge_fields(*package, context));
  return 0;
}
