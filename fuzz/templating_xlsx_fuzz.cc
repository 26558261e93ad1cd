// Workbooks as strangers write them: whatever the parts hold and wherever they lead, a workbook is filled within its limits or refused in
// words, and what is written can be read again.
//
// Input: a package as text (tests/templating/package_text.h), or a ZIP container.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "templating/json.h"
#include "templating/package_text.h"
#include "templating/path.h"
#include "templating/xlsx/xlsx.h"

namespace {

using namespace docmill;
using namespace docmill::templating;

constexpr const char* kData =
    R"({"n":"N","x":12.5,"d":"2012-04-21T18:25:43Z","t":true,"e":null,"l":[{"a":1,"b":null,"m":[{"c":"x"},{"c":"y"}]},{"a":2,"b":"z","m":[]}],
        "g":[[1,"two"],[3]],"s":["p","q"],"o":{"p":"P"},"none":[]})";

/// Small enough that every input is quick.
constexpr FillLimits kLimits{.copies = 500, .elements = 20'000, .slots = 5'000, .depth = 24};
constexpr ooxml::Limits kPackageLimits{
    .unpacked_size = 1 << 20, .unpacked_ratio = 200, .entries = 100, .xml_size = 1 << 20, .xml_depth = 500};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Value values = *read_json(kData);
  const auto bytes = docmill::trial::package_of_text({reinterpret_cast<const char*>(data), size});
  for (const auto dialect : {Dialect::Classic, Dialect::Modern}) {
    auto package = ooxml::Package::open(bytes, kPackageLimits);
    if (!package) return 0;
    (void)xlsx::text_of(*package);
    Context context;
    context.data = values;
    context.dialect = dialect;
    context.work = 100'000;
    FillBudget budget;
    budget.limits = kLimits;
    const Scope scope(context.data);
    const auto filled = xlsx::fill_workbook(*package, scope, context, budget, {.names_tables = dialect == Dialect::Modern});
    if (!filled) {
      DOCMILL_CHECK(!filled.error().message().empty());
      continue;
    }
    for (const auto* formula : {"Sheet1!$A$1:$C$9", "A1", "One!A3", "T[a]"}) {
      (void)filled->reference(formula);
      (void)filled->cells(formula);
    }
    const auto written = package->write();
    if (!written) continue;  // a part that nobody looked at is damaged
    auto again = ooxml::Package::open(*written);
    DOCMILL_CHECK(again.has_value());
    const auto main = again->main_part();
    DOCMILL_CHECK(main.has_value() && again->xml(*main).has_value());
  }
  return 0;
}
