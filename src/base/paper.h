#pragma once
#include <span>
#include <string_view>
#include <vector>

namespace docmill {

/// A size of paper by the name that .NET's PaperKind gives it, which clients of this API know, and as it says: of all but Ledger, which
/// is Tabloid on its side, the width is the shorter one.
struct Paper {
  std::string_view name;
  double width;  // inches
  double height;
};

/// In the order in which they are offered, A4 first.
std::span<const Paper> papers();
std::vector<std::string_view> paper_names();
/// nullptr when there is none of this name.
const Paper* find_paper(std::string_view name);

}  // namespace docmill
