#include "engines/raster/child/text.h"

#include "engines/raster/child/drawing.h"
#include "engines/raster/child/html.h"
#include "engines/raster/child/open_pdf.h"

namespace docmill::engines::raster {
namespace {

poppler::page::text_layout_enum layout_named(const std::string& name) {
  if (name == "Physical") return poppler::page::physical_layout;
  if (name == "Raw") return poppler::page::raw_order_layout;
  return poppler::page::non_raw_non_physical_layout;
}

/// The rectangle is ours: poppler's own takes the page as it is stored, not as it is turned and cropped.
std::string plain_text(const poppler::page& page, poppler::page::text_layout_enum layout) {
  constexpr double kMargin = 100;  // points around: what hangs over the edge is text too
  const auto size = size_of(page);
  const poppler::rectf all(-kMargin, -kMargin, size.width + 2 * kMargin, size.height + 2 * kMargin);
  auto text = utf8_of(page.text(all, layout));
  if (!text.ends_with('\f')) text += '\f';  // reading order brings its own
  return text;
}

}  // namespace

Result<Finished> pdf_to_text(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  const auto pages = chosen_pages(work, *pdf, work.request().limits.pages);
  if (!pages) return Failed(pages.error());
  const bool html = work.param("ResultType") == "HTML";
  const auto layout = layout_named(work.param("Layout"));
  const auto most = work.request().limits.output_size;
  work.begin(Phase::Export);
  std::string text = html ? html_head(pdf->file->get_title()) : std::string();
  for (const auto number : *pages) {
    const auto page = pdf->page(number);
    if (!page) return Failed(page.error());
    text += html ? html_page(**page) : plain_text(**page, layout);
    if (text.size() > most) break;  // give() refuses it
  }
  if (html) text += html_tail();
  if (auto given = work.give(text, {.extension = html ? "html" : "txt", .name = {}}); !given) return Failed(given.error());
  return finished(pages->size());
}

}  // namespace docmill::engines::raster
