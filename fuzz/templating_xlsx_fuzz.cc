// Workbooks as strangers write them: whatever the parts hold and wherever they lead, a workbook is filled within its limits or refused in
// words, and what is written can be read again.
//
// Input: a package as text (tests/templating/package_text.h), or a ZIP container.
#include <cstddef>
#include <cstdint>

#include "template_package.h"
#include "templating/path.h"
#include "templating/xlsx/xlsx.h"

using namespace docmill;
using namespace docmill::templating;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::container_of(data, size);
  for (const auto dialect : {Dialect::Classic, Dialect::Modern}) {
    auto package = ooxml::Package::open(bytes, fuzz::kPackageLimits);
    if (!package) return 0;
    (void)xlsx::text_of(*package);
    auto context = fuzz::context_for(dialect);
    FillBudget budget;
    budget.limits = fuzz::kLimits;
    const Scope scope(context.data);
    const auto filled = xlsx::fill_workbook(*package, scope, context, budget, {.names_tables = dialect == Dialect::Modern});
    if (filled) {
      for (const auto* formula : {"Sheet1!$A$1:$C$9", "A1", "One!A3", "T[a]"}) {
        (void)filled->reference(formula);
        (void)filled->cells(formula);
      }
    }
    fuzz::check(*package, filled);
  }
  return 0;
}
