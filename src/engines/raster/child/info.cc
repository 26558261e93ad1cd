#include "engines/raster/child/info.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <set>

#include "engines/child/json_text.h"
#include "engines/raster/child/drawing.h"
#include "engines/raster/child/open_pdf.h"

namespace docmill::engines::raster {
namespace {

namespace json = boost::json;
using poppler::font_info;

constexpr std::size_t kMostListedFonts = 1'000;
constexpr std::size_t kMostListedSizes = 5'000;

std::string_view type_of(const font_info& font) {
  switch (font.type()) {
    case font_info::type1: return "Type 1";
    case font_info::type1c: return "Type 1C";
    case font_info::type1c_ot: return "Type 1C (OpenType)";
    case font_info::type3: return "Type 3";
    case font_info::truetype: return "TrueType";
    case font_info::truetype_ot: return "TrueType (OpenType)";
    case font_info::cid_type0: return "CID Type 0";
    case font_info::cid_type0c: return "CID Type 0C";
    case font_info::cid_type0c_ot: return "CID Type 0C (OpenType)";
    case font_info::cid_truetype: return "CID TrueType";
    case font_info::cid_truetype_ot: return "CID TrueType (OpenType)";
    case font_info::unknown: break;
  }
  return "unknown";
}

/// A font's name comes in the encoding of whoever wrote the file; what is not ASCII is no use to a reader.
std::string readable(const std::string& name) {
  std::string out;
  for (const char c : name.substr(0, 200)) out += c >= 0x20 && c < 0x7F ? c : '?';
  return out;
}

json::object written(const font_info& font) {
  json::object out{
      {"name", readable(font.name())}, {"type", type_of(font)}, {"embedded", font.is_embedded()}, {"subset", font.is_subset()}};
  if (!font.is_embedded() && !font.file().empty()) out["substitute"] = std::filesystem::path(font.file()).stem().string();
  return out;
}

json::array fonts_of(const Pdf& pdf) {
  json::array out;
  std::set<std::string> seen;
  const std::unique_ptr<poppler::font_iterator> pages(pdf.file->create_font_iterator());
  while (pages->has_next() && out.size() < kMostListedFonts) {
    for (const auto& font : pages->next()) {
      auto entry = written(font);
      if (out.size() < kMostListedFonts && seen.insert(json::serialize(entry)).second) out.push_back(std::move(entry));
    }
  }
  return out;
}

json::array sizes_of(const Pdf& pdf) {
  json::array out;
  PageSize last;
  for (std::uint32_t number = 1; number <= pdf.pages() && out.size() < kMostListedSizes; ++number) {
    const auto page = pdf.page(number);
    const auto size = page ? size_of(**page) : PageSize{};
    const bool same = size.width == last.width && size.height == last.height && size.rotation == last.rotation;
    if (same && !out.empty()) {
      out.back().as_object()["last"] = number;
      continue;
    }
    out.push_back({{"first", number},
                   {"last", number},
                   {"width", number_json(size.width)},
                   {"height", number_json(size.height)},
                   {"rotation", size.rotation}});
    last = size;
  }
  return out;
}

bool has_text(const Pdf& pdf) {
  for (std::uint32_t number = 1; number <= pdf.pages(); ++number) {
    const auto page = pdf.page(number);
    if (page && !(*page)->text_list().empty()) return true;
  }
  return false;
}

std::string version_of(const Pdf& pdf) {
  int major = 0;
  int minor = 0;
  pdf.file->get_pdf_version(&major, &minor);
  return fmt::format("{}.{}", major, minor);
}

}  // namespace

Result<Finished> info(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  // A tree of pages that goes round in circles still says how many pages it has.
  if (auto first = pdf->page(1); !first) return Failed(first.error());
  json::object out{{"pdfVersion", version_of(*pdf)},
                   {"pages", pdf->pages()},
                   {"encrypted", pdf->file->is_encrypted()},
                   {"linearized", pdf->file->is_linearized()}};
  if (auto title = utf8_of(pdf->file->get_title()); !title.empty()) out["title"] = title;
  out["hasText"] = has_text(*pdf);
  out["pageSizes"] = sizes_of(*pdf);
  auto end = finished(pdf->pages());
  out["fonts"] = fonts_of(*pdf);  // what poppler says here is no warning: it takes a font without an object of its own for damage
  work.begin(Phase::Export);
  if (auto given = work.give(child::json_text(out), {.extension = "json", .name = {}}); !given) return Failed(given.error());
  return end;
}

}  // namespace docmill::engines::raster
