#pragma once
#include <hb.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace docmill::engines::pdf::type {

enum class Family { Sans, Serif, Mono };

/// What a text should look like.
struct Style {
  Family family = Family::Sans;
  bool bold = false;
  bool italic = false;
};

/// A font file that is mapped for as long as this lives. Lengths are in em: 1 is the font size.
class Face {
 public:
  /// nullptr when the file is no font with outlines that a PDF can hold.
  static std::unique_ptr<Face> open(const std::string& path);

  hb_face_t* handle() const { return face_.get(); }
  hb_font_t* font() const { return font_.get(); }
  bool compact() const { return compact_; }  // outlines of the Compact Font Format rather than TrueType's
  double ascent() const { return ascent_; }
  double descent() const { return descent_; }  // below the baseline, negative
  double cap_height() const { return cap_height_; }
  const std::string& name() const { return name_; }  // of the file, letters and digits only

  /// 0 when the font does not have the character.
  hb_codepoint_t glyph_of(char32_t character) const;
  /// How wide a glyph is when nothing stands beside it.
  double width_of(hb_codepoint_t glyph) const;
  double em(hb_position_t units) const { return static_cast<double>(units) / units_per_em_; }

 private:
  struct Drop {
    void operator()(hb_face_t* face) const { hb_face_destroy(face); }
    void operator()(hb_font_t* font) const { hb_font_destroy(font); }
  };
  Face() = default;
  void measure();

  std::unique_ptr<hb_face_t, Drop> face_;
  std::unique_ptr<hb_font_t, Drop> font_;
  std::string name_;
  bool compact_ = false;
  double units_per_em_ = 1000;
  double ascent_ = 0.9;
  double descent_ = -0.2;
  double cap_height_ = 0.7;
};

/// The fonts there are. Opened once, before the first fork; a file's pages are read when they are needed and shared by all children.
class FontBook {
 public:
  /// Looks for the fonts it knows by name below a directory. Errors: Unavailable when there is none of them.
  static Result<FontBook> load(const std::string& directory);

  /// The face for a style; the nearest there is.
  const Face& face(const Style& style) const;
  /// A face that has the character: `preferred` if it can, any other otherwise; nullptr when none has it.
  const Face* face_for(char32_t character, const Face& preferred) const;
  std::size_t size() const { return primary_.size() + others_.size(); }

 private:
  std::unordered_map<std::string, std::unique_ptr<Face>> primary_;  // by file name
  std::vector<std::unique_ptr<Face>> others_;                       // in the order they are asked
  mutable std::unordered_map<char32_t, const Face*> found_;
};

/// The book of this process, loaded by load_fonts(). Errors: Unavailable (install fonts-liberation2).
Result<const FontBook*> fonts();

/// Call before the first fork. A machine without fonts does everything but set text, so nothing is reported here.
void load_fonts();

}  // namespace docmill::engines::pdf::type
