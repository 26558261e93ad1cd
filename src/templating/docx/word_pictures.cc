#include "templating/docx/word_pictures.h"

#include <algorithm>
#include <array>

#include "base/small_letters.h"

namespace docmill::templating::docx {
namespace {

/// The letters that stand for days and years in the Word of a language.
struct DateLetters {
  std::string_view language;
  char day;
  char year;
};
constexpr std::array kDateLetters{
    DateLetters{"de", 'T', 'J'}, DateLetters{"fr", 'J', 'A'}, DateLetters{"it", 'G', 'A'}, DateLetters{"es", 'D', 'A'},
    DateLetters{"pt", 'D', 'A'}, DateLetters{"nl", 'D', 'J'}, DateLetters{"", 'D', 'Y'},
};

DateLetters letters_of(const Culture& culture) {
  const auto language = std::string_view(culture.name()).substr(0, culture.name().find('-'));
  const auto* const found = std::ranges::find(kDateLetters, language, &DateLetters::language);
  return found == kDateLetters.end() ? kDateLetters.back() : *found;
}

/// Does something with each character of a picture that stands outside of single quotes, which keep what is in them.
template <class Change>
std::string outside_quotes(std::string_view picture, Change&& change) {
  std::string out;
  bool inside = false;
  for (const char c : picture) {
    if (c == '\'') inside = !inside;
    if (inside || c == '\'')
      out += c;
    else
      change(c, out);
  }
  return out;
}

/// Whether the comma of a picture is the point of a language that has it so: there are points or blanks for groups before it, or it is
/// not followed by the three digits of a group.
bool has_decimal_comma(std::string_view picture) {
  const auto section = picture.substr(0, picture.find(';'));
  const auto comma = section.rfind(',');
  if (comma == std::string_view::npos || section.find('.', comma) != std::string_view::npos) return false;
  const auto before = section.substr(0, comma);
  if (before.find('.') != std::string_view::npos || before.find("# #") != std::string_view::npos) return true;
  const auto behind = section.substr(comma + 1);
  const auto digits = std::min(behind.find_first_not_of("0#"), behind.size());
  return digits != 3 && !before.empty() && before.find(',') == std::string_view::npos && (before.ends_with('0') || before.ends_with('#'));
}

/// "#.##0,00" and "# ##0,00" as "#,##0.00".
std::string with_decimal_point(std::string_view picture) {
  std::string out;
  for (std::size_t i = 0; i < picture.size(); ++i) {
    const bool between = i > 0 && i + 1 < picture.size() && picture[i - 1] == '#' && (picture[i + 1] == '#' || picture[i + 1] == '0');
    const char c = picture[i];
    out += c == '.' || (c == ' ' && between) ? ',' : c == ',' ? '.' : c;
  }
  return out;
}

}  // namespace

std::string date_format_of(std::string_view picture, const Culture& culture) {
  std::string english(picture);
  for (const std::string_view half : {"AM/PM", "am/pm"}) {
    if (const auto at = english.find(half); at != std::string::npos) english.replace(at, half.size(), "tt");
  }
  const auto letters = letters_of(culture);
  // Those of the language are told by its year: "dd.MM.yyyy" is English in German documents too.
  const auto is_year = [&](char c) { return small_letter(c) == small_letter(letters.year); };
  const bool local = letters.year != 'Y' && std::ranges::any_of(english, is_year);
  const auto format = outside_quotes(english, [&](char c, std::string& out) {
    if (c == '/' || c == ':' || c == '%') out += '\\';
    if (c == 'Y' || (local && is_year(c)))
      out += 'y';
    else
      out += c == 'D' || (local && small_letter(c) == small_letter(letters.day)) ? 'd' : c;
  });
  return format.size() == 1 ? "%" + format : format;
}

std::string number_format_of(std::string_view picture, const Culture& culture) {
  const bool local = culture.number().number.decimal == "," && has_decimal_comma(picture);
  return outside_quotes(local ? with_decimal_point(picture) : std::string(picture), [](char c, std::string& out) {
    if (c == ',' && !out.ends_with('0') && !out.ends_with('#'))
      out += "#,##";
    else if (c == '%')
      out += "\\%";
    else
      out += c;
  });
}

}  // namespace docmill::templating::docx
