#pragma once
#include <map>
#include <string>

#include "engines/pdf/child/type/set_text.h"
#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf::type {

/// The fonts a document is given with the text that is set in it. Of each only the glyphs that were shown are embedded.
class EmbeddedFonts {
 public:
  /// Borrowed.
  explicit EmbeddedFonts(QPDF& pdf);

  /// Operators that show a line from the current place, for use between BT and ET.
  std::string show(const Line& line, double size);
  /// The /Font entry of the /Resources of whatever shows a line: one object for all.
  QPDFObjectHandle dictionary() const { return dictionary_; }
  /// Writes the fonts. Call once, when everything has been shown. Throws what the library throws.
  void finish();

 private:
  struct Used {
    std::string name;  // "/F0"
    QPDFObjectHandle font;
    std::map<hb_codepoint_t, std::u32string> glyphs;  // and the characters each stands for
  };
  Used& used(const Face& face);
  std::string show_run(const Line& line, const Run& run, double size);
  QPDFObjectHandle descriptor(const Face& face, const Used& used, const std::string& name);
  QPDFObjectHandle descendant(const Face& face, const Used& used, const std::string& name);

  QPDF& pdf_;
  QPDFObjectHandle dictionary_;
  std::map<const Face*, Used> used_;
};

}  // namespace docmill::engines::pdf::type
