#include "engines/pdf/child/field_font.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

std::vector<std::string> tokens_of(const std::string& text) {
  std::vector<std::string> out(1);
  for (const char c : text.substr(0, 4096)) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\0';
    if ((space || c == '/') && !out.back().empty()) out.emplace_back();
    if (!space) out.back() += c;
  }
  return out;
}

std::optional<double> number_in(const std::string& token) {
  double value = 0;
  const auto [end, wrong] = std::from_chars(token.data(), token.data() + token.size(), value, std::chars_format::fixed);
  if (wrong != std::errc{} || end != token.data() + token.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// The operands before an operator, when they are so many colour values.
std::optional<std::string> colour_before(const std::vector<std::string>& tokens, std::size_t at, std::size_t count) {
  if (at < count) return std::nullopt;
  std::string out;
  for (auto i = at - count; i < at; ++i) {
    const auto value = number_in(tokens[i]);
    if (!value) return std::nullopt;
    out += fmt::format("{:.3f} ", std::clamp(*value, 0.0, 1.0));
  }
  return out;
}

bool contains_any(const std::string& text, std::initializer_list<const char*> words) {
  return std::ranges::any_of(words, [&](const char* word) { return text.find(word) != std::string::npos; });
}

/// The family that a font's name sounds like: "/TiRo", "/CourierNew,Bold".
type::Style style_named(const std::string& name) {
  type::Style style;
  if (contains_any(name, {"Ti", "Times", "Serif", "Georgia", "Garamond", "Roman", "Minion", "Cambria"})) style.family = type::Family::Serif;
  if (contains_any(name, {"Sans"})) style.family = type::Family::Sans;
  if (contains_any(name, {"Cour", "Mono", "Consol"})) style.family = type::Family::Mono;
  style.bold = contains_any(name, {"Bold", "HeBo", "TiBo", "CoBo", "Black"});
  style.italic = contains_any(name, {"Italic", "Oblique", "HeOb", "TiIt", "CoOb"});
  return style;
}

/// A subset has six capitals before its name, and only the letters that the document showed.
bool is_subset(const std::string& name) {
  return name.size() > 8 && name[7] == '+';
}

class EmbeddedFieldFont final : public FieldFont {
 public:
  EmbeddedFieldFont(const type::FontBook& fonts, type::EmbeddedFonts& embedded, const type::Style& style)
      : fonts_(fonts), embedded_(embedded), style_(style) {
    ascent = fonts.face(style).ascent();
    descent = fonts.face(style).descent();
  }
  double width(std::u32string_view text) override { return type::set_line(fonts_, text, style_).width; }
  std::string show(std::u32string_view text, double size) override { return embedded_.show(type::set_line(fonts_, text, style_), size); }
  Handle dictionary() override { return embedded_.dictionary(); }

 private:
  const type::FontBook& fonts_;
  type::EmbeddedFonts& embedded_;
  type::Style style_;
};

}  // namespace

DefaultAppearance DefaultAppearance::parse(const std::string& text) {
  DefaultAppearance out;
  const auto tokens = tokens_of(text);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto& token = tokens[i];
    if (token == "Tf" && i >= 2 && tokens[i - 2].starts_with('/')) {
      out.font = tokens[i - 2];
      const auto size = number_in(tokens[i - 1]).value_or(0);
      out.size = size > 0 && size <= 1000 ? size : 0;
    }
    const std::size_t operands = token == "g" ? 1 : token == "rg" ? 3 : token == "k" ? 4 : 0;
    if (operands == 0) continue;
    if (const auto colour = colour_before(tokens, i, operands)) out.colour = *colour + token + " ";
  }
  return out;
}

/// A font of the form with one byte for a character.
struct FieldFonts::Simple {
  std::string name;  // in the resources
  Handle font;
  std::map<char32_t, unsigned char> codes;
  std::array<double, 256> widths{};
  double ascent = 0.75;
  double descent = -0.25;

  bool can_show(const std::u32string& text) const {
    return std::ranges::all_of(text, [&](char32_t c) { return c == U'\n' || c == U'\r' || codes.contains(c); });
  }
};

namespace {

template <class Simple>
class SimpleFieldFont final : public FieldFont {
 public:
  explicit SimpleFieldFont(const Simple& simple) : simple_(simple) {
    ascent = simple.ascent;
    descent = simple.descent;
  }
  double width(std::u32string_view text) override {
    double sum = 0;
    for (const char code : encoded(text)) sum += simple_.widths.at(static_cast<unsigned char>(code));
    return sum;
  }
  std::string show(std::u32string_view text, double size) override {
    return fmt::format("{} {:.3f} Tf {} Tj ", simple_.name, size, Handle::newString(encoded(text)).unparse());
  }
  Handle dictionary() override {
    auto out = Handle::newDictionary();
    out.replaceKey(simple_.name, simple_.font);
    return out;
  }

 private:
  std::string encoded(std::u32string_view text) const {
    std::string out;
    for (const auto c : text) {
      if (const auto code = simple_.codes.find(c); code != simple_.codes.end()) out += static_cast<char>(code->second);
    }
    return out;
  }

  const Simple& simple_;
};

/// The characters of a base encoding, code by code; only what is certain.
std::array<char32_t, 256> base_encoding(const std::string& name) {
  std::array<char32_t, 256> out{};
  for (unsigned code = 32; code < 256; ++code) {
    const std::string byte(1, static_cast<char>(code));
    std::u32string text;
    if (name == "/WinAnsiEncoding") text = type::characters(QUtil::win_ansi_to_utf8(byte));
    if (name == "/MacRomanEncoding") text = type::characters(QUtil::mac_roman_to_utf8(byte));
    if (name == "/PDFDocEncoding") text = type::characters(QUtil::pdf_doc_to_utf8(byte));
    // The standard encoding has curly quotes where ASCII has straight ones.
    if (text.empty() && code < 127 && code != '\'' && code != '`') text = std::u32string(1, code);
    if (text.size() == 1 && text[0] != U'\uFFFD') out.at(code) = text[0];
  }
  return out;
}

double sane_number(Handle value, double otherwise) {
  const auto number = value.isNumber() ? value.getNumericValue() : otherwise;
  return std::isfinite(number) && std::abs(number) < 10'000 ? number : otherwise;
}

}  // namespace

