#include "engines/pdf/child/type/embedded_fonts.h"

#include <fmt/format.h>
#include <hb-subset.h>

#include <array>
#include <cmath>
#include <stdexcept>

namespace docmill::engines::pdf::type {
namespace {

using Handle = QPDFObjectHandle;

/// As in /W: thousandths of the font size.
long width_in_font(const Face& face, hb_codepoint_t glyph) {
  return std::lround(face.width_of(glyph) * 1000);
}

std::string hexadecimal(std::u32string_view text) {
  std::string out;
  for (const auto c : text) {
    const auto code = static_cast<std::uint32_t>(c);
    out += code > 0xFFFF ? fmt::format("{:04X}{:04X}", 0xD800 + ((code - 0x10000) >> 10U), 0xDC00 + ((code - 0x10000) & 0x3FFU))
                         : fmt::format("{:04X}", code);
  }
  return out;
}

/// Writes the glyphs of one face with what has to be moved between them.
class Shower {
 public:
  Shower(const Face& face, double size) : face_(face), size_(size) {}

  void add(const Glyph& glyph) {
    if (std::abs(glyph.up - up_) > 0.0005) rise(glyph.up);
    owed_ += glyph.right;
    pay();
    text_ += fmt::format("<{:04X}>", glyph.id);
    owed_ += glyph.advance - glyph.right - static_cast<double>(width_in_font(face_, glyph.id)) / 1000;
  }

  /// Marks what follows, until close(), as standing for a text that the glyphs cannot tell (ISO 32000-1, 14.9.4).
  void open(std::u32string_view stands_for) {
    flush();
    out_ += fmt::format("/Span <</ActualText <FEFF{}>>> BDC ", hexadecimal(stands_for));
  }
  void close() {
    flush();
    out_ += "EMC ";
  }

  std::string take() {
    if (up_ != 0) rise(0);
    pay();
    flush();
    return std::move(out_);
  }

 private:
  void pay() {
    if (std::abs(owed_) < 0.0005) return;
    text_ += fmt::format("{:.1f}", -owed_ * 1000);
    owed_ = 0;
  }
  void rise(double to) {
    flush();
    out_ += fmt::format("{:.3f} Ts ", to * size_);
    up_ = to;
  }
  void flush() {
    if (!text_.empty()) out_ += "[" + text_ + "] TJ ";
    text_.clear();
  }

