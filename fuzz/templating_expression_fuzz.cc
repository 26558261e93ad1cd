// Expressions as strangers write them into templates: read or refused with a place, and reckoned within their work.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "templating/context.h"
#include "templating/expression.h"
#include "templating/json.h"

namespace {

using namespace docmill::templating;

constexpr const char* kData = R"({"items":[{"n":"x","q":1,"p":2.5},{"n":"y","q":3}],"s":"text","n":8,"d":"2012-04-21T18:25:43Z","l":[3,1,2],
  "t":true,"e":null,"a b":5})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Value values = *read_json(kData);
  auto expression = Expression::parse({reinterpret_cast<const char*>(data), size});
  if (!expression) {
    DOCMILL_CHECK(!expression.error().message().empty() && expression.error().message().size() < 1000);
    return 0;
  }
  Context context;
  context.data = values;
  context.work = 100'000;
  (void)expression->evaluate(Scope(context.data), context);
  (void)expression->take_calls();
  return 0;
}
