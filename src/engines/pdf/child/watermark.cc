#include "engines/pdf/child/watermark.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "engines/pdf/child/fill_form.h"
#include "engines/pdf/child/mark.h"
#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/child/parameters.h"

namespace docmill::engines::pdf {
namespace {

constexpr std::size_t kLongestMark = 10'000;  // bytes
constexpr const char* kMissing = "Some characters of the text are in none of the fonts of this server; they are shown as boxes.";

/// What every way to mark pages begins with.
struct Job {
  Pdf pdf;
  std::set<std::uint32_t> chosen;
  Placing placing;
  bool over = true;
  double opacity = 1;
};

Result<Job> begin(child::Work& work, bool over) {
  auto pdf = open_pdf(work, 0);
  if (!pdf) return Failed(pdf.error());
  auto chosen = page_set(work, *pdf);
  if (!chosen) return Failed(chosen.error());
  const auto& layer = work.param("LayerPosition");
  return Job{.pdf = *std::move(pdf),
             .chosen = *std::move(chosen),
             .placing = read_placing(work),
             .over = layer.empty() ? over : layer == "Foreground",
             .opacity = work.integer("Opacity").value_or(100) / 100.0};
}

Result<Lettering> read_lettering(const child::Work& work, double size) {
  auto ink = colour(work, "Color");
  if (!ink) return Failed(ink.error());
  return Lettering{.style = {.family = font_family(work)}, .size = work.decimal("FontSize").value_or(size), .colour = *std::move(ink)};
}

Result<void> check_text(const std::string& name, const std::string& text) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    return Failed(fail(ErrorCode::BadRequest, name + ": there is nothing to write; send a text."));
  if (text.size() <= kLongestMark) return {};
  return Failed(fail(ErrorCode::BadRequest, fmt::format("{}: the text has {} bytes; send at most {}.", name, text.size(), kLongestMark)));
}

std::vector<QPDFPageObjectHelper> pages_of(Pdf& pdf) {
  return QPDFPageDocumentHelper(*pdf.file).getAllPages();
}

Result<Finished> done(child::Work& work, Job& job, bool missing) {
  QPDFWriter writer(*job.pdf.file);
  if (job.opacity < 1) writer.setMinimumPDFVersion("1.4");
  auto out = finish_pdf(work, job.pdf, writer);
  if (out && missing) out->warnings.emplace_back(kMissing);
  return out;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
  return text;
}

/// Writes on each chosen page the text that belongs to it: by the page's number and how many there are.
Result<Finished> write_texts(child::Work& work, double size, const std::function<std::string(std::size_t, std::size_t)>& text_of) {
  const auto lettering = read_lettering(work, size);
  if (!lettering) return Failed(lettering.error());
  const auto fonts = type::fonts();
  if (!fonts) return Failed(fonts.error());
  auto job = begin(work, true);
  if (!job) return Failed(job.error());
  auto& file = *job->pdf.file;
  type::EmbeddedFonts embedded(file);
  bool missing = false;
  Stamper stamper(file, job->placing, job->over);
  std::map<std::string, Mark> marks;  // pages with the same text share it
  auto pages = pages_of(job->pdf);
  for (const auto number : job->chosen) {
    auto text = text_of(number, pages.size());
    auto mark = marks.find(text);
    if (mark == marks.end()) {
      auto made = faded(file, text_mark(file, embedded, **fonts, text, *lettering, missing), job->opacity);
      mark = marks.emplace(std::move(text), std::move(made)).first;
    }
    stamper.stamp(pages.at(number - 1), mark->second);
  }
  embedded.finish();
  return done(work, *job, missing);
}

Result<Finished> lay_over(child::Work& work, bool over, bool first_page_only) {
  if (work.input_count() < 2)
    return Failed(fail(ErrorCode::BadRequest, "The document to lay over the PDF is missing; send both.").in(Phase::Load));
  auto job = begin(work, over);
  if (!job) return Failed(job.error());
  auto overlay = open_pdf(work, 1);
  if (!overlay) return Failed(overlay.error());
  job->placing.shrink = true;
  draw_form_if_needed(*overlay->file);
  QPDFPageDocumentHelper(*overlay->file).flattenAnnotations(0, an_invisible | an_hidden);
  auto sources = pages_of(*overlay);
  auto& file = *job->pdf.file;
  Stamper stamper(file, job->placing, job->over);
  std::map<std::size_t, Mark> marks;
  auto pages = pages_of(job->pdf);
  for (const auto number : job->chosen) {
    const auto source = first_page_only ? 0 : std::min<std::size_t>(number, sources.size()) - 1;
    if (!marks.contains(source)) marks.emplace(source, faded(file, page_mark(file, sources.at(source)), job->opacity));
    stamper.stamp(pages.at(number - 1), marks.at(source));
  }
  return done(work, *job, false);
}

}  // namespace

Result<Finished> watermark_text(child::Work& work) {
  const auto& text = work.param("Text");
  if (auto checked = check_text("Text", text); !checked) return Failed(checked.error());
  return write_texts(work, 36, [&](std::size_t, std::size_t) { return text; });
}

Result<Finished> watermark_pdf(child::Work& work) {
  return lay_over(work, false, false);
}

Result<Finished> watermark_image(child::Work& work) {
  return lay_over(work, true, true);
}

Result<Finished> add_page_numbers(child::Work& work) {
  const auto& wanted = work.param("Format");
  const auto format = wanted.empty() ? std::string("{page} / {pages}") : wanted;
  if (auto checked = check_text("Format", format); !checked) return Failed(checked.error());
  const auto first = std::size_t{work.count("Start", 1)};
  return write_texts(work, 10, [&](std::size_t number, std::size_t pages) {
    const auto total = std::to_string(first + pages - 1);
    return replaced(replaced(format, "{pages}", total), "{page}", std::to_string(first + number - 1));
  });
}

}  // namespace docmill::engines::pdf
