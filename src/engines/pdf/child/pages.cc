#include "engines/pdf/child/pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engines/pdf/child/fill_form.h"
#include "engines/pdf/child/flatten.h"
#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/child/page_labels.h"
#include "engines/pdf/child/taken_pages.h"
#include "engines/pdf/qpdf.h"
#include "model/page_list.h"

namespace docmill::engines::pdf {
namespace {

Result<std::vector<std::uint32_t>> chosen(const child::Work& work, const Pdf& pdf) {
  const auto list = model::parse_page_list(work.param("Pages"));
  if (!list) return Failed(list.error());
  return model::pages_of(*list, pdf.pages(), work.request().limits.pages);
}

/// Pages may share what they inherit; from here on each is its own.
std::vector<QPDFPageObjectHelper> own_pages(Pdf& pdf) {
  QPDFPageDocumentHelper helper(*pdf.file);
  helper.pushInheritedAttributesToPage();
  return helper.getAllPages();
}

}  // namespace

Result<Finished> rotate(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  const auto pages = chosen(work, *pdf);
  if (!pages) return Failed(pages.error());
  const auto& angle = work.param("Angle");
  auto all = own_pages(*pdf);
  for (const auto page : std::set(pages->begin(), pages->end()))
    all.at(page - 1).rotatePage(angle == "270" ? 270 : angle == "180" ? 180 : 90, true);
  QPDFWriter writer(*pdf->file);
  return finish_pdf(work, *pdf, writer);
}

Result<Finished> delete_pages(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  const auto pages = chosen(work, *pdf);
  if (!pages) return Failed(pages.error());
  const std::set<std::uint32_t> going(pages->begin(), pages->end());
  if (going.size() == pdf->pages())
    return Failed(fail(ErrorCode::NotApplicable, fmt::format("Pages: that is all {} pages; leave one.", pdf->pages())));
  auto all = own_pages(*pdf);
  std::vector<QPDFPageObjectHelper> taken;
  std::vector<std::uint32_t> left;
  for (std::uint32_t page = 1; page <= pdf->pages(); ++page) {
    if (going.contains(page)) {
      taken.push_back(all.at(page - 1));
    } else {
      left.push_back(page);
    }
  }
  PageLabels labels(*pdf->file);
  take_pages_out(*pdf->file, taken);
  labels.follow(left);
  QPDFWriter writer(*pdf->file);
  return finish_pdf(work, *pdf, writer);
}

Result<Finished> reorder_pages(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  auto pages = chosen(work, *pdf);
  if (!pages) return Failed(pages.error());
  std::set<std::uint32_t> named;
  std::vector<std::uint32_t> order;
  for (const auto page : *pages) {
    if (named.insert(page).second) order.push_back(page);
  }
  for (std::uint32_t page = 1; page <= pdf->pages(); ++page) {
    if (!named.contains(page)) order.push_back(page);
  }
  QPDFPageDocumentHelper helper(*pdf->file);
  auto all = own_pages(*pdf);
  PageLabels labels(*pdf->file);
  for (auto& page : all) helper.removePage(page);
  for (const auto page : order) helper.addPage(all.at(page - 1), false);
  labels.follow(order);
  QPDFWriter writer(*pdf->file);
  return finish_pdf(work, *pdf, writer);
}

Result<Finished> flatten(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  draw_form_if_needed(*pdf->file);
  draw_annotations_in(*pdf->file);
  pdf->file->getRoot().removeKey("/AcroForm");
  QPDFWriter writer(*pdf->file);
  return finish_pdf(work, *pdf, writer);
}

Result<Finished> linearize(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  QPDFWriter writer(*pdf->file);
  writer.setLinearization(true);
  return finish_pdf(work, *pdf, writer);
}

}  // namespace docmill::engines::pdf
