#include "engines/mail/child/charset.h"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>

#include "base/small_letters.h"
#include "base/utf8.h"

namespace docmill::engines::mail {
namespace {

constexpr std::string_view kUnreadable = "\xEF\xBF\xBD";  // U+FFFD

/// The name glibc knows, and the larger set where senders and readers agree that it is meant (WHATWG Encoding, "names and labels").
std::string real_name(std::string_view charset) {
  static const std::map<std::string_view, std::string_view> kNames{
      {"us-ascii", "windows-1252"},
      {"ascii", "windows-1252"},
      {"ansi_x3.4-1968", "windows-1252"},
      {"iso-8859-1", "windows-1252"},
      {"iso8859-1", "windows-1252"},
      {"latin1", "windows-1252"},
      {"iso-8859-9", "windows-1254"},
      {"iso-8859-11", "cp874"},
      {"tis-620", "cp874"},
      {"windows-874", "cp874"},
      {"gb2312", "gb18030"},
      {"gbk", "gb18030"},
      {"x-gbk", "gb18030"},
      {"shift_jis", "cp932"},
      {"shift-jis", "cp932"},
      {"x-sjis", "cp932"},
      {"sjis", "cp932"},
      {"windows-31j", "cp932"},
      {"ks_c_5601-1987", "cp949"},
      {"ks_c_5601", "cp949"},
      {"euc-kr", "cp949"},
      {"big5", "big5-hkscs"},
      {"iso-8859-8-i", "iso-8859-8"},
      {"iso-8859-8-e", "iso-8859-8"},
      {"unicode-1-1-utf-7", "utf-7"},
      {"x-mac-roman", "macintosh"},
      {"cp1252", "windows-1252"},
      {"utf8", "utf-8"},
      {"iso-2022-jp-ms", "iso-2022-jp"},
      {"x-euc-jp", "euc-jp"},
  };
  const auto name = small_letters(charset);
  const auto found = kNames.find(name);
  return found == kNames.end() ? name : std::string(found->second);
}

class Converter {
 public:
  explicit Converter(const std::string& charset) {
    // "//" would begin an option of glibc's, and a path has no place here.
    const bool plain = std::ranges::all_of(charset, [](char c) { return c > 0x20 && c < 0x7F && c != '/' && c != ','; });
    if (plain && !charset.empty() && charset.size() < 40) handle_ = ::iconv_open("UTF-8", charset.c_str());
  }
  ~Converter() {
    if (known()) ::iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  bool known() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  std::string convert(std::string_view bytes) {
    std::string out;
    auto* from = const_cast<char*>(bytes.data());  // iconv does not write to it
    std::size_t left = bytes.size();
    while (left > 0) {
      char* to = room_.data();
      std::size_t free = room_.size();
      const auto done = ::iconv(handle_, &from, &left, &to, &free);
      const int why = errno;
      out.append(room_.data(), room_.size() - free);
      if (done != static_cast<std::size_t>(-1) || why == E2BIG) continue;
      out += kUnreadable;
      if (left > 0) ++from, --left;
    }
    return out;
  }

 private:
  iconv_t handle_ = reinterpret_cast<iconv_t>(-1);
  std::array<char, 16 * 1024> room_{};
};

bool is_wanted(unsigned char c) {
  return c >= 0x20 ? c != 0x7F : c == '\t' || c == '\n';
}

/// Well-formed UTF-8 with "\n" for every kind of line end and without the other control characters.
std::string cleaned(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto length = utf8_length(text, 0);
    if (length == 0) {
      out += kUnreadable;
      text.remove_prefix(1);
      continue;
    }
    if (length > 1 || is_wanted(static_cast<unsigned char>(text.front()))) out += text.substr(0, length);
    if (text.front() == '\r' && !text.starts_with("\r\n")) out += '\n';
    text.remove_prefix(length);
  }
  return out;
}

std::string_view charset_of_mark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return "utf-8";
  if (bytes.starts_with("\xFF\xFE")) return "utf-16le";
  if (bytes.starts_with("\xFE\xFF")) return "utf-16be";
  return {};
}

}  // namespace

