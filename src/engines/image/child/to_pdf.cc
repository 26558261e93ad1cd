#include "engines/image/child/to_pdf.h"

#include <fmt/format.h>

#include <cstdio>
#include <deque>
#include <memory>
#include <utility>

#include "engines/image/child/jpeg_facts.h"
#include "engines/image/child/layout.h"
#include "engines/image/child/pdf_pictures.h"
#include "engines/image/child/picture.h"

namespace docmill::engines::image {
namespace {

using Handle = QPDFObjectHandle;

/// One picture on its way to a page.
struct Item {
  const Picture* picture = nullptr;
  int page = 0;
  int orientation = 1;
  Extent size;  // as it is seen, points
};

struct Collection {
  std::deque<Picture> pictures;  // do not move: items point to them
  std::vector<Item> items;
  std::vector<std::string> warnings;
  std::uint64_t pixels = 0;
};

LayoutOptions layout_options(const child::Work& work) {
  LayoutOptions options;
  options.one_each = work.flag("ImagePerPage", true);
  if (const auto& paper = work.param("PageSize"); !paper.empty()) options.paper = paper;
  const auto& turn = work.param("Orientation");
  options.turn = turn == "Portrait" ? Turn::Portrait : turn == "Landscape" ? Turn::Landscape : Turn::Auto;
  const auto& fit = work.param("Fit");
  options.fit = fit == "Cover" ? Fit::Cover : fit == "None" ? Fit::None : Fit::Contain;
  constexpr int kCentimetre = 28;
  const bool whole_page = options.one_each && options.paper == "Fit";
  options.margin = work.integer("Margin").value_or(whole_page ? 0 : kCentimetre);
  return options;
}

Extent size_of(const Facts& facts, double fallback_dpi) {
  const double dpi_x = facts.dpi_x > 0 ? facts.dpi_x : fallback_dpi;
  const double dpi_y = facts.dpi_y > 0 ? facts.dpi_y : fallback_dpi / facts.aspect;
  const Extent stored{facts.width * 72.0 / dpi_x, facts.height * 72.0 / dpi_y};
  return facts.orientation >= 5 ? Extent{stored.height, stored.width} : stored;
}

/// What a picture counts against kMostPixelsTogether. A JPEG that goes into the PDF as it is gets looked over at an eighth of the work.
std::uint64_t counted_pixels(const Picture& picture, const Facts& facts) {
  constexpr std::uint64_t kLookedOver = 8;
  if (picture.format() == Format::Svg) return 0;
  const auto pixels = std::uint64_t{facts.width} * facts.height;
  const auto coding = picture.format() == Format::Jpeg ? jpeg_coding(picture.bytes()) : std::nullopt;
  return coding && coding->for_pdf ? pixels / kLookedOver : pixels;
}

Result<void> collect_page(Collection& all, const Picture& picture, int page, double dpi) {
  const auto facts = picture.facts(page);
  if (!facts) return Failed(facts.error());
  all.pixels += counted_pixels(picture, *facts);
  if (all.pixels > kMostPixelsTogether)
    return Failed(
        fail(ErrorCode::InputTooComplex,
             fmt::format("The pictures have more than {} million pixels together, the limit; send fewer.", kMostPixelsTogether / 1'000'000))
            .in(Phase::Load));
  all.items.push_back({&picture, page, facts->orientation, size_of(*facts, dpi)});
  return {};
}

Result<Collection> collect(child::Work& work) {
  Collection all;
  const double dpi = work.integer("Dpi").value_or(96);
  for (std::size_t i = 0; i < work.input_count(); ++i) {
    auto opened = Picture::open(work, i);
    if (!opened) return Failed(opened.error());
    const auto& picture = all.pictures.emplace_back(*std::move(opened));
    const int pages = picture.format() == Format::Tiff ? picture.pages() : 1;
    if (pages < picture.pages())
      all.warnings.push_back(fmt::format("{} holds {} pictures; the first was taken.", picture.label(), picture.pages()));
    const auto limit = work.request().limits.pages;
    if (all.items.size() + static_cast<std::size_t>(pages) > limit)
      return Failed(
          fail(ErrorCode::TooManyPages, fmt::format("The pictures have more than {} pages together, the limit.", limit)).in(Phase::Load));
    for (int page = 0; page < pages; ++page) {
      if (auto added = collect_page(all, picture, page, dpi); !added) return Failed(added.error());
    }
  }
  return all;
}

/// Turns the square from (0, 0) to (1, 1) as EXIF says (JEITA CP-3451, 4.6.4 A, Orientation): "a b c d e f" of a matrix.
struct Matrix {
  double a, b, c, d, e, f;
};

Matrix upright(int orientation) {
  switch (orientation) {
    case 2: return {-1, 0, 0, 1, 1, 0};
    case 3: return {-1, 0, 0, -1, 1, 1};
    case 4: return {1, 0, 0, -1, 0, 1};
    case 5: return {0, -1, -1, 0, 1, 1};
    case 6: return {0, -1, 1, 0, 0, 1};
    case 7: return {0, 1, 1, 0, 0, 0};
    case 8: return {0, 1, -1, 0, 1, 0};
    default: return {1, 0, 0, 1, 0, 0};
  }
}

std::string drawn(const Placed& placed, int orientation, std::size_t number) {
  const auto m = upright(orientation);
  const auto& box = placed.box;
  const auto& seen = placed.seen;
  return fmt::format("q {:.4f} {:.4f} {:.4f} {:.4f} re W n {:.4f} {:.4f} {:.4f} {:.4f} {:.4f} {:.4f} cm /Im{} Do Q\n", seen.x, seen.y,
                     seen.width, seen.height, m.a * box.width, m.b * box.height, m.c * box.width, m.d * box.height, m.e * box.width + box.x,
                     m.f * box.height + box.y, number);
}

Result<void> add_sheet(QPDF& pdf, PdfPictures& maker, const Collection& all, const Sheet& sheet) {
  auto objects = Handle::newDictionary();
  std::string content;
  for (const auto& placed : sheet.pictures) {
    const auto& item = all.items.at(placed.picture);
    auto made = maker.make(*item.picture, item.page);
    if (!made) return Failed(made.error());
    const auto number = objects.getKeys().size();
    objects.replaceKey(fmt::format("/Im{}", number), pdf.makeIndirectObject(*made));
    content += drawn(placed, item.orientation, number);
  }
  auto page = Handle::parse(fmt::format("<< /Type /Page /MediaBox [0 0 {:.4f} {:.4f}] >>", sheet.size.width, sheet.size.height));
  page.replaceKey("/Resources", Handle::newDictionary({{"/XObject", objects}}));
  page.replaceKey("/Contents", Handle::newStream(&pdf, content));
  QPDFPageDocumentHelper(pdf).addPage(QPDFPageObjectHelper(pdf.makeIndirectObject(page)), false);
  return {};
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

Result<UniqueFd> written(QPDF& pdf) {
  auto file = memory_file("docmill-output");
  if (!file) return Failed(file.error());
  UniqueFd copy(::dup(file->get()));
  const std::unique_ptr<std::FILE, CloseFile> stream(copy.valid() ? ::fdopen(copy.get(), "wb") : nullptr);
  if (!stream) return Failed(fail(ErrorCode::EngineFailed, "The PDF could not be written."));
  static_cast<void>(copy.release());  // the stream owns it
  QPDFWriter writer(pdf);
  writer.setOutputFile("output", stream.get(), false);
  writer.setObjectStreamMode(qpdf_o_generate);
  writer.write();
  if (std::fflush(stream.get()) != 0) return Failed(fail(ErrorCode::EngineFailed, "The PDF could not be written."));
  return file;
}

}  // namespace

Result<Finished> to_pdf(child::Work& work) {
  const auto all = collect(work);
  if (!all) return Failed(all.error());
  work.begin(Phase::Layout);
  std::vector<Extent> sizes;
  for (const auto& item : all->items) sizes.push_back(item.size);
  const auto sheets = lay_out(sizes, layout_options(work));
  if (!sheets) return Failed(sheets.error());
  QPDF pdf;
  pdf.emptyPDF();
  PdfPictures maker(pdf, work.request().limits.output_size);
  for (const auto& sheet : *sheets) {
    if (auto added = add_sheet(pdf, maker, *all, sheet); !added) return Failed(added.error());
  }
  work.begin(Phase::Export);
  auto file = written(pdf);
  if (!file) return Failed(file.error());
  if (auto given = work.give(*std::move(file), {.extension = "pdf", .name = {}}); !given) return Failed(given.error());
  auto warnings = all->warnings;
  warnings.insert(warnings.end(), maker.warnings().begin(), maker.warnings().end());
  return Finished{.pages = static_cast<std::uint32_t>(sheets->size()), .fonts = {}, .warnings = std::move(warnings), .peak_memory = 0};
}

}  // namespace docmill::engines::image
