#include "engines/mail/child/rtf.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "engines/mail/child/charset.h"

namespace docmill::engines::mail {
namespace {

// Words as in the Rich Text Format Specification 1.9.1; \htmltag and \htmlrtf as in MS-OXRTFEX 2.1.3.

constexpr std::size_t kDeepestGroup = 10'000;

struct Group {
  bool skipped = false;   // a destination that is not shown
  bool html_rtf = false;  // only for readers of Rich Text: not part of the HTML
  bool html_tag = false;  // a piece of the HTML as it stands
  bool font_table = false;
  int font = 0;
  std::size_t unicode_skip = 1;
};

/// Code page by \fcharset, where it is not the document's own.
std::uint32_t code_page_of(int font_charset) {
  static const std::map<int, std::uint32_t> kPages{{128, 932},  {129, 949},  {134, 936},  {136, 950},  {161, 1253},
                                                   {162, 1254}, {163, 1258}, {177, 1255}, {178, 1256}, {186, 1257},
                                                   {204, 1251}, {222, 874},  {238, 1250}};
  const auto found = kPages.find(font_charset);
  return found == kPages.end() ? 0 : found->second;
}

std::optional<std::string_view> character_of(std::string_view word) {
  static const std::map<std::string_view, std::string_view> kCharacters{
      {"par", "\n"},   {"line", "\n"},  {"row", "\n"},    {"sect", "\n"},     {"page", "\n"},     {"tab", "\t"},
      {"cell", "\t"},  {"lquote", "‘"}, {"rquote", "’"},  {"ldblquote", "“"}, {"rdblquote", "”"}, {"bullet", "•"},
      {"endash", "–"}, {"emdash", "—"}, {"emspace", " "}, {"enspace", " "},
  };
  const auto found = kCharacters.find(word);
  if (found == kCharacters.end()) return std::nullopt;
  return found->second;
}

bool is_hidden_destination(std::string_view word) {
  static constexpr std::string_view kHidden[] = {"colortbl", "stylesheet", "info",    "pict",    "object",  "header", "footer",
                                                 "headerl",  "headerr",    "headerf", "footerl", "footerr", "footerf"};
  return std::ranges::find(kHidden, word) != std::end(kHidden);
}

class RtfReader {
 public:
  explicit RtfReader(std::string_view rtf) : rtf_(rtf), is_html_(rtf.substr(0, 2000).find("\\fromhtml1") != std::string_view::npos) {}

  RtfContent read() {
    while (at_ < rtf_.size()) step();
    flush();
    return {.text = std::move(out_), .is_html = is_html_};
  }

 private:
  void step() {
    const char c = rtf_[at_++];
    if (c == '{') {
      if (groups_.size() < kDeepestGroup) groups_.push_back(groups_.back());
    } else if (c == '}') {
      if (groups_.size() > 1) groups_.pop_back();
    } else if (c == '\\') {
      control();
    } else if (c != '\r' && c != '\n' && c != '\0') {
      byte(c);
    }
  }

  void control() {
    if (at_ >= rtf_.size()) return;
    const char c = rtf_[at_];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter) return word();
    ++at_;
    switch (c) {
      case '\'': return hexadecimal();
      case '*': return starred();
      case '~': return text("\xC2\xA0");
      case '_': return text("-");
      case '\r':
      case '\n': return text("\n");
      case '\\':
      case '{':
      case '}': return byte(c);
      default: return;
    }
  }

  void hexadecimal() {
    const auto digits = rtf_.substr(at_, 2);
    at_ += digits.size();
    unsigned value = 0;
    for (const char d : digits) {
      if (d >= '0' && d <= '9')
        value = value * 16 + static_cast<unsigned>(d - '0');
      else if (d >= 'a' && d <= 'f')
        value = value * 16 + static_cast<unsigned>(d - 'a' + 10);
      else if (d >= 'A' && d <= 'F')
        value = value * 16 + static_cast<unsigned>(d - 'A' + 10);
      else
        return;
    }
    byte(static_cast<char>(value));
  }

  /// "\*\word": a destination to be ignored by who does not know it.
  void starred() {
    const auto rest = rtf_.substr(at_, 20);
    const bool tag = rest.starts_with("\\htmltag");
    groups_.back().html_tag = tag && is_html_;
    if (!groups_.back().html_tag) groups_.back().skipped = true;
  }

