// Backslashes and character classes: the characters of a pattern.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "model/pattern_reader.h"

namespace docmill::model {
namespace {

// What .NET counts as a character of a word.
constexpr std::string_view kWord = R"(\p{L}\p{Mn}\p{Mc}\p{Nd}\p{Pc})";
constexpr int kDeepestClass = 20;

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::optional<std::uint32_t> number_at(std::string_view text, std::size_t at, std::size_t length, int base) {
  if (at + length > text.size()) return std::nullopt;
  std::uint32_t value = 0;
  const auto* const begin = text.data() + at;
  const auto [end, failed] = std::from_chars(begin, begin + length, value, base);
  return failed == std::errc{} && end == begin + length ? std::optional(value) : std::nullopt;
}

std::string character(std::uint32_t code) {
  return fmt::format("\\x{{{:x}}}", code);
}

}  // namespace

Result<void> PatternReader::escape(std::string& out, bool in_class) {
  if (at_ + 1 >= pattern_.size()) return wrong("the pattern ends with a backslash; write \\\\ for the character.");
  const char c = pattern_[at_ + 1];
  if (c >= '0' && c <= '9') return digits(out, in_class);
  if (c == 'x') return hexadecimal(out, 2);
  if (c == 'u') return unicode(out);
  if (c == 'c') return control(out);
  if (c == 'p' || c == 'P') return property(out);
  if (c == 'k' && !in_class) return reference_by_name(out);
  constexpr std::string_view kSame = "aefnrtdDsS";
  constexpr std::string_view kOutside = "bBAzZG";
  if (c == 'v') {
    out += character(0x0B);  // in PCRE2 it is any vertical space
  } else if (c == 'w') {
    out += in_class ? std::string(kWord) : fmt::format("[{}]", kWord);
  } else if (c == 'W') {
    out += in_class ? std::string("\\W") : fmt::format("[^{}]", kWord);
  } else if (c == 'b' && in_class) {
    out += character(0x08);
  } else if (kSame.find(c) != std::string_view::npos || (!in_class && kOutside.find(c) != std::string_view::npos)) {
    out += {'\\', c};
  } else if (is_letter_or_digit(c) || c == '_') {
    return wrong(fmt::format("\\{} is not known.", c));
  } else {
    out += {'\\', c};
  }
  at_ += 2;
  return {};
}

/// \1 to \9 refer to a group; more digits do where there is such a group, and are octal otherwise.
Result<void> PatternReader::digits(std::string& out, bool in_class) {
  if (in_class || pattern_[at_ + 1] == '0') return octal(out);
  std::size_t end = at_ + 1;
  while (end < pattern_.size() && end < at_ + 6 && pattern_[end] >= '0' && pattern_[end] <= '9') ++end;
  const auto word = pattern_.substr(at_ + 1, end - at_ - 1);
  const auto* group = known_ == nullptr ? nullptr : known_->group(word);
  if (word.size() > 1 && group == nullptr && word.front() < '8') return octal(out);
  if (auto done = reference(out, group, word); !done) return done;
  at_ = end;
  return {};
}

Result<void> PatternReader::octal(std::string& out) {
  std::size_t end = at_ + 1;
  while (end < pattern_.size() && end < at_ + 4 && pattern_[end] >= '0' && pattern_[end] <= '7') ++end;
  const auto code = number_at(pattern_, at_ + 1, end - at_ - 1, 8);
  if (!code) return wrong("this escape is not known; an octal one has digits from 0 to 7.");
  out += character(*code & 0xFFU);
  at_ = end;
  return {};
}

Result<void> PatternReader::hexadecimal(std::string& out, std::size_t length) {
  const auto code = number_at(pattern_, at_ + 2, length, 16);
  if (!code) return wrong(fmt::format("\\{} needs {} hexadecimal digits.", pattern_[at_ + 1], length));
  out += character(*code);
  at_ += 2 + length;
  return {};
}

/// .NET speaks UTF-16, so a character beyond U+FFFF is written as a pair.
Result<void> PatternReader::unicode(std::string& out) {
  const auto code = number_at(pattern_, at_ + 2, 4, 16);
  if (!code || *code < 0xD800 || *code > 0xDFFF) return hexadecimal(out, 4);
  const auto low =
      pattern_.substr(std::min(at_ + 6, pattern_.size())).starts_with("\\u") ? number_at(pattern_, at_ + 8, 4, 16) : std::nullopt;
  if (*code > 0xDBFF || !low || *low < 0xDC00 || *low > 0xDFFF)
    return wrong("half a surrogate pair matches nothing; write both halves, like \\uD83D\\uDE00.");
  out += character(0x10000 + ((*code - 0xD800) << 10U) + (*low - 0xDC00));
  at_ += 12;
  return {};
}

Result<void> PatternReader::control(std::string& out) {
  const char c = at_ + 2 < pattern_.size() ? static_cast<char>(pattern_[at_ + 2] & ~0x20) : '\0';
  if (c < '@' || c > '_') return wrong("\\c needs a letter.");
  out += character(static_cast<std::uint32_t>(c - '@'));
  at_ += 3;
  return {};
}

Result<void> PatternReader::property(std::string& out) {
  const auto end = pattern_.find('}', at_);
  if (at_ + 2 >= pattern_.size() || pattern_[at_ + 2] != '{' || end == std::string_view::npos)
    return wrong(fmt::format("\\{} needs a category in braces, like \\p{{Lu}}.", pattern_[at_ + 1]));
  const auto name = pattern_.substr(at_ + 3, end - at_ - 3);
  if (name.starts_with("Is"))
    return wrong("Unicode blocks are not known; name a script like \\p{Greek}, or a range like \\u0370-\\u03FF in a class.");
  out += pattern_.substr(at_, end + 1 - at_);
  at_ = end + 1;
  return {};
}

Result<void> PatternReader::reference_by_name(std::string& out) {
  const char opening = at_ + 2 < pattern_.size() ? pattern_[at_ + 2] : '\0';
  const char closing = opening == '<' ? '>' : opening;
  const auto end = pattern_.find(closing, at_ + 3);
  if ((closing != '>' && closing != '\'') || end == std::string_view::npos) return wrong("\\k needs a group's name, like \\k<name>.");
  const auto word = pattern_.substr(at_ + 3, end - at_ - 3);
  if (auto done = reference(out, known_ == nullptr ? nullptr : known_->group(word), word); !done) return done;
  at_ = end + 1;
  return {};
}

/// Of a name used twice, the one that matched: the other fails.
Result<void> PatternReader::reference(std::string& out, const PatternGroup* group, std::string_view word) {
  if (known_ == nullptr) return {};
  if (group == nullptr) return wrong(fmt::format("there is no group \"{}\" to refer to.", word));
  std::string text;
  for (auto capture = group->captures.rbegin(); capture != group->captures.rend(); ++capture) {
    if (!text.empty()) text += '|';
    text += fmt::format("\\g{{{}}}", *capture);
  }
  out += group->captures.size() == 1 ? text : "(?:" + text + ")";
  return {};
}

/// From [ to its ]. "[a-z-[aeiou]]", the first without the second, becomes "(?:(?![aeiou])[a-z])".
Result<std::string> PatternReader::character_class(int depth) {
  if (depth == kDeepestClass) return wrong("character classes lie in each other too deep.");
  std::string set(1, pattern_[at_++]);
  if (!at_end() && now() == '^') set += pattern_[at_++];
  std::string without;
  for (bool first = true;; first = false) {
    if (at_end()) return wrong("a character class is not closed; add the missing ].");
    const char c = now();
    if (c == ']' && !first) break;
    if (c == '-' && !first && rest().starts_with("-[")) {
      ++at_;
      auto inner = character_class(depth + 1);
      if (!inner) return inner;
      if (at_end() || now() != ']') return wrong("what is subtracted must be the last in its character class.");
      without = *std::move(inner);
      break;
    }
    if (c == '\\') {
      if (auto done = escape(set, true); !done) return Failed(done.error());
      continue;
    }
    if (c == '[' || c == ']') set += '\\';
    set += c;
    ++at_;
  }
  ++at_;
  set += ']';
  return without.empty() ? set : "(?:(?!" + without + ")" + set + ")";
}

}  // namespace docmill::model
