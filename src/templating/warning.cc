#include "templating/warning.h"

#include <algorithm>

#include "base/utf8.h"

namespace docmill::templating {

namespace {

/// Cut before the first character that does not fit whole.
void cut(std::string& text) {
  if (text.size() <= Warnings::kLongestText) return;
  std::size_t end = Warnings::kLongestText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  text += "\u2026";
}

bool same(const Warning& a, const Warning& b) {
  return a.part == b.part && a.place == b.place && a.token == b.token && a.message == b.message;
}

}  // namespace

void Warnings::add(Warning warning) {
  cut(warning.part);
  cut(warning.place);
  cut(warning.token);
  cut(warning.message);
  if (std::ranges::any_of(list_, [&](const Warning& kept) { return same(kept, warning); })) return;
  if (list_.size() >= most_) {
    ++dropped_;
    return;
  }
  list_.push_back(std::move(warning));
}

}  // namespace docmill::templating