std::string to_utf8(std::string_view bytes, std::string_view charset) {
  auto name = real_name(charset);
  if (const auto marked = charset_of_mark(bytes); !marked.empty()) {
    name = marked;
    bytes.remove_prefix(marked == "utf-8" ? 3 : 2);
  }
  const bool says_nothing = charset.empty() || small_letters(charset).ends_with("ascii");
  if (name == "utf-8" || says_nothing) {
    if (is_utf8(bytes)) return cleaned(bytes);
    name = "windows-1252";
  }
  if (Converter converter(name); converter.known()) return cleaned(converter.convert(bytes));
  if (is_utf8(bytes)) return cleaned(bytes);
  return cleaned(Converter("windows-1252").convert(bytes));
}

std::string html_to_utf8(std::string_view bytes, std::string_view charset) {
  if (!charset.empty() && small_letters(charset) != "us-ascii") return to_utf8(bytes, charset);
  const auto head = small_letters(bytes.substr(0, 2048));
  const auto at = head.find("charset=");
  if (at == std::string::npos) return to_utf8(bytes, charset);
  const auto begin = head.find_first_not_of("\"' ", at + 8);
  if (begin == std::string::npos) return to_utf8(bytes, charset);
  const auto named = head.substr(begin, head.find_first_of("\"' />;", begin) - begin);
  // A page that could be read so far is in no wide encoding, whatever it says.
  return to_utf8(bytes, named.starts_with("utf-16") ? "utf-8" : named);
}

std::string clean_line(std::string_view text) {
  auto out = cleaned(text);
  std::ranges::replace_if(out, [](char c) { return c == '\n' || c == '\t'; }, ' ');
  const auto begin = out.find_first_not_of(' ');
  if (begin == std::string::npos) return {};
  return out.substr(begin, out.find_last_not_of(' ') - begin + 1);
}

std::string character(std::uint32_t code_point) {
  const auto tail = [&](unsigned shift) { return static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU)); };
  if (code_point < 0x80) return {static_cast<char>(code_point)};
  if (code_point < 0x800) return {static_cast<char>(0xC0U | (code_point >> 6U)), tail(0)};
  if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000)) return std::string(kUnreadable);
  if (code_point < 0x10000) return {static_cast<char>(0xE0U | (code_point >> 12U)), tail(6), tail(0)};
  return {static_cast<char>(0xF0U | (code_point >> 18U)), tail(12), tail(6), tail(0)};
}

std::string charset_of_code_page(std::uint32_t code_page) {
  static const std::map<std::uint32_t, std::string_view> kOthers{
      {65001, "utf-8"},       {65000, "utf-7"},       {20127, "us-ascii"},    {20866, "koi8-r"},      {21866, "koi8-u"},
      {50220, "iso-2022-jp"}, {50221, "iso-2022-jp"}, {50222, "iso-2022-jp"}, {50225, "iso-2022-kr"}, {51932, "euc-jp"},
      {51936, "gb2312"},      {51949, "euc-kr"},      {52936, "gb18030"},     {54936, "gb18030"},     {10000, "macintosh"},
      {1200, "utf-16le"},     {1201, "utf-16be"},     {936, "gb18030"},       {874, "cp874"},
  };
  if (const auto found = kOthers.find(code_page); found != kOthers.end()) return std::string(found->second);
  if (code_page >= 1250 && code_page <= 1258) return fmt::format("windows-{}", code_page);
  if (code_page >= 28591 && code_page <= 28605) return fmt::format("iso-8859-{}", code_page - 28590);
  if (code_page >= 437 && code_page <= 950) return fmt::format("cp{}", code_page);
  return {};
}

void load_charsets() {
  for (const char* name :
       {"windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257",
        "windows-1258", "iso-8859-1",   "iso-8859-2",   "iso-8859-3",   "iso-8859-4",   "iso-8859-5",   "iso-8859-6",   "iso-8859-7",
        "iso-8859-8",   "iso-8859-9",   "iso-8859-10",  "iso-8859-13",  "iso-8859-14",  "iso-8859-15",  "iso-8859-16",  "koi8-r",
        "koi8-u",       "iso-2022-jp",  "iso-2022-kr",  "euc-jp",       "euc-kr",       "cp932",        "cp949",        "gb18030",
        "gb2312",       "big5",         "big5-hkscs",   "cp874",        "macintosh",    "cp437",        "cp850",        "cp866",
        "utf-7",        "utf-16",       "utf-16le",     "utf-16be"}) {
    ::iconv_open("UTF-8", name);  // kept open on purpose: the table stays as long as one handle does
  }
}

}  // namespace docmill::engines::mail
