#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "ooxml/package.h"
#include "templating/fill.h"
#include "templating/json.h"
#include "templating/package_text.h"

// What the fuzzers of Word templates, presentations and workbooks have in common: data, limits small enough that every input is quick, and
// what must hold of each result.

namespace docmill::fuzz {

inline const templating::Value& values() {
  static const templating::Value kValues = *templating::read_json(
      R"({"n":"N","x":12.5,"d":"2012-04-21T18:25:43Z","t":true,"e":null,"l":[{"a":1,"b":null,"m":[{"c":"x"},{"c":"y"}]},{"a":2,"b":"z","m":[]}],
        "g":[[1,"two"],[3]],"s":["p","q"],"o":{"p":"P"},"none":[],
        "pic":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="})");
  return kValues;
}

inline constexpr templating::FillLimits kLimits{.copies = 500, .elements = 20'000, .slots = 5'000, .depth = 24};
inline constexpr ooxml::Limits kPackageLimits{
    .unpacked_size = 1 << 20, .unpacked_ratio = 200, .entries = 100, .xml_size = 1 << 20, .xml_depth = 500};

/// An input is a package as text (tests/templating/package_text.h), or a ZIP container: the container.
inline std::string container_of(const std::uint8_t* data, std::size_t size) {
  return trial::package_of_text({reinterpret_cast<const char*>(data), size});
}

inline templating::Context context_for(templating::Dialect dialect) {
  using templating::Dialect;
  using templating::MissingValue;
  templating::Context context;
  context.data = values();
  context.dialect = dialect;
  context.missing = dialect == Dialect::Classic ? MissingValue::Keep : MissingValue::Remove;
  context.work = 100'000;
  return context;
}

/// Filled, it can be read again; refused, in words.
template <class T>
void check(ooxml::Package& package, const Result<T>& filled) {
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

}  // namespace docmill::fuzz
