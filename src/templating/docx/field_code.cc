#include "templating/docx/field_code.h"

#include <algorithm>
#include <vector>

#include "base/small_letters.h"
#include "templating/composite_format.h"
#include "templating/print.h"

namespace docmill::templating::docx {
namespace {

/// Words of an instruction; what stands in straight or curly quotes is one.
std::vector<std::string> words_of(std::string_view text) {
  static constexpr std::string_view kOpening = "\u201C";
  static constexpr std::string_view kClosing = "\u201D";
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == ' ' || text[at] == '\t') {
      ++at;
      continue;
    }
    const bool straight = text[at] == '"';
    const bool curly = text.substr(at).starts_with(kOpening);
    if (straight || curly) {
      at += straight ? 1 : kOpening.size();
      const auto end = std::min(text.find(straight ? std::string_view("\"") : kClosing, at), text.size());
      words.emplace_back(text.substr(at, end - at));
      at = std::min(text.size(), end + (straight ? 1 : kClosing.size()));
      continue;
    }
    const auto end = std::min(text.find_first_of(" \t", at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

/// Word's date picture as .NET's format: AM/PM is tt.
std::string date_format_of(std::string picture) {
  for (const std::string_view half : {"AM/PM", "am/pm"}) {
    if (const auto at = picture.find(half); at != std::string::npos) picture.replace(at, half.size(), "tt");
  }
  return picture.size() == 1 ? "%" + picture : picture;
}

const Value* property(const Value& data, const std::string& name) {
  const Value& object = data.is_list() && data.size() == 1 ? data.items().front() : data;
  if (const auto* exact = object.find(name)) return exact;
  if (const auto path = parse_path(name)) {
    const auto found = resolve(Scope(object), *path);
    if (found.in_data != nullptr) return found.in_data;
  }
  // Word takes names without regard to case, and writes a blank of the source's column as "_".
  const auto plain = [](std::string_view text) {
    auto result = small_letters(text);
    std::ranges::replace(result, ' ', '_');
    return result;
  };
  const auto wanted = plain(name);
  for (const auto& member : object.members()) {
    if (plain(member.key()) == wanted) return &member.value;
  }
  return nullptr;
}

Result<std::string> printed(const MergeField& field, const Value& value, const Context& context) {
  const auto& format = value.is_number() ? field.number : field.date;
  if (value.is_number() && !format.empty()) return format_value(value, format, context.region);
  if (!field.date.empty()) {
    if (value.is_date_time()) return format_value(value, date_format_of(field.date), context.region);
  }
  return print(value, context.region);
}

}  // namespace

std::optional<MergeField> parse_merge_field(std::string_view instruction) {
  if (instruction.size() > 4096) return std::nullopt;
  const auto words = words_of(instruction);
  if (words.size() < 2 || small_letters(words[0]) != "mergefield") return std::nullopt;
  MergeField field;
  field.name = words[1];
  for (std::size_t i = 2; i + 1 < words.size(); ++i) {
    const auto& next = words[i + 1];
    if (words[i] == "\\*") {
      const auto letters = small_letters(next);
      if (letters == "upper" || letters == "lower" || letters == "firstcap" || letters == "caps") field.letters = letters;
    } else if (words[i] == "\\@") {
      field.date = next;
    } else if (words[i] == "\\#") {
      field.number = next;
    } else if (words[i] == "\\b") {
      field.before = next;
    } else if (words[i] == "\\f") {
      field.after = next;
    } else {
      continue;
    }
    ++i;
  }
  return field;
}

Result<std::optional<std::string>> shown_by(const MergeField& field, const Context& context) {
  const Value* value = property(context.data, field.name);
  if (value == nullptr) return std::optional<std::string>();
  auto text = printed(field, *value, context);
  if (!text) text = print(*value, context.region);  // a picture that means nothing changes nothing
  const auto& culture = *context.region.culture;
  if (field.letters == "upper") text = culture.to_upper(*text);
  if (field.letters == "lower") text = culture.to_lower(*text);
  if (field.letters == "firstcap" || field.letters == "caps") {
    bool begins = true;
    for (char& c : *text) {
      if (begins && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
      begins = field.letters == "caps" && c == ' ';
    }
  }
  if (!text->empty()) *text = field.before + *text + field.after;
  return std::optional<std::string>(*std::move(text));
}

}  // namespace docmill::templating::docx
