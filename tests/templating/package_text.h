#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "ooxml/zip_maker.h"

// Packages as text that fuzzers can change and people can read. For tests and fuzzers only.

namespace docmill::trial {

/// The package that a text stands for: "== word/document.xml" in a line of its own begins a part. Text that begins like a ZIP container is
/// taken for one.
inline std::string package_of_text(std::string_view text) {
  if (text.starts_with("PK")) return std::string(text);
  ooxml::Entries entries;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with("== ")) {
      entries.emplace_back(line.substr(3), "");
      if (entries.size() > 40) break;
    } else if (!entries.empty()) {
      entries.back().second.append(line).append("\n");
    }
  }
  // The library that writes containers takes no empty names, none that are no UTF-8, and zip_of() no name three times.
  std::map<std::string, int> times;
  std::erase_if(entries, [&](const auto& entry) {
    const auto& name = entry.first;
    return name.empty() || name.find('\0') != std::string::npos || !is_utf8(name) || ++times[name] > 2;
  });
  return ooxml::zip_of(entries, false);
}

}  // namespace docmill::trial
