#include "actions/fields.h"

#include <algorithm>
#include <vector>

#include "base/small_letters.h"

namespace docmill::actions {
namespace {

std::string_view without_index(std::string_view name) {
  return name.ends_with(']') ? name.substr(0, name.find('[')) : name;
}

}  // namespace

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return same_but_for_case(a, b);
}

model::Field source_file(std::string_view summary) {
  return {.name = "File", .type = model::FieldType::File, .required = true, .summary = summary};
}

model::Field source_files(std::string_view summary) {
  return {.name = "File", .type = model::FieldType::File, .required = true, .summary = summary, .many = true, .alias = "Files"};
}

model::Field name_of_document() {
  return {.name = kFilename,
          .type = model::FieldType::Text,
          .summary = "The document's name with its extension, when the uploaded file has another name or none.",
          .longest = 255};
}

const model::Field* main_file(const model::Action& action) {
  const auto found = std::ranges::find(action.fields, model::FieldType::File, &model::Field::type);
  return found == action.fields.end() ? nullptr : &*found;
}

model::Field source_password() {
  return {.name = "Password",
          .type = model::FieldType::Text,
          .summary = "Opens a document that is protected.",
          .longest = 1024,
          .secret = true};
}

model::Field decimal(std::string_view name, std::string_view summary, std::int64_t least, std::int64_t most, std::string_view fallback) {
  return {.name = name, .type = model::FieldType::Decimal, .summary = summary, .fallback = fallback, .least = least, .most = most};
}

const std::vector<std::string_view>& types_taken(const model::Action& action, const model::Field& field) {
  return field.accepts.empty() ? action.accepts : field.accepts;
}

std::span<const model::Field> common_fields() {
  static const std::vector<model::Field> common{
      {.name = kCallbackUrl,
       .type = model::FieldType::Text,
       .summary = "An http or https address that is told once, by POST, when the job has ended.",
       .longest = 2048},
  };
  return common;
}

KnownField find_field(const model::Action& action, std::string_view name) {
  name = without_index(name);
  for (const auto& field : action.fields) {
    if (same_ignoring_case(field.name, name)) return {.field = &field};
    if (!field.alias.empty() && same_ignoring_case(field.alias, name)) return {.field = &field};
    if (field.type == model::FieldType::File && same_ignoring_case(url_name(field), name)) return {.field = &field, .is_url = true};
  }
  for (const auto& field : common_fields()) {
    if (same_ignoring_case(field.name, name)) return {.field = &field};
  }
  return {};
}

std::string url_name(const model::Field& field) {
  return std::string(field.name) + "Url";
}

}  // namespace docmill::actions
