#include "templating/parts/plain_text.h"

#include "templating/formatter.h"

namespace docmill::templating {

Result<std::string> fill_plain_text(const std::string& text, const Scope& scope, Context& context) {
  if (!may_have_tokens(text)) return text;
  std::string filled;
  std::size_t done = 0;
  for (const auto& token : find_tokens(text, context.dialect)) {
    if (token.is_control()) continue;
    auto outcome = apply_token(token, scope, context);
    if (!outcome) return Failed(outcome.error());
    if (outcome->kind == Outcome::Kind::Keep) continue;
    filled.append(text, done, token.begin - done);
    filled += sayable(outcome->printed());
    done = token.end;
  }
  return filled.append(text, done);
}

std::string sayable(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') continue;
    // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
    if (byte == 0xEF && i + 2 < text.size() && text.substr(i, 2) == "\xEF\xBF" && static_cast<unsigned char>(text[i + 2]) >= 0xBE) {
      i += 2;
      continue;
    }
    kept += text[i];
  }
  return kept;
}

}  // namespace docmill::templating
