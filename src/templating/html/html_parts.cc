#include "templating/html/html_parts.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>

#include "templating/characters.h"
#include "templating/composite_format.h"

namespace docmill::templating::html {

namespace {

struct Tag {
  std::string_view name;
  PartKind opens;
  std::optional<PartKind> closes;  // what {{/name}} is
  bool argument;
};
constexpr std::array kTags = {
    Tag{"if", PartKind::If, PartKind::EndIf, true},         Tag{"elif", PartKind::ElseIf, std::nullopt, true},
    Tag{"else", PartKind::Else, std::nullopt, false},       Tag{"each", PartKind::Each, PartKind::EndEach, true},
    Tag{"with", PartKind::With, PartKind::EndWith, true},   Tag{"index", PartKind::Index, std::nullopt, false},
    Tag{"newline", PartKind::NewLine, std::nullopt, false}, Tag{"set", PartKind::Set, std::nullopt, true},
};

const Tag* tag_named(std::string_view name) {
  for (const auto& tag : kTags)
    if (tag.name == name) return &tag;
  return nullptr;
}

/// A key at the beginning of `text`: names of letters, digits and `_`, joined by points, that do not begin with a digit.
std::size_t key_length(std::string_view text) {
  for (std::size_t at = 0;;) {
    if (at >= text.size() || is_ascii_digit(text[at])) return 0;
    const auto begin = at;
    while (const auto bytes = name_part_at(text, at)) at += bytes;
    if (at == begin || at > kLongestPath) return 0;
    if (at >= text.size() || text[at] != '.') return at;
    ++at;
  }
}

class PartReader {
 public:
  PartReader(std::string_view text, bool triple) : text_(text), triple_(triple) {}

  Result<std::vector<Part>> read() {
    for (std::size_t at = 0; (at = text_.find("{{", at)) != std::string_view::npos;) {
      auto length = part_at(at);
      if (!length) return Failed(length.error());
      at += *length == 0 ? 1 : *length;  // braces that begin nothing are text
      if (parts_.size() > kMostParts) return Failed(fail(ErrorCode::InputTooComplex, "The template has more than two million tags."));
    }
    put_text(text_.size());
    if (!open_.empty()) return Failed(unclosed());
    return std::move(parts_);
  }

 private:
  /// Bytes of the tag at `at`; 0: it is text.
  Result<std::size_t> part_at(std::size_t at) {
    const auto rest = text_.substr(at);
    if (triple_ && rest.starts_with("{{{"))
      if (const auto bytes = key_part(at, 3, PartKind::RawKey); bytes > 0) return bytes;
    if (rest.size() > 2 && (rest[2] == '#' || rest[2] == '/')) return tag_part(at);
    return key_part(at, 2, PartKind::Key);
  }

  std::size_t key_part(std::size_t at, std::size_t braces, PartKind kind) {
    auto inner = text_.substr(at + braces);
    const bool variable = inner.starts_with('@');
    if (variable) inner.remove_prefix(1);
    const auto name = key_length(inner);
    if (name == 0) return 0;
    const auto end = inner.find_first_of("{}\n", name);
    if (end == std::string_view::npos || inner.substr(end, braces) != std::string_view("}}}").substr(0, braces)) return 0;
    const auto placement = inner.substr(name, end - name);
    if (!placement.empty() && (!(placement[0] == ':' || placement[0] == ',') || !parse_placement(placement))) return 0;
    auto path = parse_path(inner.substr(0, name));
    if (!path) return 0;
    const auto length = braces * 2 + (variable ? 1U : 0U) + end;
    put({.kind = kind, .text = text_.substr(at, length), .key = *std::move(path), .variable = variable, .placement = placement}, at);
    return length;
  }

  Result<std::size_t> tag_part(std::size_t at) {
    const auto inner = text_.substr(at + 3);
    if (inner.starts_with('!')) return comment(at);
    std::size_t name_end = 0;
    while (name_end < inner.size() && (is_ascii_letter(inner[name_end]) || is_ascii_digit(inner[name_end]))) ++name_end;
    if (name_end == 0) return std::size_t{0};
    const auto end = inner.find("}}");
    const auto length = end + 5;
    Part part{.text = text_.substr(at, std::min<std::size_t>(length, 200))};
    if (end == std::string_view::npos || inner.substr(0, end).find("{{") != std::string_view::npos)
      return Failed(wrong(at, part.text.substr(0, 40), "its two closing braces are missing"));
    const auto* tag = tag_named(inner.substr(0, name_end));
    const auto argument = trimmed(inner.substr(name_end, end - name_end));
    if (tag == nullptr)
      return Failed(wrong(at, part.text, "there is no such tag; there are if, elif, else, each, with, index, newline and set"));
    auto put = text_[at + 2] == '/' ? close(*tag, part, at) : open(*tag, argument, part, at);
    if (!put) return Failed(put.error());
    return length;
  }

  Result<std::size_t> comment(std::size_t at) {
    const auto end = text_.find("}}", at);
    if (end == std::string_view::npos) return Failed(wrong(at, text_.substr(at, 40), "its two closing braces are missing"));
    put_text(at);
    text_begin_ = end + 2;
    return end + 2 - at;
  }

