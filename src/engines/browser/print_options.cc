#include "engines/browser/print_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/paper.h"
#include "base/small_letters.h"
#include "engines/browser/extra_headers.h"
#include "engines/params.h"
#include "model/page_list.h"

namespace docmill::engines::browser {
namespace {

constexpr Inches kLargestPaper = 200;  // PDF's own limit, 14,400 points (ISO 32000-1 annex C)

Error wrong_field(std::string_view field, std::string what) {
  return fail(ErrorCode::BadRequest, fmt::format("{}: {}", field, what));
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

Result<void> read_size(const Params& params, PaperOptions& paper) {
  const auto name = text_of(params, "Size");
  const auto* found = name.empty() ? &papers().front() : find_paper(name);
  if (found == nullptr) return Failed(wrong_field("Size", "this paper size is not known; send A4, Letter, Legal or another of the list."));
  paper.width = found->width;
  paper.height = found->height;
  for (auto [field, length] : {std::pair{"Width", &paper.width}, std::pair{"Height", &paper.height}}) {
    const auto text = text_of(params, field);
    if (text.empty()) continue;
    auto read = read_length(field, text, BareUnit::Pixels);
    if (!read) return Failed(read.error());
    if (*read < 0.1 || *read > kLargestPaper) return Failed(wrong_field(field, "send a length between 0.1in and 200in."));
    *length = *read;
  }
  if (text_of(params, "Orientation") == "Landscape") std::swap(paper.width, paper.height);
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
  if (const auto text = text_of(params, "Margins"); !trim(text).empty()) {
    auto margins = read_margins("Margins", text, BareUnit::Pixels);
    if (!margins) return Failed(margins.error());
    const auto& [top, right, bottom, left] = *margins;
    if (left + right >= paper.width || top + bottom >= paper.height) {
      return Failed(wrong_field("Margins", "they leave no room on the page; send smaller ones or a larger Size."));
    }
    paper.margins = *margins;
  }
  auto ranges = read_ranges(text_of(params, "PageRanges"));
  if (!ranges) return Failed(ranges.error());
  paper.ranges = *std::move(ranges);
  paper.scale = std::clamp(integer_of(params, "Scale").value_or(100), 10, 200) / 100.0;
  paper.background = flag_of(params, "Background", true);
  paper.css_size = flag_of(params, "PreferCssPageSize", false);
  paper.outline = flag_of(params, "Outline", false);
  paper.tagged = flag_of(params, "Tagged", true);
  return paper;
}

PictureOptions read_picture(const Params& params) {
  PictureOptions picture;
  if (const auto format = text_of(params, "Format"); !format.empty()) picture.format = small_letters(format);
  picture.quality = std::clamp(integer_of(params, "Quality").value_or(picture.quality), 1, 100);
  picture.width = std::clamp(integer_of(params, "Width").value_or(picture.width), 16, 8192);
  picture.height = std::clamp(integer_of(params, "Height").value_or(picture.height), 16, 8192);
  picture.scale = std::clamp(integer_of(params, "Scale").value_or(1), 1, 3);
  picture.full_page = flag_of(params, "FullPage", true);
  picture.selector = text_of(params, "Selector");
  picture.transparent = flag_of(params, "OmitBackground", false);
  return picture;
}

WaitOptions read_wait(const Params& params) {
  return {.delay = std::chrono::milliseconds(std::clamp(integer_of(params, "WaitDelay").value_or(0), 0, 30'000)),
          .selector = text_of(params, "WaitSelector"),
          .expression = text_of(params, "WaitExpression"),
          .network_idle = flag_of(params, "WaitNetworkIdle", false)};
}

}  // namespace

std::string origin_of(std::string_view url) {
  const auto text = small_letters(std::string(url.substr(0, url.find_first_of("?#"))));
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

Result<BrowserJob> read_job(const Params& params, bool picture) {
  BrowserJob job;
  job.url = std::string(trim(text_of(params, "Url")));
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
  job.media = small_letters(text_of(params, "MediaType"));
  job.javascript = flag_of(params, "JavaScript", true);
  job.strict = flag_of(params, "Strict", false);
  job.remote_content = flag_of(params, "LoadRemoteContent", false);
  job.timezone = text_of(params, "Timezone");
  job.locale = text_of(params, "Locale");
  auto headers = read_extra_headers(text_of(params, "ExtraHeaders"), origin_of(job.url));
  if (!headers) return Failed(headers.error());
  job.headers = *std::move(headers);
  return job;
}

}  // namespace docmill::engines::browser