FieldFonts::FieldFonts(QPDF& pdf, const type::FontBook* fonts) : fonts_(fonts), embedded_(pdf), resources_(Handle::newNull()) {
  if (auto form = pdf.getRoot().getKey("/AcroForm"); form.isDictionary()) resources_ = form.getKey("/DR");
  if (fonts_ == nullptr) return;
  const auto& face = fonts_->face({});
  for (char32_t c = 0x20; c < 0x2300; ++c) {
    if (c == 0x250) c = 0x2000;  // Latin letters and the punctuation that names of glyphs are about
    if (const auto glyph = face.glyph_of(c); glyph != 0) characters_.try_emplace(glyph, c);
  }
}

FieldFonts::~FieldFonts() = default;

std::optional<char32_t> FieldFonts::character_named(const std::string& name) {
  hb_codepoint_t glyph = 0;
  if (fonts_ == nullptr || hb_font_get_glyph_from_name(fonts_->face({}).font(), name.c_str(), static_cast<int>(name.size()), &glyph) == 0)
    return std::nullopt;
  const auto found = characters_.find(glyph);
  return found == characters_.end() ? std::nullopt : std::optional(found->second);
}

std::unique_ptr<FieldFonts::Simple> FieldFonts::read_simple(Handle font) {
  if (!font.isDictionary()) return nullptr;
  auto kind = font.getKey("/Subtype");
  const auto base = font.getKey("/BaseFont").isName() ? font.getKey("/BaseFont").getName() : std::string();
  const bool known = kind.isNameAndEquals("/Type1") || kind.isNameAndEquals("/TrueType") || kind.isNameAndEquals("/MMType1");
  if (!known || is_subset(base) || contains_any(base, {"Symbol", "Dingbats", "Wingdings", "Webdings"})) return nullptr;
  auto out = std::make_unique<Simple>();
  out->font = font;
  const auto characters = characters_of(font.getKey("/Encoding"));
  const auto* const stand_in = fonts_ == nullptr ? nullptr : &fonts_->face(style_named(base));
  auto widths = font.getKey("/Widths");
  const auto first = static_cast<long long>(sane_number(font.getKey("/FirstChar"), 0));
  for (unsigned code = 32; code < 256; ++code) {
    const auto c = characters.at(code);
    if (c == 0) continue;
    out->codes.try_emplace(c, static_cast<unsigned char>(code));
    // The standard fonts have no widths of their own; those of the stand-in are the same.
    const auto own = stand_in == nullptr ? 0.5 : stand_in->width_of(stand_in->glyph_of(c));
    const auto index = static_cast<long long>(code) - first;
    const bool listed = widths.isArray() && index >= 0 && index < widths.getArrayNItems();
    out->widths.at(code) = listed ? sane_number(widths.getArrayItem(static_cast<int>(index)), own * 1000) / 1000 : own;
  }
  if (stand_in != nullptr) {
    out->ascent = stand_in->ascent();
    out->descent = stand_in->descent();
  }
  return out;
}

std::array<char32_t, 256> FieldFonts::characters_of(Handle encoding) {
  if (!encoding.isDictionary()) return base_encoding(encoding.isName() ? encoding.getName() : std::string());
  auto base = encoding.getKey("/BaseEncoding");
  auto out = base_encoding(base.isName() ? base.getName() : std::string());
  auto differences = encoding.getKey("/Differences");
  if (!differences.isArray()) return out;
  std::size_t code = 0;
  for (auto& item : differences.aitems()) {
    if (item.isInteger()) code = static_cast<std::size_t>(std::clamp<long long>(item.getIntValue(), 0, 256));
    if (item.isName() && code < 256) out.at(code++) = character_named(item.getName().substr(1)).value_or(0);
  }
  return out;
}

const FieldFonts::Simple* FieldFonts::simple(QPDFFormFieldObjectHelper field, const std::string& name) {
  auto own = field.getInheritableFieldValue("/DR").getKeyIfDict("/Font").getKeyIfDict(name);
  auto font = own.isDictionary() ? own : resources_.getKeyIfDict("/Font").getKeyIfDict(name);
  const auto key = name + " " + (font.isIndirect() ? std::to_string(font.getObjectID()) : font.unparse().substr(0, 2000));
  const auto [at, fresh] = simple_.try_emplace(key, nullptr);
  if (fresh) {
    at->second = read_simple(font);
    if (at->second != nullptr) at->second->name = name;
  }
  return at->second.get();
}

std::unique_ptr<FieldFont> FieldFonts::font_for(QPDFFormFieldObjectHelper field, const std::string& name, const std::u32string& text) {
  const auto* const own = name.empty() ? nullptr : simple(field, name);
  if (own != nullptr && own->can_show(text)) return std::make_unique<SimpleFieldFont<Simple>>(*own);
  if (fonts_ == nullptr) return nullptr;
  auto known = name;
  if (own != nullptr && Handle(own->font).getKey("/BaseFont").isName()) known = Handle(own->font).getKey("/BaseFont").getName();
  return std::make_unique<EmbeddedFieldFont>(*fonts_, embedded_, style_named(known));
}

}  // namespace docmill::engines::pdf