  Result<void> open(const Tag& tag, std::string_view argument, Part part, std::size_t at) {
    part.kind = tag.opens;
    if (tag.argument && !read_argument(part, argument))
      return Failed(wrong(
          at, part.text, part.kind == PartKind::Set ? "it needs a name, and maybe a value behind it" : "it needs one key behind its name"));
    put(part, at);
    const auto here = parts_.size() - 1;
    if (tag.closes) {
      if (open_.size() == kDeepestTags)
        return Failed(wrong(at, part.text, fmt::format("tags lie within one another deeper than {}", kDeepestTags)));
      open_.push_back({here, here, false});
      return {};
    }
    return part.kind == PartKind::ElseIf || part.kind == PartKind::Else ? branch(here, at) : Result<void>();
  }

  /// `elif` and `else` end the branch before them.
  Result<void> branch(std::size_t here, std::size_t at) {
    const auto& part = parts_[here];
    if (open_.empty() || parts_[open_.back().first].kind != PartKind::If)
      return Failed(wrong(at, part.text, "it stands outside of {{#if …}} … {{/if}}"));
    if (open_.back().has_else) return Failed(wrong(at, part.text, "{{#else}} stands before it, and must be the last branch"));
    open_.back().has_else = part.kind == PartKind::Else;
    parts_[open_.back().branch].end = here;
    open_.back().branch = here;
    return {};
  }

  Result<void> close(const Tag& tag, Part part, std::size_t at) {
    if (!tag.closes) return Failed(wrong(at, part.text, "this tag has no end"));
    if (open_.empty()) return Failed(wrong(at, part.text, fmt::format("no {{{{#{}}}}} is open here", tag.name)));
    const auto opened = open_.back();
    if (parts_[opened.first].kind != tag.opens)
      return Failed(wrong(at, part.text,
                          fmt::format("“{}” of line {} has to be closed first", parts_[opened.first].text, parts_[opened.first].line)));
    part.kind = *tag.closes;
    put(part, at);
    const auto here = parts_.size() - 1;
    open_.pop_back();
    for (auto i = opened.first;; i = parts_[i].end) {
      parts_[i].close = here;
      if (i == opened.branch) {
        parts_[i].end = here;
        return {};
      }
    }
  }

  /// A key, @key, "text" or number; of `set` a name and then one of those.
  static bool read_argument(Part& part, std::string_view argument) {
    if (part.kind == PartKind::Set) {
      const auto name = key_length(argument.substr(argument.starts_with('@') ? 1 : 0)) + (argument.starts_with('@') ? 1U : 0U);
      auto path = parse_path(argument.substr(argument.starts_with('@') ? 1 : 0, name - (argument.starts_with('@') ? 1U : 0U)));
      if (!path || path->size() != 1) return false;
      part.key = *std::move(path);
      part.literal = trimmed(argument.substr(name));
      return true;
    }
    if (argument.empty()) return false;
    if (quote_at(argument, 0).kind != Quote::None || is_ascii_digit(argument[0]) || argument[0] == '-') {
      part.literal = argument;
      return part.kind == PartKind::If || part.kind == PartKind::ElseIf;
    }
    part.variable = argument.starts_with('@');
    if (part.variable) argument.remove_prefix(1);
    if (key_length(argument) != argument.size()) return false;
    auto path = parse_path(argument);
    if (!path) return false;
    part.key = *std::move(path);
    return true;
  }

  void put_text(std::size_t end) {
    if (end > text_begin_) parts_.push_back({.text = text_.substr(text_begin_, end - text_begin_)});
  }

  void put(Part part, std::size_t at) {
    put_text(at);
    move_to(at);
    part.line = line_;
    part.column = column_;
    const auto braces_end = text_.find("}}", at);
    text_begin_ = at + part.text.size();
    if (part.kind != PartKind::Key && part.kind != PartKind::RawKey) text_begin_ = braces_end + 2;
    parts_.push_back(std::move(part));
  }

  /// Counts lines on; called with ever larger places.
  void move_to(std::size_t at) {
    for (; counted_ < at; counted_ += character_at(text_, counted_)) {
      const bool breaks = text_[counted_] == '\n';
      line_ += breaks ? 1 : 0;
      column_ = breaks ? 1 : column_ + 1;
    }
  }

  Error wrong(std::size_t at, std::string_view tag, std::string_view why) {
    move_to(at);
    return fail(ErrorCode::BadRequest, fmt::format("The template is wrong at line {}, column {}: “{}”: {}.", line_, column_, tag, why));
  }

  Error unclosed() const {
    const auto& part = parts_[open_.back().first];
    const auto name = part.kind == PartKind::If ? "if" : part.kind == PartKind::Each ? "each" : "with";
    return fail(ErrorCode::BadRequest, fmt::format("The template is wrong at line {}, column {}: “{}” has no end. Add {{{{/{}}}}}.",
                                                   part.line, part.column, part.text, name));
  }

  struct OpenTag {
    std::size_t first;   // its part
    std::size_t branch;  // the branch that is open: of an if, its last elif or else
    bool has_else;
  };

  std::string_view text_;
  bool triple_;
  std::vector<Part> parts_;
  std::vector<OpenTag> open_;
  std::size_t text_begin_ = 0;  // text up to the next tag begins here
  std::size_t counted_ = 0;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
};

}  // namespace

Result<std::vector<Part>> parse_parts(std::string_view text, bool triple) {
  return PartReader(text, triple).read();
}

}  // namespace docmill::templating::html
