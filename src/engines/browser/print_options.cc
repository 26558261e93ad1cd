#include "engines/browser/print_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/paper.h"
#include "engines/browser/extra_headers.h"
#include "model/page_list.h"

namespace docmill::engines::browser {
namespace {

constexpr double kPixelsPerInch = 96;
constexpr Inches kLargestPaper = 200;  // PDF's own limit, 14,400 points (ISO 32000-1 annex C)

struct Unit {
  std::string_view name;
  double per_inch;
};
constexpr std::array<Unit, 6> kUnits{{{"px", kPixelsPerInch}, {"mm", 25.4}, {"cm", 2.54}, {"in", 1}, {"pt", 72}, {"pc", 6}}};

Error wrong_field(std::string_view field, std::string what) {
  return fail(ErrorCode::BadRequest, fmt::format("{}: {}", field, what));
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// The step's params with typed questions.
class Params {
 public:
  explicit Params(const std::map<std::string, std::string>& given) : given_(given) {}

  std::string text(const char* name) const {
    const auto found = given_.find(name);
    return found == given_.end() ? std::string() : found->second;
  }
  bool truth(const char* name, bool fallback) const {
    const auto value = text(name);
    return value.empty() ? fallback : value == "true";
  }
  int number(const char* name, int fallback) const {
    const auto value = text(name);
    int out = fallback;
    std::from_chars(value.data(), value.data() + value.size(), out);
    return out;
  }

 private:
  const std::map<std::string, std::string>& given_;
};

Result<void> read_size(const Params& params, PaperOptions& paper) {
  const auto name = params.text("Size");
  const auto* found = name.empty() ? &papers().front() : find_paper(name);
  if (found == nullptr) return Failed(wrong_field("Size", "this paper size is not known; send A4, Letter, Legal or another of the list."));
  paper.width = found->width;
  paper.height = found->height;
  for (auto [field, length] : {std::pair{"Width", &paper.width}, std::pair{"Height", &paper.height}}) {
    const auto text = params.text(field);
    if (text.empty()) continue;
    auto read = read_length(field, text);
    if (!read) return Failed(read.error());
    if (*read < 0.1 || *read > kLargestPaper) return Failed(wrong_field(field, "send a length between 0.1in and 200in."));
    *length = *read;
  }
  if (params.text("Orientation") == "Landscape") std::swap(paper.width, paper.height);
  return {};
}

/// Our "1-3;5" as Chromium writes it, "1-3, 5"; it prints pages in their own order, each once.
Result<std::string> read_ranges(const std::string& text) {
  auto list = model::parse_page_list(text);
  if (!list) return Failed(wrong_field("PageRanges", list.error().message()));
  std::string out;
  for (const auto& range : *list) out += fmt::format("{}{}-{}", out.empty() ? "" : ",", range.first, range.last);
  return out;
}

Result<PaperOptions> read_paper(const Params& params) {
  PaperOptions paper;
  if (auto size = read_size(params, paper); !size) return Failed(size.error());
  if (const auto text = params.text("Margins"); !trim(text).empty()) {
    auto margins = read_margins(text);
    if (!margins) return Failed(margins.error());
    const auto& [top, right, bottom, left] = *margins;
    if (left + right >= paper.width || top + bottom >= paper.height) {
      return Failed(wrong_field("Margins", "they leave no room on the page; send smaller ones or a larger Size."));
    }
    paper.margins = *margins;
  }
  auto ranges = read_ranges(params.text("PageRanges"));
  if (!ranges) return Failed(ranges.error());
  paper.ranges = *std::move(ranges);
  paper.scale = std::clamp(params.number("Scale", 100), 10, 200) / 100.0;
  paper.background = params.truth("Background", true);
  paper.css_size = params.truth("PreferCssPageSize", false);
  paper.outline = params.truth("Outline", false);
  paper.tagged = params.truth("Tagged", true);
  return paper;
}

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

PictureOptions read_picture(const Params& params) {
  PictureOptions picture;
  if (const auto format = params.text("Format"); !format.empty()) picture.format = lower_case(format);
  picture.quality = std::clamp(params.number("Quality", picture.quality), 1, 100);
  picture.width = std::clamp(params.number("Width", picture.width), 16, 8192);
  picture.height = std::clamp(params.number("Height", picture.height), 16, 8192);
  picture.scale = std::clamp(params.number("Scale", 1), 1, 3);
  picture.full_page = params.truth("FullPage", true);
  picture.selector = params.text("Selector");
  picture.transparent = params.truth("OmitBackground", false);
  return picture;
}

WaitOptions read_wait(const Params& params) {
  return {.delay = std::chrono::milliseconds(std::clamp(params.number("WaitDelay", 0), 0, 30'000)),
          .selector = params.text("WaitSelector"),
          .expression = params.text("WaitExpression"),
          .network_idle = params.truth("WaitNetworkIdle", false)};
}

}  // namespace

Result<Inches> read_length(std::string_view field, std::string_view text) {
  text = trim(text);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  const auto unit = lower_case(std::string(trim(text.substr(static_cast<std::size_t>(end - text.data())))));
  const auto found = std::ranges::find(kUnits, unit.empty() ? std::string_view("px") : std::string_view(unit), &Unit::name);
  if (error != std::errc{} || !std::isfinite(number) || number < 0 || found == kUnits.end()) {
    return Failed(wrong_field(field, "send a length such as 210mm, 8.5in, 2cm, 36pt or 100 (pixels)."));
  }
  return number / found->per_inch;
}

Result<std::array<Inches, 4>> read_margins(std::string_view text) {
  text = trim(text);
  if (text.ends_with(';')) text = trim(text.substr(0, text.size() - 1));
  std::vector<Inches> sides;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find_first_of(" \t\r\n"));
    auto side = read_length("Margins", word);
    if (!side) return Failed(side.error());
    sides.push_back(*side);
    if (sides.size() > 4) break;
    text = trim(text.substr(word.size()));
  }
  switch (sides.size()) {
    case 1: return std::array{sides[0], sides[0], sides[0], sides[0]};
    case 2: return std::array{sides[0], sides[1], sides[0], sides[1]};
    case 3: return std::array{sides[0], sides[1], sides[2], sides[1]};
    case 4: return std::array{sides[0], sides[1], sides[2], sides[3]};
    default: break;
  }
  return Failed(wrong_field("Margins", "send one to four lengths, top right bottom left: 10mm 20mm."));
}

std::string origin_of(std::string_view url) {
  const auto text = lower_case(std::string(url.substr(0, url.find_first_of("?#"))));
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string::npos) return {};
  const auto scheme = text.substr(0, scheme_end);
  if (scheme != "http" && scheme != "https") return {};
  auto host = text.substr(scheme_end + 3);
  host = host.substr(0, host.find_first_of("/\\"));
  if (const auto at = host.rfind('@'); at != std::string::npos) host.erase(0, at + 1);
  const std::string_view usual = scheme == "http" ? ":80" : ":443";
  if (host.ends_with(usual)) host.resize(host.size() - usual.size());
  return host.empty() ? std::string() : scheme + "://" + host;
}

Result<BrowserJob> read_job(const std::map<std::string, std::string>& given, bool picture) {
  const Params params(given);
  BrowserJob job;
  job.url = std::string(trim(params.text("Url")));
  if (!job.url.empty() && origin_of(job.url).empty()) {
    return Failed(wrong_field("Url", "send the address of a page, beginning with http:// or https://."));
  }
  // Width and Height are lengths of paper for a PDF and pixels of a window for a picture; each reader takes its own.
  if (picture) {
    job.picture = read_picture(params);
  } else {
    auto paper = read_paper(params);
    if (!paper) return Failed(paper.error());
    job.paper = *std::move(paper);
  }
  job.wait = read_wait(params);
  job.media = lower_case(params.text("MediaType"));
  job.javascript = params.truth("JavaScript", true);
  job.strict = params.truth("Strict", false);
  job.timezone = params.text("Timezone");
  job.locale = params.text("Locale");
  auto headers = read_extra_headers(params.text("ExtraHeaders"), origin_of(job.url));
  if (!headers) return Failed(headers.error());
  job.headers = *std::move(headers);
  return job;
}

}  // namespace docmill::engines::browser
