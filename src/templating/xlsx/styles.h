#pragma once
#include <map>
#include <pugixml.hpp>

#include "base/result.h"
#include "ooxml/package.h"

namespace docmill::templating::xlsx {

/// The formats of cells, to which those for dates are added as they are needed.
class Styles {
 public:
  /// Errors: as Package::xml().
  static Result<Styles> open(ooxml::Package& package, std::string_view workbook);

  /// A style that shows a serial as a date (and a time where it has one) and is otherwise like `style`; `style` itself when it already has
  /// a format of its own, or when the workbook has no styles.
  std::uint32_t for_date(std::uint32_t style, bool with_time);
  /// Errors: as Package::edit().
  Result<void> save();

 private:
  ooxml::Package* package_ = nullptr;
  std::string part_;
  std::uint32_t count_ = 0;
  std::map<std::pair<std::uint32_t, bool>, std::uint32_t> known_;
  std::vector<std::pair<std::uint32_t, bool>> added_;
  std::vector<bool> general_;  // of each style: no number format
};

}  // namespace docmill::templating::xlsx
