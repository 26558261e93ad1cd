// Parentheses, comments and options: the frame of a pattern.
#include <fmt/format.h>

#include <algorithm>

#include "model/pattern_reader.h"

namespace docmill::model {
namespace {

constexpr std::size_t kDeepestGroup = 200;  // PCRE2's own limit is 250

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool all_of(std::string_view text, bool (*test)(char)) {
  return !text.empty() && std::ranges::all_of(text, test);
}

}  // namespace

Result<DotnetPattern> PatternReader::read() {
  while (!at_end()) {
    out_.places.emplace_back(out_.text.size(), at_);
    if (auto done = step(); !done) return Failed(done.error());
  }
  if (!outer_.empty()) return wrong("a parenthesis is not closed; add the missing ).");
  out_.groups.insert(out_.groups.end(), named_.begin(), named_.end());
  return std::move(out_);
}

Result<void> PatternReader::step() {
  const char c = now();
  if (options_.spaced && c == '#') {
    at_ = std::min(pattern_.find('\n', at_), pattern_.size());
    return {};
  }
  if (c == '\\') return escape(out_.text, false);
  if (c == '(') return open_group();
  if (c == '[') {
    auto set = character_class(0);
    if (!set) return Failed(set.error());
    out_.text += *set;
    return {};
  }
  if (c == ')') {
    if (outer_.empty()) return wrong("this ) closes nothing; write \\) for the character.");
    options_ = outer_.back();
    outer_.pop_back();
  }
  out_.text += c;
  ++at_;
  return {};
}

void PatternReader::enter(std::string_view opening, bool captures, std::string_view name) {
  outer_.push_back(options_);
  out_.text += opening;
  if (!captures) return;
  ++captures_;
  if (name.empty()) {
    out_.groups.push_back({{}, {captures_}});
    return;
  }
  const auto found = std::ranges::find(named_, name, &PatternGroup::name);
  if (found != named_.end()) {
    found->captures.push_back(captures_);
    return;
  }
  named_.push_back({std::string(name), {captures_}});
}

Result<void> PatternReader::open_group() {
  if (outer_.size() == kDeepestGroup) return wrong(fmt::format("groups lie in each other more than {} deep.", kDeepestGroup));
  if (rest().starts_with("(*")) return wrong("a repeat must follow something; write \\* for the character.");
  if (rest().starts_with("(?")) return open_special_group();
  ++at_;
  enter(options_.explicit_ ? "(?:" : "(", !options_.explicit_);
  return {};
}

Result<void> PatternReader::open_special_group() {
  for (const std::string_view plain : {"(?:", "(?=", "(?!", "(?>", "(?<=", "(?<!"}) {
    if (!rest().starts_with(plain)) continue;
    at_ += plain.size();
    enter(plain);
    return {};
  }
  if (rest().starts_with("(?<")) return open_named('>');
  if (rest().starts_with("(?'")) return open_named('\'');
  if (rest().starts_with("(?(")) return open_condition();
  if (rest().starts_with("(?#")) return skip_comment();
  return change_options();
}

Result<void> PatternReader::open_named(char closing) {
  const auto end = pattern_.find(closing, at_ + 3);
  if (end == std::string_view::npos) return wrong(fmt::format("the group's name is not closed; add the missing {}.", closing));
  const auto name = pattern_.substr(at_ + 3, end - at_ - 3);
  if (name.find('-') != std::string_view::npos)
    return wrong("balancing groups like (?<open-close>…) are not supported; match what is nested with another tool.");
  if (all_of(name, is_digit)) return wrong("groups cannot be given numbers here; give this one a name.");
  if (!all_of(name, is_word) || is_digit(name.front())) return wrong("a group's name is letters, digits and _, and begins with no digit.");
  at_ = end + 1;
  enter("(", true, name);
  return {};
}

Result<void> PatternReader::condition_on(const PatternGroup* group, std::string_view word) {
  if (known_ != nullptr && group == nullptr) return wrong("there is no group of this number.");
  const int capture = group == nullptr ? 1 : group->captures.back();
  enter(fmt::format("(?({})", capture));
  at_ += word.size() + 4;
  return {};
}

/// A word that names a group asks whether it matched; anything else is an expression to look ahead for.
Result<void> PatternReader::open_condition() {
  const auto end = std::min(pattern_.find(')', at_), pattern_.size());
  const auto word = pattern_.substr(at_ + 3, end - at_ - 3);
  const auto* group = known_ == nullptr ? nullptr : known_->group(word);
  if (all_of(word, is_digit)) return condition_on(group, word);
  if (all_of(word, is_word) && (known_ == nullptr || group != nullptr)) return condition_on(group, word);
  enter("(?");
  at_ += 2;
  for (const std::string_view assertion : {"(?=", "(?!", "(?<=", "(?<!"}) {
    if (rest().starts_with(assertion)) return {};
  }
  enter("(?=");
  ++at_;
  return {};
}

Result<void> PatternReader::change_options() {
  auto changed = options_;
  std::string on;
  std::string off;
  bool value = true;
  std::size_t end = at_ + 2;
  for (; end < pattern_.size() && pattern_[end] != ')' && pattern_[end] != ':'; ++end) {
    const char option = static_cast<char>(pattern_[end] | 0x20);
    if (pattern_[end] == '-') {
      value = false;
    } else if (option == 'n') {
      changed.explicit_ = value;
    } else if (option == 'i' || option == 'm' || option == 's' || option == 'x') {
      (value ? on : off) += option;
      if (option == 'x') changed.spaced = value;
    } else {
      return wrong("this kind of group is not known; after (? come :, =, !, >, <name>, (condition) or the options i, m, n, s, x.");
    }
  }
  if (end >= pattern_.size()) return wrong("a parenthesis is not closed; add the missing ).");
  const bool group = pattern_[end] == ':';
  at_ = end + 1;
  const auto text = on + (off.empty() ? "" : "-" + off);
  if (group) enter("(?" + text + ":");
  if (!group && !text.empty()) out_.text += "(?" + text + ")";
  options_ = changed;
  return {};
}

Result<void> PatternReader::skip_comment() {
  const auto end = pattern_.find(')', at_);
  if (end == std::string_view::npos) return wrong("the comment is not closed; add the missing ).");
  at_ = end + 1;
  return {};
}

}  // namespace docmill::model
