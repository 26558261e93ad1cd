#pragma once
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "engines/pdf/child/type/embedded_fonts.h"
#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// What a field's /DA says: "0 0 1 rg /Helv 12 Tf".
struct DefaultAppearance {
  std::string font;             // "/Helv"; empty when it says nothing
  double size = 0;              // 0: as large as fits
  std::string colour = "0 g ";  // with its operator

  static DefaultAppearance parse(const std::string& text);
};

/// A font that shows a field's text. Lengths are in em.
class FieldFont {
 public:
  virtual ~FieldFont() = default;
  virtual double width(std::u32string_view text) = 0;
  /// Operators that show a piece of text from the current place.
  virtual std::string show(std::u32string_view text, double size) = 0;
  /// The /Font entry of the resources it needs.
  virtual QPDFObjectHandle dictionary() = 0;
  double ascent = 0.75;
  double descent = -0.25;
};

/// Finds fonts for the fields of one form.
class FieldFonts {
 public:
  /// `fonts` may be nullptr, on a machine without any: then only a form's own fonts are used.
  FieldFonts(QPDF& pdf, const type::FontBook* fonts);
  ~FieldFonts();

  /// The form's own font when it can show the text, one that is embedded otherwise; nullptr when there is none at all.
  std::unique_ptr<FieldFont> font_for(QPDFFormFieldObjectHelper field, const std::string& name, const std::u32string& text);
  /// Embeds what was used. Call once, at the end.
  void finish() { embedded_.finish(); }

 private:
  struct Simple;
  const Simple* simple(QPDFFormFieldObjectHelper field, const std::string& name);
  std::unique_ptr<Simple> read_simple(QPDFObjectHandle font);
  std::array<char32_t, 256> characters_of(QPDFObjectHandle encoding);
  std::optional<char32_t> character_named(const std::string& name);

  const type::FontBook* fonts_;
  type::EmbeddedFonts embedded_;
  QPDFObjectHandle resources_;                             // /DR of the form
  std::map<std::string, std::unique_ptr<Simple>> simple_;  // by object or name; null: cannot be used
  std::map<hb_codepoint_t, char32_t> characters_;          // of the glyphs of the usual font
};

}  // namespace docmill::engines::pdf
