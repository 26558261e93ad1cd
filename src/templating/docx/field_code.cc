#include "templating/docx/field_code.h"

#include <algorithm>
#include <vector>

#include "base/small_letters.h"
#include "templating/characters.h"
#include "templating/composite_format.h"
#include "templating/docx/field_words.h"
#include "templating/docx/word_pictures.h"
#include "templating/functions.h"
#include "templating/print.h"

namespace docmill::templating::docx {
namespace {

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

/// What a value is to a picture: Word takes texts for numbers and dates too. nullopt: the picture means nothing to it.
std::optional<Value> for_number(const Value& value) {
  if (value.is_number()) return value;
  const auto number = value.is_text() ? as_number(value) : std::nullopt;
  return number ? std::optional(Value::of(number->value)) : std::nullopt;
}
std::optional<Value> for_date(const Value& value, const TimeZone& zone) {
  if (value.is_date_time()) return value;
  const auto moment = value.is_text() ? parse_iso(value.text(), zone) : std::nullopt;
  return moment ? std::optional(Value::of(*moment)) : std::nullopt;
}

std::string printed(const MergeField& field, const Value& value, const Context& context) {
  Result<std::string> text = Failed(fail(ErrorCode::BadRequest, "no picture"));
  if (!field.number.empty()) {
    if (const auto number = for_number(value))
      text = format_value(*number, number_format_of(field.number, *context.region.culture), context.region);
  } else if (!field.date.empty()) {
    if (const auto date = for_date(value, *context.region.zone))
      text = format_value(*date, date_format_of(field.date, *context.region.culture), context.region);
  }
  return text ? *std::move(text) : print(value, context.region);
}

/// The first letter of the text, or of each of its words, made large.
std::string with_capitals(std::string_view text, bool each_word, const Culture& culture) {
  std::string out;
  bool begins = true;
  for (std::size_t at = 0; at < text.size();) {
    const auto character = text.substr(at, character_at(text, at));
    out += begins ? culture.to_upper(character) : std::string(character);
    begins = each_word && blank_at(text, at) != 0;
    at += character.size();
  }
  return out;
}

}  // namespace

std::optional<MergeField> parse_merge_field(std::string_view instruction) {
  if (instruction.size() > 4096) return std::nullopt;
  const auto words = words_of(instruction);
  if (words.size() < 2 || small_letters(words[0].text) != "mergefield" || words[1].is_switch) return std::nullopt;
  MergeField field;
  field.name = words[1].text;
  for (std::size_t i = 2; i + 1 < words.size(); ++i) {
    if (!words[i].is_switch || words[i + 1].is_switch) continue;
    const auto& next = words[i + 1].text;
    if (words[i].text == "\\*") {
      const auto letters = small_letters(next);
      if (letters == "upper" || letters == "lower" || letters == "firstcap" || letters == "caps") field.letters = letters;
    } else if (words[i].text == "\\@") {
      field.date = next;
    } else if (words[i].text == "\\#") {
      field.number = next;
    } else if (words[i].text == "\\b") {
      field.before = next;
    } else if (words[i].text == "\\f") {
      field.after = next;
    }
  }
  return field;
}

Result<std::optional<std::string>> shown_by(const MergeField& field, const Context& context) {
  const Value* value = property(context.data, field.name);
  if (value == nullptr) return std::optional<std::string>();
  auto text = printed(field, *value, context);
  const auto& culture = *context.region.culture;
  if (field.letters == "upper") text = culture.to_upper(text);
  if (field.letters == "lower") text = culture.to_lower(text);
  if (field.letters == "firstcap" || field.letters == "caps") text = with_capitals(text, field.letters == "caps", culture);
  if (!text.empty()) text = field.before + text + field.after;
  return std::optional<std::string>(std::move(text));
}

}  // namespace docmill::templating::docx