  const Face& face_;
  double size_;
  double owed_ = 0;  // em by which the next glyph has to stand further right
  double up_ = 0;
  std::string text_;
  std::string out_;
};

std::string table_of(hb_face_t* face, hb_tag_t tag) {
  hb_blob_t* const table = hb_face_reference_table(face, tag);
  unsigned size = 0;
  const auto* const data = hb_blob_get_data(table, &size);
  std::string out(data, size);
  hb_blob_destroy(table);
  return out;
}

/// The font file with these glyphs only, under their old numbers; of a compact one just its outlines, as PDF wants it.
std::string subset(const Face& face, const std::map<hb_codepoint_t, std::u32string>& glyphs) {
  hb_subset_input_t* const input = hb_subset_input_create_or_fail();
  if (input == nullptr) throw std::bad_alloc();
  for (const auto& [glyph, text] : glyphs) hb_set_add(hb_subset_input_glyph_set(input), glyph);
  hb_set_t* const dropped = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
  // PDF reads outlines and widths only; the glyphs are chosen, so no rule may bring others in.
  for (const auto* tag : {"GSUB", "GPOS", "GDEF", "cmap", "name", "post", "OS/2", "kern", "STAT", "BASE", "vhea", "vmtx", "VORG", "DSIG"})
    hb_set_add(dropped, hb_tag_from_string(tag, 4));
  // Compact fonts name their glyphs by number and need no gaps in between.
  const unsigned keep = face.compact() ? HB_SUBSET_FLAGS_DEFAULT : HB_SUBSET_FLAGS_RETAIN_GIDS;
  hb_subset_input_set_flags(input, keep | HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
  hb_face_t* const made = hb_subset_or_fail(face.handle(), input);
  hb_subset_input_destroy(input);
  if (made == nullptr) throw std::runtime_error("a font cannot be made smaller: " + face.name());
  hb_blob_t* const whole = hb_face_reference_blob(made);
  hb_face_t* const written = hb_face_create(whole, 0);  // the subset is a builder until it is written
  unsigned size = 0;
  const auto* const data = hb_blob_get_data(whole, &size);
  auto out = face.compact() ? table_of(written, HB_TAG('C', 'F', 'F', ' ')) : std::string(data, size);
  hb_face_destroy(written);
  hb_blob_destroy(whole);
  hb_face_destroy(made);
  return out;
}

/// xMin, yMin, xMax, yMax of the font, in thousandths (OpenType, table "head", from byte 36).
Handle box_of(const Face& face) {
  const auto head = table_of(face.handle(), HB_TAG('h', 'e', 'a', 'd'));
  auto box = Handle::newArray();
  for (std::size_t i = 0; i < 4; ++i) {
    const auto byte = [&](std::size_t at) { return at < head.size() ? static_cast<unsigned char>(head[at]) : 0U; };
    const auto value = static_cast<std::int16_t>((byte(36 + i * 2) << 8U) | byte(37 + i * 2));
    box.appendItem(Handle::newInteger(std::lround(face.em(value) * 1000)));
  }
  return box;
}

/// "ABCDEF+Name": six letters that tell subsets of one font apart.
std::string subset_name(const Face& face, const std::map<hb_codepoint_t, std::u32string>& glyphs) {
  std::uint32_t sum = 2166136261U;  // FNV-1a
  for (const auto& [glyph, text] : glyphs) sum = (sum ^ glyph) * 16777619U;
  std::string out;
  for (int i = 0; i < 6; ++i, sum /= 26) out += static_cast<char>('A' + sum % 26);
  return out + "+" + face.name();
}

std::string to_unicode(const std::map<hb_codepoint_t, std::u32string>& glyphs) {
  std::string out =
      "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
  std::size_t count = 0;
  std::string lines;
  const auto flush = [&] {
    if (count != 0) out += fmt::format("{} beginbfchar\n{}endbfchar\n", count, lines);
    count = 0;
    lines.clear();
  };
  for (const auto& [glyph, text] : glyphs) {
    if (text.empty()) continue;
    lines += fmt::format("<{:04X}> <{}>\n", glyph, hexadecimal(text));
    if (++count == 100) flush();  // no more are allowed in one block
  }
  flush();
  return out + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

Handle widths_of(const Face& face, const std::map<hb_codepoint_t, std::u32string>& glyphs) {
  auto widths = Handle::newArray();
  for (const auto& [glyph, text] : glyphs) {
    widths.appendItem(Handle::newInteger(glyph));
    widths.appendItem(Handle::newArray({Handle::newInteger(width_in_font(face, glyph))}));
  }
  return widths;
}

}  // namespace

EmbeddedFonts::EmbeddedFonts(QPDF& pdf) : pdf_(pdf), dictionary_(pdf.makeIndirectObject(Handle::newDictionary())) {}

EmbeddedFonts::Used& EmbeddedFonts::used(const Face& face) {
  const auto [at, fresh] = used_.try_emplace(&face);
  if (fresh) {
    at->second.name = fmt::format("/F{}", used_.size());
    at->second.font = pdf_.makeIndirectObject(Handle::newDictionary());
    dictionary_.replaceKey(at->second.name, at->second.font);
  }
  return at->second;
}

std::string EmbeddedFonts::show(const Line& line, double size) {
  std::string out;
  for (const auto& run : line.runs) out += show_run(line, run, size);
  return out;
}

std::string EmbeddedFonts::show_run(const Line& line, const Run& run, double size) {
  auto& font = used(*run.face);
  Shower shower(*run.face, size);
  for (std::size_t i = 0; i < run.glyphs.size();) {
    std::size_t end = i + 1;  // of the cluster
    while (end < run.glyphs.size() && run.glyphs[end].count == 0) ++end;
    const auto& first = run.glyphs[i];
    const std::u32string text = line.text.substr(first.first, first.count);
    const auto told = font.glyphs.try_emplace(first.id, text).first->second;
    const bool plain = end == i + 1 && told == text;
    if (!plain) shower.open(text);
    for (; i < end; ++i) {
      font.glyphs.try_emplace(run.glyphs[i].id);
      shower.add(run.glyphs[i]);
    }
    if (!plain) shower.close();
  }
  return fmt::format("{} {:.3f} Tf {}", font.name, size, shower.take());
}

Handle EmbeddedFonts::descriptor(const Face& face, const Used& used, const std::string& name) {
  auto file = Handle::newStream(&pdf_, subset(face, used.glyphs));
  if (face.compact()) file.getDict().replaceKey("/Subtype", Handle::newName("/CIDFontType0C"));
  auto out = Handle::parse("<< /Type /FontDescriptor /Flags 4 /ItalicAngle 0 /StemV 80 >>");
  out.replaceKey("/FontName", Handle::newName("/" + name));
  out.replaceKey("/FontBBox", box_of(face));
  out.replaceKey("/Ascent", Handle::newInteger(std::lround(face.ascent() * 1000)));
  out.replaceKey("/Descent", Handle::newInteger(std::lround(face.descent() * 1000)));
  out.replaceKey("/CapHeight", Handle::newInteger(std::lround(face.cap_height() * 1000)));
  out.replaceKey(face.compact() ? "/FontFile3" : "/FontFile2", file);
  return pdf_.makeIndirectObject(out);
}

Handle EmbeddedFonts::descendant(const Face& face, const Used& used, const std::string& name) {
  auto out = Handle::parse("<< /Type /Font /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>");
  out.replaceKey("/Subtype", Handle::newName(face.compact() ? "/CIDFontType0" : "/CIDFontType2"));
  if (!face.compact()) out.replaceKey("/CIDToGIDMap", Handle::newName("/Identity"));
  out.replaceKey("/BaseFont", Handle::newName("/" + name));
  out.replaceKey("/FontDescriptor", descriptor(face, used, name));
  out.replaceKey("/W", widths_of(face, used.glyphs));
  return pdf_.makeIndirectObject(out);
}

void EmbeddedFonts::finish() {
  for (auto& [face, used] : used_) {
    const auto name = subset_name(*face, used.glyphs);
    used.font.replaceKey("/Type", Handle::newName("/Font"));
    used.font.replaceKey("/Subtype", Handle::newName("/Type0"));
    used.font.replaceKey("/BaseFont", Handle::newName("/" + name));
    used.font.replaceKey("/Encoding", Handle::newName("/Identity-H"));
    used.font.replaceKey("/DescendantFonts", Handle::newArray({descendant(*face, used, name)}));
    used.font.replaceKey("/ToUnicode", Handle::newStream(&pdf_, to_unicode(used.glyphs)));
  }
}

}  // namespace docmill::engines::pdf::type
