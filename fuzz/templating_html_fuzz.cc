// HTML templates as strangers write them: filled within their limit, or refused with a place.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "templating/html/html_template.h"
#include "templating/json.h"

namespace {

using namespace docmill::templating;

constexpr const char* kData =
    R"({"a":{"b":[{"c":1},{"c":"x"}]},"l":[1,2,3],"n":8.5,"d":"2012-04-21T18:25:43Z","t":true,"e":null,"s":"<&>"})";
constexpr std::size_t kLargest = 100'000;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Value values = *read_json(kData);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.find("{{#each") != std::string_view::npos && size > 2000) return 0;  // many loops take long without finding anything
  Context context;
  context.data = values;
  for (const auto escaping : {html::Escaping::None, html::Escaping::Html}) {
    const auto result = html::fill(text, context, {.escaping = escaping, .largest = kLargest});
    if (result)
      DOCMILL_CHECK(result->size() <= kLargest);
    else
      DOCMILL_CHECK(!result.error().message().empty());
  }
  return 0;
}
