#include "engines/raster/child/open_pdf.h"

#include <fmt/format.h>
#include <poppler-global.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engines/child/names.h"
#include "model/page_list.h"

namespace docmill::engines::raster {
namespace {

std::size_t complaint_count = 0;
std::string complaint_heard;

void hear(const std::string& complaint, void*) {
  if (complaint_count++ == 0) complaint_heard = complaint.substr(0, 200);
}

Error damaged(const std::string& sentence) {
  return fail(ErrorCode::InputDamaged, sentence).cause(complaint_heard).at("raster.open");
}

/// poppler calls a document with a bad password locked, and gives none at all where it finds no document.
Result<void> unlock(const Pdf& pdf, const std::string& password) {
  if (pdf.file == nullptr) return Failed(damaged(fmt::format("{} is damaged and cannot be repaired.", pdf.label)));
  if (pdf.file->is_locked() && !password.empty()) pdf.file->unlock(password, password);
  if (!pdf.file->is_locked()) return {};
  return Failed(
      fail(ErrorCode::PasswordRequired, fmt::format("{} is protected by a password; send the right one as Password.", pdf.label)));
}

Result<void> check_pages(const Pdf& pdf, std::uint32_t limit) {
  if (pdf.file->pages() < 1) return Failed(damaged(fmt::format("{} has no pages.", pdf.label)));
  if (pdf.pages() > limit)
    return Failed(fail(ErrorCode::TooManyPages, fmt::format("{} has {} pages; the limit is {}.", pdf.label, pdf.pages(), limit)));
  return {};
}

}  // namespace

std::uint32_t Pdf::pages() const {
  return static_cast<std::uint32_t>(std::max(0, file->pages()));
}

Result<std::unique_ptr<poppler::page>> Pdf::page(std::uint32_t number) const {
  std::unique_ptr<poppler::page> page(file->create_page(static_cast<int>(number - 1)));
  if (page == nullptr) return Failed(damaged(fmt::format("{} is damaged: page {} cannot be read.", label, number)));
  return page;
}

Result<Pdf> open_pdf(child::Work& work, std::size_t index) {
  auto bytes = child::FileBytes::of(work.input(index));
  if (!bytes) return Failed(bytes.error());
  const auto size = bytes->bytes().size();
  if (size > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    return Failed(fail(ErrorCode::InputTooComplex, "The PDF is larger than 2 GB, the limit.").in(Phase::Load));
  std::unique_ptr<poppler::document> file(poppler::document::load_from_raw_data(bytes->bytes().data(), static_cast<int>(size)));
  Pdf pdf{std::move(*bytes), std::move(file), child::label_of(work, index, "The PDF", "Document")};
  auto checked = unlock(pdf, work.param("Password"));
  if (checked) checked = check_pages(pdf, work.request().limits.pages);
  if (!checked) return Failed(std::move(checked.error()).in(Phase::Load));
  return pdf;
}

Result<std::vector<std::uint32_t>> chosen_pages(const child::Work& work, const Pdf& pdf, std::uint32_t most) {
  const auto pages = pdf.pages();
  const auto first = work.count("StartPage", 1);
  const auto last = std::min(pages, work.count("EndPage", pages));
  auto list = model::parse_page_list(work.param("Pages"));
  if (!list) return Failed(list.error());
  if (list->empty()) list->push_back({1, pages});
  std::vector<model::PageRange> within;
  for (const auto& range : *list) {
    const model::PageRange part{std::max(range.first, first), std::min(range.last, last)};
    if (part.first <= part.last) within.push_back(part);
  }
  if (within.empty())
    return Failed(fail(ErrorCode::NotApplicable, fmt::format("None of these pages is in the document, which has {}.", pages)));
  return model::pages_of(within, pages, most);
}

void listen_to_poppler() {
  poppler::set_debug_error_function(hear, nullptr);
}

std::vector<std::string> complaints() {
  if (complaint_count == 0) return {};
  return {"The PDF has errors; look whether everything is there."};
}

const std::string& first_complaint() {
  return complaint_heard;
}

boost::json::value number_json(double value) {
  const double rounded = std::round(value * 100) / 100;
  if (rounded == std::trunc(rounded) && std::fabs(rounded) < 1e15) return static_cast<std::int64_t>(rounded);
  return rounded;
}

Finished finished(std::size_t pages) {
  return {.pages = static_cast<std::uint32_t>(pages), .fonts = {}, .warnings = complaints(), .peak_memory = 0};
}

}  // namespace docmill::engines::raster
