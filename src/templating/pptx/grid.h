#pragma once
#include <cstdint>
#include <functional>
#include <pugixml.hpp>
#include <vector>

#include "base/result.h"
#include "templating/outcome.h"

namespace docmill::templating::pptx {

/// An array of arrays written from a cell to the right and down (§3.6): the row becomes one per inner array, the cell one per element, and
/// other cells of the row come along. Cells above and below that stood over the one cell cover all that take its place.
class Grid {
 public:
  /// `mark` stands in a cell of a table; `rows` is borrowed, not empty.
  Grid(pugi::xml_node mark, const std::vector<std::vector<Outcome>>& rows);

  /// About how many nodes it adds.
  std::uint64_t weight() const;
  /// `number`: of the token. `put`: fills the mark of one cell.
  Result<void> write(std::size_t number, const std::function<Result<void>(pugi::xml_node, const Outcome&)>& put) const;

 private:
  void widen(int column, int more) const;
  void share_width(int column, int columns) const;

  pugi::xml_node cell_;
  pugi::xml_node row_;
  pugi::xml_node table_;
  const std::vector<std::vector<Outcome>>& rows_;
  int columns_ = 1;  // of the widest row
};

}  // namespace docmill::templating::pptx
