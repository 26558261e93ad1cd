#include "engines/office/child/page_setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/lengths.h"
#include "base/paper.h"
#include "base/small_letters.h"

namespace docmill::engines::office {
namespace {

constexpr double kMillimetresPerInch = 25.4;
constexpr Inches kWidestMargin = 1'000.0 / 72;

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

/// Behind the page's own rules, of which the last one counts: at the end of its head or, where that has no end, in front of its body; a
/// page with neither has rules nowhere, but perhaps a document type, behind which alone something may stand.
std::size_t place_of_rule(std::string_view page) {
  const auto letters = small_letters(page);
  for (const std::string_view end : {"</head>", "<body"}) {
    if (const auto at = letters.find(end); at != std::string::npos) return at;
  }
  const auto doctype = letters.find("<!doctype");
  const auto behind = doctype == std::string::npos ? doctype : letters.find('>', doctype);
  return behind == std::string::npos ? 0 : behind + 1;
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
    const auto margins = read_margins("Margins", wanted, BareUnit::Points);
    if (!margins) return Failed(margins.error());
    constexpr std::array<std::string_view, 4> kSides{"top", "right", "bottom", "left"};
    for (std::size_t i = 0; i < kSides.size(); ++i) {
      const auto side = (*margins)[i];
      if (side > kWidestMargin) return Failed(fail(ErrorCode::BadRequest, "Margins: send lengths of at most 1000 points."));
      rule += fmt::format("margin-{}: {:.2f}mm;", kSides[i], side * kMillimetresPerInch);
    }
  }
  if (rule.empty()) return page;
  const auto style = fmt::format("<style>@page {{ {} }}</style>", rule);
  page.insert(place_of_rule(page), style);
  return page;
}

}  // namespace docmill::engines::office
