#pragma once
#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "templating/where.h"

namespace docmill::templating::docx {

/// Counts paragraphs, tables, rows and cells on the way through a part, so that an author finds what is spoken of.
class Spots {
 public:
  struct Spot {
    std::uint32_t paragraph = 0;  // of the part, counted from 1
    std::uint32_t table = 0;      // of the part, counted from 1; 0: outside of tables. The innermost
    std::uint32_t row = 0;
    std::uint32_t cell = 0;
    bool item = false;  // of a list

    /// "table 2, row 3, cell 1", "paragraph 12".
    Where in(const std::string& part) const;
  };

  /// Called for every element of the part, in the order of the document; `depth`: as ooxml::next_node counts.
  void visit(pugi::xml_node node, int depth);
  /// Where the last element visited stands.
  const Spot& here() const { return here_; }

 private:
  struct Open {
    int depth = 0;
    Spot spot;
  };

  std::vector<Open> open_;  // tables around, the innermost last
  std::uint32_t tables_ = 0;
  std::uint32_t paragraphs_ = 0;
  Spot here_;
};

}  // namespace docmill::templating::docx
