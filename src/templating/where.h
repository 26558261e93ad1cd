#pragma once
#include <cstdint>
#include <string>

namespace docmill::templating {

/// Where something stands in a template, as its author finds it.
struct Where {
  std::string part;   // "word/document.xml"
  std::string place;  // "paragraph 12", "table 2, row 3, cell 1", "Sheet1!B4", "slide 3", "line 12, column 5"
  /// The table row or list item around it, a number of the renderer's own: what has the same one stands in the same. 0: none.
  std::uint64_t block = 0;

  /// "word/document.xml, paragraph 12, {{name}}"; what is empty is left out.
  std::string with(const std::string& token) const {
    std::string text = part;
    for (const auto& more : {place, token}) {
      if (!more.empty()) text += (text.empty() ? "" : ", ") + more;
    }
    return text;
  }
};

/// Says where the token is that is in hand. Asked only when there is something to say of it.
class Locator {
 public:
  virtual ~Locator() = default;
  virtual Where where() const = 0;
  /// As it is written; empty when what is in hand is no token.
  virtual std::string token() const = 0;
};

}  // namespace docmill::templating
