#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace docmill::engines::browser {

/// Counts the pages of a PDF while it goes by, by how Chromium's PDF writer (Skia) begins a page's object; content is compressed and cannot
/// look like one. For a figure and a limit, not for trust.
class PdfPages {
 public:
  void feed(std::string_view piece);
  std::uint32_t count() const { return count_; }

 private:
  std::string tail_;
  std::uint32_t count_ = 0;
};

}  // namespace docmill::engines::browser
