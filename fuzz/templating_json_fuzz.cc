// A job's data as strangers send it. What is read can be written and read again as the same; what is refused says where.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/utf8.h"
#include "templating/json.h"
#include "templating/print.h"

namespace {

using namespace docmill;

/// The same kinds and texts; numbers may be spelled otherwise, and NaN has no spelling.
void check_reading(std::string_view text) {
  const templating::JsonOptions options{.most_values = 10'000, .deepest = 50};
  const auto value = templating::read_json(text, options);
  if (!value) {
    DOCMILL_CHECK(!value.error().message().empty() && value.error().message().size() < 1000);
    DOCMILL_CHECK(is_utf8(value.error().message()));
    return;
  }
  DOCMILL_CHECK(is_utf8(templating::print_invariant(*value)));
  const auto written = templating::write_json(*value);
  const auto again = templating::read_json(written, options);
  DOCMILL_CHECK(again.has_value());
  DOCMILL_CHECK(templating::write_json(*again) == written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check_reading(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
