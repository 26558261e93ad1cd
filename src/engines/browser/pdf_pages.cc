#include "engines/browser/pdf_pages.h"

#include <algorithm>

namespace docmill::engines::browser {
namespace {

constexpr std::string_view kPageBegins = "/Type /Page\n";

}  // namespace

void PdfPages::feed(std::string_view piece) {
  tail_.append(piece);
  std::size_t begin = 0;
  for (auto at = tail_.find(kPageBegins); at != std::string::npos; at = tail_.find(kPageBegins, begin)) {
    ++count_;
    begin = at + kPageBegins.size();
  }
  tail_.erase(0, std::max(begin, tail_.size() - std::min(tail_.size(), kPageBegins.size() - 1)));
}

}  // namespace docmill::engines::browser
