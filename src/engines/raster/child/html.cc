#include "engines/raster/child/html.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engines/raster/child/open_pdf.h"
#include "engines/raster/child/words.h"

namespace docmill::engines::raster {
namespace {

/// What HTML may hold: no control characters and none that Unicode leaves out (HTML 5, 13.1.5).
bool is_allowed(char32_t c) {
  const bool control = (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0);
  const bool no_character = (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFEU) == 0xFFFEU;
  return !control && !no_character && c <= 0x10FFFF;
}

void append_escaped(std::string& out, char32_t c) {
  switch (c) {
    case '&': out += "&amp;"; break;
    case '<': out += "&lt;"; break;
    case '>': out += "&gt;"; break;
    case '"': out += "&quot;"; break;
    default:
      if (is_allowed(c)) append_utf8(out, c);
  }
}

/// Written without spaces between words, so a line's end is no space either: kana, Chinese characters, full-width forms.
bool is_cjk(char32_t c) {
  return (c >= 0x3000 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/// Writes the lines of one page.
class Paragraphs {
 public:
  void add(const Line& line) {
    if (!last_ || starts_paragraph(*last_, line)) {
      close();
      out_ += line.right_to_left ? "<p dir=\"rtl\">" : "<p>";
      gap_.reset();
    } else {
      gap_ = line.top - last_->bottom;
      if (!is_cjk(last_letter_) || !is_cjk(line.words.front().text.front())) out_ += '\n';
    }
    write(line);
    last_.emplace();
    last_->top = line.top;
    last_->bottom = line.bottom;
    last_->size = line.size;
    last_->rotation = line.rotation;
    last_->right_to_left = line.right_to_left;
  }

  std::string finish() {
    close();
    return std::move(out_);
  }

 private:
  /// Another size or direction, a column's begin, or more room above than between the lines before.
  bool starts_paragraph(const Line& before, const Line& line) const {
    const double size = std::max(line.size, before.size);
    if (line.rotation != before.rotation || line.right_to_left != before.right_to_left) return true;
    if (std::abs(line.size - before.size) > size * 0.1) return true;
    if (line.top < before.top) return true;
    const double gap = line.top - before.bottom;
    return gap > (gap_ ? *gap_ + size * 0.25 : size * 0.5);
  }

  void write(const Line& line) {
    for (std::size_t i = 0; i < line.words.size(); ++i) {
      const auto& word = line.words[i];
      if (bold_ && !word.bold) set_bold(false);
      if (line.spaces[i]) out_ += ' ';
      if (word.bold) set_bold(true);
      for (const auto c : word.text) append_escaped(out_, c);
      last_letter_ = word.text.back();
    }
  }

  void set_bold(bool on) {
    if (bold_ != on) out_ += on ? "<b>" : "</b>";
    bold_ = on;
  }

  void close() {
    if (!last_) return;
    set_bold(false);
    out_ += "</p>\n";
    last_.reset();
  }

  std::string out_;
  std::optional<Line> last_;   // its words left out
  std::optional<double> gap_;  // between the last two lines of this paragraph
  bool bold_ = false;
  char32_t last_letter_ = 0;
};

}  // namespace

std::string html_page(const poppler::page& page) {
  Paragraphs paragraphs;
  for (const auto& line : lines_of(page)) paragraphs.add(line);
  return "<div style=\"page-break-after:always\">\n" + paragraphs.finish() + "</div>\n";
}

std::string html_head(const poppler::ustring& title) {
  std::string escaped;
  for (const auto c : code_points_of(title)) append_escaped(escaped, c);
  return "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\" \"http://www.w3.org/TR/html4/loose.dtd\">\n"
         "<html>\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\">\n<title>" +
         (escaped.empty() ? "Document" : escaped) + "</title>\n</head>\n<body>\n";
}

std::string html_tail() {
  return "</body>\n</html>\n";
}

}  // namespace docmill::engines::raster