  void word() {
    const auto begin = at_;
    const auto is_letter = [&](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    while (at_ < rtf_.size() && at_ - begin < 32 && is_letter(rtf_[at_])) ++at_;
    const auto name = rtf_.substr(begin, at_ - begin);
    const bool negative = at_ < rtf_.size() && rtf_[at_] == '-';
    if (negative) ++at_;
    std::optional<int> number;
    for (int digits = 0; digits < 9 && at_ < rtf_.size() && rtf_[at_] >= '0' && rtf_[at_] <= '9'; ++digits)
      number = number.value_or(0) * 10 + (rtf_[at_++] - '0');
    if (number && negative) number = -*number;
    if (at_ < rtf_.size() && rtf_[at_] == ' ') ++at_;
    obey(name, number);
  }

  void obey(std::string_view name, std::optional<int> number) {
    auto& group = groups_.back();
    if (name == "htmlrtf") return void(group.html_rtf = number.value_or(1) != 0);
    if (name == "uc") return void(group.unicode_skip = static_cast<std::size_t>(std::clamp(number.value_or(1), 0, 10)));
    if (name == "u" && number) return unicode(*number);
    if (name == "ansicpg" && number) return void(ansi_ = charset_of_code_page(static_cast<std::uint32_t>(*number)));
    if (name == "fonttbl") return void(group.font_table = group.skipped = true);
    if (name == "f" && number) return void(group.font = *number);
    if (name == "fcharset" && number && group.font_table && fonts_.size() < 10'000)
      return void(fonts_[group.font] = charset_of_code_page(code_page_of(*number)));
    if (name == "bin")
      return void(at_ += std::min<std::size_t>(static_cast<std::size_t>(std::max(number.value_or(0), 0)), rtf_.size() - at_));
    if (is_hidden_destination(name)) return void(group.skipped = true);
    if (const auto character = character_of(name)) text(*character);
  }

  /// A UTF-16 unit as a signed number, with stand-ins behind it for readers who cannot show it.
  void unicode(int number) {
    const auto unit = static_cast<std::uint32_t>(number) & 0xFFFFU;
    if (unit >= 0xD800 && unit < 0xDC00) {
      high_ = unit;
    } else {
      const bool pair = unit >= 0xDC00 && unit < 0xE000 && high_ != 0;
      const auto point = pair ? 0x10000U + ((high_ - 0xD800U) << 10U) + (unit - 0xDC00U) : unit;
      high_ = 0;
      text(character(point));
    }
    stand_ins_ = groups_.back().unicode_skip;
  }

  bool hidden() const { return groups_.back().skipped || (groups_.back().html_rtf && is_html_); }

  /// A byte in the charset of the font; several may make a character.
  void byte(char c) {
    if (stand_ins_ > 0) return void(--stand_ins_);
    if (hidden()) return;
    const auto font = fonts_.find(groups_.back().font);
    const bool own = font != fonts_.end() && !font->second.empty() && !groups_.back().html_tag;
    const auto& charset = own ? font->second : ansi_;
    if (charset != pending_charset_) flush();
    pending_charset_ = charset;
    pending_tag_ = groups_.back().html_tag;
    // In wrapped HTML a sign of mark-up outside a tag is text.
    const bool escaped = is_html_ && !pending_tag_ && (c == '<' || c == '>' || c == '&');
    if (!escaped) return void(pending_ += c);
    pending_ += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
  }

  void text(std::string_view utf8) {
    stand_ins_ = 0;
    if (hidden()) return;
    flush();
    out_ += utf8;
  }

  void flush() {
    if (!pending_.empty()) out_ += to_utf8(pending_, pending_charset_);
    pending_.clear();
  }

  std::string_view rtf_;
  bool is_html_;
  std::size_t at_ = 0;
  std::vector<Group> groups_{Group{}};
  std::map<int, std::string> fonts_;  // the charset of each; empty where it is the document's
  std::string ansi_ = "windows-1252";
  std::string out_;
  std::string pending_;
  std::string pending_charset_;
  bool pending_tag_ = false;
  std::uint32_t high_ = 0;
  std::size_t stand_ins_ = 0;
};

}  // namespace

RtfContent content_of_rtf(std::string_view rtf) {
  if (!rtf.starts_with("{\\rtf")) return {};
  return RtfReader(rtf).read();
}

}  // namespace docmill::engines::mail
