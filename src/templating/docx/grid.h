#pragma once
#include <functional>
#include <pugixml.hpp>
#include <vector>

#include "base/result.h"
#include "templating/outcome.h"

namespace docmill::templating::docx {

/// An array of arrays written from a cell to the right and down (§3.6): the row becomes one per inner array, the cell one per element;
/// other cells of the row come along.
class Grid {
 public:
  /// `mark` stands in a cell; `rows` is borrowed, not empty.
  Grid(pugi::xml_node mark, const std::vector<std::vector<Outcome>>& rows);

  /// About how many nodes it adds.
  std::uint64_t weight() const;
  /// `put`: fills the mark of one cell.
  Result<void> write(const std::function<Result<void>(pugi::xml_node, const Outcome&)>& put) const;

 private:
  pugi::xml_node mark_;
  pugi::xml_node cell_;
  pugi::xml_node row_;
  const std::vector<std::vector<Outcome>>& rows_;
  std::size_t columns_ = 1;
};

/// Columns of the table's grid that a cell covers.
unsigned span_of(pugi::xml_node cell);
/// The first of them.
unsigned column_of(pugi::xml_node cell);

}  // namespace docmill::templating::docx
