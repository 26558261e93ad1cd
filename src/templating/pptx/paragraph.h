#pragma once
#include <cstddef>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace docmill::templating::pptx {

/// The text of an a:p, its runs joined, and which element each stretch of it comes from.
class Paragraph {
 public:
  explicit Paragraph(pugi::xml_node paragraph);

  const std::string& text() const { return text_; }

  /// Puts a mark with this number where [begin, end) of the text stands, in the format of the run that holds its first character; what the
  /// other runs have of it leaves them (§2.3). From the last stretch to the first: what lies behind `end` is not looked at again.
  void put_mark(std::size_t begin, std::size_t end, std::size_t number);

 private:
  struct Piece {
    pugi::xml_node node;  // a:r, or an element that stands for a character; none when it cannot be taken out
    std::size_t begin = 0;
    std::size_t end = 0;
    bool run = false;
  };

  void add(pugi::xml_node node, std::string_view text, bool run);
  void erase(Piece& piece, std::size_t begin, std::size_t end);

  std::string text_;
  std::vector<Piece> pieces_;
};

}  // namespace docmill::templating::pptx
