// Texts of templates: the tokens found lie in their order and inside of the text, and each can be applied, whatever it says.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "templating/alias.h"
#include "templating/formatter.h"
#include "templating/json.h"
#include "templating/token.h"

namespace {

using namespace docmill::templating;

constexpr const char* kData =
    R"({"a":{"b":[{"c":1,"d":"x"},{"c":2.5}],"e":null},"s":"Derek Clark","n":8,"d":"2012-04-21T18:25:43Z","l":[1,2,3],
  "g":[[1,2],[3]],"t":true,"z":""})";

void check_tokens(std::string_view text, Dialect dialect) {
  Context context;
  static const Value data = *read_json(kData);
  context.data = data;
  context.dialect = dialect;
  context.work = 100'000;
  const auto tokens = find_tokens(text, dialect);
  std::size_t before = 0;
  for (const auto& token : tokens) {
    DOCMILL_CHECK(token.begin >= before && token.end > token.begin + 2 && token.end <= text.size());
    before = token.end;
    if (token.kind == TokenKind::Alias) {
      if (!apply_alias(token, context)) return;
      continue;
    }
    for (const auto& path : token.paths) (void)repetition_of(Scope(context.data), path);
    if (token.kind == TokenKind::If) (void)condition_holds(token, Scope(context.data), context);
    if (!token.is_control() || token.kind == TokenKind::HideIf) (void)apply_token(token, Scope(context.data), context);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_tokens(text, Dialect::Classic);
  check_tokens(text, Dialect::Modern);
  (void)guess_dialect(text);
  return 0;
}
