#include "engines/office/child/page_setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/paper.h"

namespace docmill::engines::office {
namespace {

constexpr double kPointsPerInch = 72;
constexpr double kMillimetresPerInch = 25.4;
constexpr double kMostMargin = 1'000;  // points

std::optional<double> number(std::string_view text) {
  double value = 0;
  if (text.ends_with("pt")) text.remove_suffix(2);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0) || value > kMostMargin) return std::nullopt;
  return value;
}

/// "25 50 75 100;" → top, right, bottom, left.
std::optional<std::array<double, 4>> margins_of(std::string_view text) {
  std::vector<double> values;
  while (!text.empty()) {
    const auto begin = text.find_first_not_of(" ;\t");
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin);
    const auto end = std::min(text.find_first_of(" ;\t"), text.size());
    const auto value = number(text.substr(0, end));
    if (!value || values.size() == 4) return std::nullopt;
    values.push_back(*value);
    text.remove_prefix(end);
  }
  if (values.empty()) return std::nullopt;
  const auto top = values[0];
  const auto right = values.size() > 1 ? values[1] : top;
  return std::array{top, right, values.size() > 2 ? values[2] : top, values.size() > 3 ? values[3] : right};
}

/// Undoes the escapes that make mark-up text; others are the page's own.
std::string unescaped(std::string_view html) {
  static constexpr std::pair<std::string_view, char> kEscapes[] = {{"&lt;", '<'},  {"&gt;", '>'},    {"&quot;", '"'}, {"&#39;", '\''},
                                                                   {"&#34;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}};
  std::string out;
  out.reserve(html.size());
  while (!html.empty()) {
    const auto found = std::ranges::find_if(kEscapes, [&](const auto& escape) { return html.starts_with(escape.first); });
    out += found == std::end(kEscapes) ? html.front() : found->second;
    html.remove_prefix(found == std::end(kEscapes) ? 1 : found->first.size());
  }
  return out;
}

double millimetres(double points) {
  return points / kPointsPerInch * kMillimetresPerInch;
}

}  // namespace

Result<std::string> with_page_setup(std::string_view html, const child::Work& work) {
  std::string page = work.flag("DecodeHtml") ? unescaped(html) : std::string(html);
  std::string rule;
  if (const auto* paper = find_paper(work.param("PaperSize"))) {
    const auto width = paper->width * kMillimetresPerInch;
    const auto height = paper->height * kMillimetresPerInch;
    const bool turned = work.param("Orientation") == "Landscape";
    rule += fmt::format("size: {:.1f}mm {:.1f}mm;", turned ? height : width, turned ? width : height);
  }
  if (const auto& wanted = work.param("Margins"); !wanted.empty()) {
    const auto margins = margins_of(wanted);
    if (!margins) {
      return Failed(fail(ErrorCode::BadRequest, "Margins: send one to four numbers of points, like \"36 54\" or \"25 50 75 100\"."));
    }
    constexpr std::array<std::string_view, 4> kSides{"top", "right", "bottom", "left"};
    for (std::size_t i = 0; i < kSides.size(); ++i) rule += fmt::format("margin-{}: {:.2f}mm;", kSides[i], millimetres((*margins)[i]));
  }
  if (rule.empty()) return page;
  const auto style = fmt::format("<style>@page {{ {} }}</style>", rule);
  // Before everything but a document type, which has to come first.
  const auto head = page.find("<head>");
  page.insert(head == std::string::npos ? 0 : head + 6, style);
  return page;
}

}  // namespace docmill::engines::office
