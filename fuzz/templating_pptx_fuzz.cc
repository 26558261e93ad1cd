// Presentations as strangers write them: whatever the parts hold and wherever they lead, one is filled within its limits or refused
// in words, and what is written can be read again.
//
// Input: a package as text (tests/templating/package_text.h), or a ZIP container.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "templating/json.h"
#include "templating/package_text.h"
#include "templating/pptx/pptx.h"

namespace {

using namespace docmill;
using namespace docmill::templating;

constexpr const char* kData =
    R"({"n":"N","x":12.5,"d":"2012-04-21T18:25:43Z","t":true,"e":null,"l":[{"a":1,"b":null,"m":[{"c":"x"},{"c":"y"}]},{"a":2,"b":"z","m":[]}],
        "g":[[1,"two"],[3]],"s":["p","q"],"o":{"p":"P"},"none":[],
        "pic":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="})";

/// Small enough that every input is quick.
constexpr FillLimits kLimits{.copies = 500, .elements = 20'000, .slots = 5'000, .depth = 24};
constexpr ooxml::Limits kPackageLimits{
    .unpacked_size = 1 << 20, .unpacked_ratio = 200, .entries = 100, .xml_size = 1 << 20, .xml_depth = 500};

void check(ooxml::Package& package, const Result<void>& filled) {
  if (!filled) {
    DOCMILL_CHECK(!filled.error().message().empty());
    return;
  }
  const auto written = package.write();
  if (!written) return;  // a part that nobody looked at is damaged
  auto again = ooxml::Package::open(*written);
  DOCMILL_CHECK(again.has_value());
  const auto main = again->main_part();
  DOCMILL_CHECK(main.has_value() && again->xml(*main).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Value values = *read_json(kData);
  const auto bytes = docmill::trial::package_of_text({reinterpret_cast<const char*>(data), size});
  for (const auto dialect : {Dialect::Classic, Dialect::Modern}) {
    auto package = ooxml::Package::open(bytes, kPackageLimits);
    if (!package) return 0;
    (void)pptx::text_of(*package);
    Context context;
    context.data = values;
    context.dialect = dialect;
    context.missing = dialect == Dialect::Classic ? MissingValue::Keep : MissingValue::Remove;
    context.work = 100'000;
    check(*package, pptx::fill(*package, context, kLimits));
  }
  return 0;
}
