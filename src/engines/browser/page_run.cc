#include "engines/browser/page_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/base64.h"
#include "base/units.h"
#include "engines/browser/page_scripts.h"
#include "engines/browser/pdf_pages.h"
#include "engines/browser/plain_page.h"

namespace docmill::engines::browser {
namespace {

namespace json = boost::json;

constexpr std::size_t kPieceOfStream = 1'000'000;  // bytes asked for at once
constexpr double kPixelsInInch = 96;
constexpr Inches kUsualMargin = 0.4;       // Chromium's own, about 1 cm
constexpr Inches kRoomAroundHeader = 0.3;  // Chromium's template keeps 0.15 in above it
// The software renderer's largest picture, device pixels a side; beyond it Chromium repeats what it has.
constexpr std::size_t kLargestRepeated = 20'000'000;  // of header and footer, bytes with their pictures
constexpr double kLargestSide = 16'384;
// As many pixels of noise make a PNG that Chromium 156 can still hand over; twice as many end it, with every page in it.
constexpr double kMostPixels = 60'000'000;

/// Chromium takes the next whole point up, which made A4 0.6 pt too wide; this makes it the nearest (seen with version 156).
Inches in_whole_points(Inches length) {
  return (std::round(length * 72) - 0.01) / 72;
}

std::string not_loaded(std::size_t count) {
  return fmt::format(
      "{} that the message shows from elsewhere {} not loaded, since that can tell its sender that it was read; send "
      "LoadRemoteContent=true to load {}.",
      count == 1 ? "A picture or style" : fmt::format("{} pictures or styles", count), count == 1 ? "was" : "were",
      count == 1 ? "it" : "them");
}

/// Chromium says in words why it did not print.
Error not_printed(const Error& error) {
  const auto says = [&](std::string_view words) { return error.cause().find(words) != std::string::npos; };
  if (says("Page range exceeds")) return fail(ErrorCode::NotApplicable, "PageRanges: the document has no such page; it is shorter.");
  if (says("content area is empty") || says("invalid print parameters")) {
    return fail(ErrorCode::BadRequest, "Margins: they leave no room on the page; send smaller ones or a larger Size.");
  }
  return error;
}

}  // namespace

PageRun::PageRun(Page& page, const StepRequest& request, BrowserJob job, std::shared_ptr<Intercept> intercept, Stop& stop)
    : request_(request), job_(std::move(job)), intercept_(std::move(intercept)), driver_(page, *intercept_, request, stop) {}

Async<Result<StepResult>> PageRun::run() {
  auto made = co_await make();
  if (!made) driver_.phase_failed(made.error());
  driver_.close_phase();
  if (!made) co_return Failed(std::move(made.error()).in(driver_.phase()));
  StepResult result;
  result.outputs.push_back(*std::move(made));
  result.warnings = intercept_->warnings();
  result.warnings.insert(result.warnings.end(), warnings_.begin(), warnings_.end());
  if (const auto kept_out = intercept_->kept_out(); kept_out > 0) result.warnings.push_back(not_loaded(kept_out));
  result.phase_ms = driver_.phase_ms();
  result.pages = pages_;
  co_return result;
}

Async<Result<Document>> PageRun::make() {
  auto served = serve_documents(request_.inputs, *intercept_);
  if (!served) co_return Failed(std::move(served.error()));
  served_ = *served;
  if (!served_.main && job_.url.empty()) co_return Failed(fail(ErrorCode::BadRequest, "There is no page to show: send File or Url."));
  auto loaded = co_await load();
  if (!loaded) co_return Failed(std::move(loaded.error()));
  driver_.begin(Phase::Layout);
  if (request_.target == "pdf") co_return co_await print();
  co_return co_await picture();
}

Async<Result<void>> PageRun::set_up() {
  const bool pdf = request_.target == "pdf";
  auto styled = co_await driver_.set_media(job_.media);
  if (!styled) co_return styled;
  if (!job_.timezone.empty()) {
    CdpClient::Params zone{{"timezoneId", job_.timezone}};
    auto set = co_await driver_.call("Emulation.setTimezoneOverride", std::move(zone));
    if (!set)
      co_return Failed(
          fail(ErrorCode::BadRequest, "Timezone: this zone is not known; send a name such as Europe/Berlin.").cause(set.error().cause()));
  }
  if (!job_.locale.empty()) {
    CdpClient::Params locale{{"locale", job_.locale}};
    auto set = co_await driver_.call("Emulation.setLocaleOverride", std::move(locale));
    if (!set)
      co_return Failed(
          fail(ErrorCode::BadRequest, "Locale: this language is not known; send a code such as de-DE.").cause(set.error().cause()));
  }
  if (pdf || !job_.picture.transparent) co_return Result<void>{};
  CdpClient::Params clear{{"color", json::object{{"r", 0}, {"g", 0}, {"b", 0}, {"a", 0}}}};
  auto set = co_await driver_.call("Emulation.setDefaultBackgroundColorOverride", std::move(clear));
  if (!set) co_return Failed(std::move(set.error()));
  co_return Result<void>{};
}

/// The window is as wide as what the page is laid out for.
Window PageRun::window_for(Inches width) const {
  const auto& picture = job_.picture;
  if (request_.target != "pdf") return {.width = picture.width, .height = picture.height, .scale = picture.scale, .drawn = true};
  const auto pixels = [](Inches length) { return std::max(1, static_cast<int>(std::lround(length * kPixelsInInch))); };
  return {.width = pixels(width), .height = pixels(job_.paper.height)};
}

/// Whether the page needs no more than its text, as it waits where that would be fetched from. Where something is set that documents find
/// when they begin, and after a header or footer, the page begins anew; and where an idle network is waited for, since one that has been
/// idle with the empty document does not become so again.
bool PageRun::may_be_given() const {
  const bool plain = job_.url.empty() && job_.javascript && !job_.wait.network_idle && job_.timezone.empty() && job_.locale.empty();
  // A document that was given and stops itself is not said to have stopped.
  const bool stops = served_.html.find("stop(") != std::string::npos;
  return plain && !stops && !served_.html.empty() && driver_.waits_at_document();
}

Async<Result<void>> PageRun::load_main() {
  if (may_be_given()) {
    const PlainPage plain(served_.html);
    whole_ = request_.target == "pdf" && plain.needs_only_its_text();
    if (plain.runs_nothing()) driver_.becomes_still();
    co_return co_await driver_.give(std::move(served_.html));
  }
  co_return co_await driver_.navigate(job_.url.empty() ? std::string(kMainUrl) : job_.url);
}

/// Loads a header's or footer's document and asks for it without anything it would have to fetch.
Async<Result<std::string>> PageRun::stand_alone(std::string_view url, double& height) {
  const auto [top, right, bottom, left] = margins();
  auto sized = co_await driver_.set_window(window_for(job_.paper.width - left - right));
  if (!sized) co_return Failed(std::move(sized.error()));
  auto loaded = co_await driver_.navigate(std::string(url));
  if (!loaded) co_return Failed(std::move(loaded.error()));
  auto value = co_await driver_.evaluate(std::string(script_stand_alone()), "The header or the footer is no HTML page.");
  if (!value) co_return Failed(std::move(value.error()));
  static const json::object kNothing;
  const auto& answer = value->is_object() ? value->get_object() : kNothing;
  height = std::clamp(number_at(answer, "height"), 0.0, job_.paper.height * kPixelsInInch);
  co_return text_at(answer, "html");
}

Async<Result<void>> PageRun::load() {
  auto ready = co_await set_up();
  if (!ready) co_return ready;
  if (served_.header) {
    auto header = co_await stand_alone(kHeaderUrl, header_height_);
    if (!header) co_return Failed(std::move(header.error()));
    header_ = *std::move(header);
  }
  if (served_.footer) {
    auto footer = co_await stand_alone(kFooterUrl, footer_height_);
    if (!footer) co_return Failed(std::move(footer.error()));
    footer_ = *std::move(footer);
  }
  // Both go to Chromium in one message, and one that is too long would end the browser.
  if (header_.size() + footer_.size() > kLargestRepeated) {
    co_return Failed(
        fail(ErrorCode::InputTooComplex, fmt::format("Header and Footer come to {} with what they show; {} are allowed.",
                                                     show_size(header_.size() + footer_.size()), show_size(kLargestRepeated))));
  }
  auto sized = co_await driver_.set_window(window_for(job_.paper.width));
  if (!sized) co_return sized;
  if (!job_.javascript) {
    CdpClient::Params off{{"value", true}};
    auto set = co_await driver_.call("Emulation.setScriptExecutionDisabled", std::move(off));
    if (!set) co_return Failed(std::move(set.error()));
  }
  auto loaded = co_await load_main();
  if (!loaded) co_return loaded;
  auto waited = co_await wait_for_page();
  if (!waited) co_return waited;
  if (const auto& trouble = intercept_->first_trouble(); job_.strict && trouble) co_return Failed(*trouble);
  if (const auto& error = intercept_->page_error()) co_return Failed(*error);
  co_return Result<void>{};
}

Async<Result<void>> PageRun::wait_for_page() {
  if (job_.wait.network_idle) {
    auto idle = co_await driver_.wait_until_idle();
    if (!idle) co_return idle;
  }
  if (!job_.wait.selector.empty()) {
    auto there = co_await driver_.wait_until_true(script_has(job_.wait.selector), "WaitSelector: this is no CSS selector.");
    if (!there) co_return there;
  }
  if (!job_.wait.expression.empty()) {
    auto truth =
        co_await driver_.wait_until_true(script_truth_of(job_.wait.expression), "WaitExpression: it fails when the page evaluates it.");
    if (!truth) co_return truth;
  }
  if (job_.wait.delay.count() > 0) {
    auto slept = co_await driver_.sleep(job_.wait.delay);
    if (!slept) co_return slept;
  }
  if (!job_.javascript) co_return Result<void>{};  // promises would not be kept
  if (whole_) co_return Result<void>{};            // so it is laid out for paper at once, and for a window never
  auto settled = co_await driver_.evaluate(std::string(script_settle()), "");
  // A page may have made its own of what the script uses; then it is printed as it is.
  const bool goes_on = settled || settled.error().code() == ErrorCode::BadRequest || settled.error().code() == ErrorCode::EngineFailed;
  if (!goes_on) co_return Failed(std::move(settled.error()));
  co_return Result<void>{};
}

std::array<Inches, 4> PageRun::margins() const {
  if (job_.paper.margins) return *job_.paper.margins;
  // Without margins of the caller's the page makes room for what is repeated.
  const auto room = [](bool any, double height) {
    return any ? std::max(kUsualMargin, height / kPixelsInInch + kRoomAroundHeader) : kUsualMargin;
  };
  return {room(served_.header, header_height_), kUsualMargin, room(served_.footer, footer_height_), kUsualMargin};
}

/// A header begins and ends where the text of the page does.
std::string PageRun::placed(const std::string& html) const {
  const auto [top, right, bottom, left] = margins();
  return fmt::format("<div style=\"width:100%;box-sizing:border-box;padding:0 {}in 0 {}in\">{}</div>", right, left, html);
}

CdpClient::Params PageRun::print_params() const {
  const auto& paper = job_.paper;
  CdpClient::Params params{{"paperWidth", in_whole_points(paper.width)},
                           {"paperHeight", in_whole_points(paper.height)},
                           {"scale", paper.scale},
                           {"printBackground", paper.background},
                           {"preferCSSPageSize", paper.css_size},
                           {"generateDocumentOutline", paper.outline},
                           {"generateTaggedPDF", paper.tagged || paper.outline},
                           {"pageRanges", paper.ranges},
                           {"transferMode", "ReturnAsStream"}};
  const auto margins = this->margins();
  params["marginTop"] = margins[0];
  params["marginRight"] = margins[1];
  params["marginBottom"] = margins[2];
  params["marginLeft"] = margins[3];
  if (!served_.header && !served_.footer) return params;
  params["displayHeaderFooter"] = true;
  // An empty template would be Chromium's own, with date and title.
  params["headerTemplate"] = served_.header ? placed(header_) : "<span></span>";
  params["footerTemplate"] = served_.footer ? placed(footer_) : "<span></span>";
  return params;
}

Async<Result<Document>> PageRun::print() {
  auto printed = co_await driver_.call("Page.printToPDF", print_params());
  if (!printed) co_return Failed(not_printed(printed.error()));
  driver_.begin(Phase::Export);
  auto file = co_await read_stream(text_at(*printed, "stream"));
  if (!file) co_return Failed(std::move(file.error()));
  if (pages_ > request_.limits.pages) {
    co_return Failed(fail(ErrorCode::TooManyPages, fmt::format("The page makes {} pages; {} are allowed.", pages_, request_.limits.pages)));
  }
  co_return Document{.bytes = *std::move(file), .extension = "pdf"};
}

Async<Result<UniqueFd>> PageRun::read_stream(std::string handle) {
  auto file = memory_file("docmill-output");
  if (!file) co_return Failed(file.error());
  PdfPages pages;
  std::uint64_t size = 0;
  const CdpClient::Params params{{"handle", handle}, {"size", kPieceOfStream}};
  auto next = driver_.ask("IO.read", params);
  while (true) {
    // The piece after is on its way while this one comes; for most documents it only says that there is none.
    const auto asked = std::exchange(next, driver_.ask("IO.read", params));
    auto piece = co_await driver_.answer_to(asked);
    if (!piece) co_return Failed(std::move(piece.error()));
    const auto data = text_at(*piece, "data");
    const auto bytes = truth_at(*piece, "base64Encoded") ? bytes_of_base64(data) : data;
    if (!bytes)
      co_return Failed(fail(ErrorCode::EngineFailed, "The browser could not finish the document.").cause("a broken piece of a stream"));
    size += bytes->size();
    if (size > request_.limits.output_size) co_return Failed(fail(ErrorCode::InputTooComplex, "The PDF would be larger than is allowed."));
    if (auto wrote = write_all(file->get(), *bytes); !wrote) co_return Failed(wrote.error());
    pages.feed(*bytes);
    if (truth_at(*piece, "eof")) break;
  }
  auto head = read_at(file->get(), 0, 5);
  if (!head || *head != "%PDF-")
    co_return Failed(fail(ErrorCode::EngineFailed, "The browser could not finish the document.").cause("no PDF came"));
  pages_ = pages.count();
  co_return std::move(*file);
}

/// What part of the page the picture shows, in CSS pixels.
Async<Result<CdpClient::Params>> PageRun::clip() {
  CdpClient::Params box{{"x", 0}, {"y", 0}, {"width", job_.picture.width}, {"height", job_.picture.height}};
  if (!job_.picture.selector.empty()) {
    auto found = co_await driver_.evaluate(script_box_of(job_.picture.selector), "Selector: this is no CSS selector.");
    if (!found) co_return Failed(std::move(found.error()));
    if (!found->is_object()) co_return Failed(fail(ErrorCode::NotApplicable, "Selector: the page has no such element."));
    for (const auto* key : {"x", "y", "width", "height"}) box[key] = number_at(found->get_object(), key);
  } else if (job_.picture.full_page) {
    auto metrics = co_await driver_.call("Page.getLayoutMetrics", {});
    if (!metrics) co_return Failed(std::move(metrics.error()));
    const auto& content = object_at(*metrics, "cssContentSize");
    box["width"] = std::max<double>(job_.picture.width, number_at(content, "width"));
    box["height"] = std::max<double>(job_.picture.height, number_at(content, "height"));
  }
  const auto scale = job_.picture.scale;
  if (number_at(box, "width") < 1 || number_at(box, "height") < 1) {
    co_return Failed(fail(ErrorCode::NotApplicable, "Selector: the element has no size on the page."));
  }
  auto width = std::min(number_at(box, "width"), std::floor(kLargestSide / scale));
  auto height = std::min(number_at(box, "height"), std::floor(kLargestSide / scale));
  height = std::min(height, std::floor(kMostPixels / (width * scale * scale)));
  if (width < number_at(box, "width") || height < number_at(box, "height")) {
    warnings_.push_back(fmt::format("The page is larger than a picture can be; it ends at {} × {} pixels.", width * scale, height * scale));
  }
  box["width"] = width;
  box["height"] = height;
  box["scale"] = 1;
  co_return box;
}

Async<Result<Document>> PageRun::picture() {
  auto part = co_await clip();
  if (!part) co_return Failed(std::move(part.error()));
  const auto& format = job_.picture.format;
  CdpClient::Params params{{"format", format}, {"captureBeyondViewport", true}, {"optimizeForSpeed", false}};
  if (format != "png") params["quality"] = job_.picture.quality;
  params["clip"] = *std::move(part);
  auto shot = co_await driver_.call("Page.captureScreenshot", std::move(params));
  if (!shot) co_return Failed(std::move(shot.error()));
  driver_.begin(Phase::Export);
  const auto bytes = bytes_of_base64(text_at(*shot, "data"));
  if (!bytes || bytes->empty())
    co_return Failed(fail(ErrorCode::EngineFailed, "The browser could not finish the document.").cause("no picture came"));
  if (bytes->size() > request_.limits.output_size)
    co_return Failed(fail(ErrorCode::InputTooComplex, "The picture would be larger than is allowed."));
  auto file = memory_file("docmill-output");
  if (!file) co_return Failed(file.error());
  if (auto wrote = write_all(file->get(), *bytes); !wrote) co_return Failed(wrote.error());
  co_return Document{.bytes = *std::move(file), .extension = format == "jpeg" ? "jpg" : format};
}

}  // namespace docmill::engines::browser
