#include "actions/openapi_examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <utility>

#include "actions/fields.h"

namespace docmill::actions::openapi {
namespace {

using model::FieldType;

constexpr std::pair<std::string_view, std::string_view> kFileNames[] = {
    {"docx", "invoice.docx"}, {"xlsx", "budget.xlsx"}, {"pptx", "pitch.pptx"},   {"pdf", "report.pdf"},    {"html", "page.html"},
    {"md", "notes.md"},       {"eml", "message.eml"},  {"csv", "figures.csv"},   {"json", "figures.json"}, {"txt", "words.txt"},
    {"zip", "documents.zip"}, {"png", "picture.png"},  {"jpg", "photo.jpg"},     {"doc", "letter.doc"},    {"xls", "budget.xls"},
    {"ppt", "pitch.ppt"},     {"bin", "report.pdf"},   {"markdown", "notes.md"},
};

/// A value of a field: of one action, or of every action that asks for it (`action` empty).
struct ExampleValue {
  std::string_view action;
  std::string_view field;
  std::string_view value;
};

constexpr std::string_view kOrder =
    R"({"number": 4711, "customer": {"name": "Mina Farrow"}, "items": [{"name": "Desk lamp", "price": 12.5}]})";

// What a reader needs to see beside the required fields, and required fields that no rule below would give sense.
constexpr ExampleValue kValues[] = {
    {"", "Data", kOrder},
    {"", "Url", "https://www.example.com/"},
    {"", "Pattern", R"([Oo]rder (?<number>\d+))"},
    {"", "ExtractRange", "1-3;5"},
    {"", "Html", "<p>Draft</p>"},
    {"generate/from-docx", "OutputType", "Pdf"},
    {"generate/from-docx", "Locale", "de-DE"},
    {"generate/from-xlsx", "OutputType", "Pdf"},
    {"generate/from-pptx", "OutputType", "Pdf"},
    {"generate/from-fillable-docx", "Data", R"({"Name": "Mina Farrow", "Number": 4711})"},
    {"convert/html-to-pdf", "Size", "A4"},
    {"convert/html-to-pdf", "Margins", "20mm"},
    {"convert/office", "Format", "Odt"},
    {"convert/pdf-to-image", "Format", "Png"},
    {"convert/pdf-to-image", "Pages", "1-3"},
    {"convert/csv-to-json", "Delimiter", "Comma"},
    {"pdf/split", "Type", "ExtractPages"},
    {"pdf/delete-pages", "Pages", "2;4"},
    {"pdf/reorder-pages", "Pages", "3;1-2"},
    {"pdf/rotate", "Angle", "90"},
    {"pdf/protect", "AllowPrinting", "true"},
    {"pdf/protect", "AllowModification", "false"},
    {"pdf/protect", "AllowExtract", "true"},
    {"pdf/protect", "AllowAnnotate", "false"},
    {"pdf/protect", "NewUserPassword", "a long passphrase"},
    {"pdf/unprotect", "Password", "a long passphrase"},
    {"pdf/set-metadata", "Title", "Report of March"},
    {"pdf/set-bookmarks", "Bookmarks", R"([{"title": "Start", "page": 1}])"},
    {"pdf/fill-form", "Data", R"({"Name": "Grace Hopper", "Member": true, "Size": "L"})"},
    {"pdf/resize", "PaperSize", "A4"},
    {"pdf/crop", "Left", "36"},
    {"pdf/merge", "GenerateBookmarks", "true"},
    {"watermark/text-to-pdf", "Text", "Draft"},
    {"image/convert", "Format", "Webp"},
    {"image/resize", "Width", "640"},
    {"image/crop", "Width", "400"},
    {"image/crop", "Height", "300"},
    {"regex/match", "Text", "Order 12 of Ada, order 7 of Bob."},
    {"regex/replace", "Text", "Order 12 of Ada, order 7 of Bob."},
    {"regex/replace", "Replacement", "No. ${number}"},
    {"regex/test", "Text", "Order 12 of Ada"},
    {"regex/split", "Pattern", R"(,\s*)"},
    {"regex/split", "Text", "Order 12 of Ada, order 7 of Bob."},
    {"archive/create", "FileName", "documents"},
};

const ExampleValue* value_for(const model::Action& action, const model::Field& field) {
  const auto is = [&](std::string_view id) {
    return std::ranges::find_if(kValues, [&](const auto& row) { return row.action == id && row.field == field.name; });
  };
  if (const auto* const own = is(action.id); own != std::end(kValues)) return own;
  const auto* const common = is("");
  return common == std::end(kValues) || !field.required ? nullptr : common;
}

std::string plain_value(const model::Field& field) {
  switch (field.type) {
    case FieldType::Integer:
    case FieldType::Decimal: return field.fallback.empty() ? std::to_string(field.least) : std::string(field.fallback);
    case FieldType::Boolean: return "true";
    case FieldType::Choice: return std::string(field.choices.front());
    case FieldType::Pages: return "1-3";
    default: return "text";
  }
}

std::string file_of(const model::Action& action, const model::Field& field) {
  const auto& types = types_taken(action, field);
  return example_filename(types.empty() ? "bin" : types.front());
}

void add_field(std::vector<ExampleField>& form, const model::Action& action, const model::Field& field) {
  const auto* known = value_for(action, field);
  if (known == nullptr && !field.required) return;
  const bool is_file = known == nullptr && field.type == FieldType::File;
  if (!is_file) {
    form.push_back({field.name, known == nullptr ? plain_value(field) : std::string(known->value), false, field.type});
    return;
  }
  form.push_back({field.name, file_of(action, field), true, field.type});
  if (field.many) form.push_back({field.name, "second-" + file_of(action, field), true, field.type});
}

/// As a shell reads it back: bare, or in single quotes.
std::string shell_word(std::string_view text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("=@%_-+:,./").find(c) != std::string_view::npos;
  };
  if (std::ranges::all_of(text, plain)) return std::string(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

/// curl -F reads '@' and '<' as a file's name, and what follows ';' as its type.
bool means_something_to_curl(std::string_view value) {
  return value.starts_with('@') || value.starts_with('<') || value.starts_with('"') || value.find(';') != std::string_view::npos;
}

json::value typed(const ExampleField& field) {
  const bool literal = field.type == FieldType::Integer || field.type == FieldType::Decimal || field.type == FieldType::Boolean;
  return literal ? json::parse(field.value) : json::value(field.value);
}

}  // namespace

std::string example_filename(std::string_view extension) {
  const auto* const found = std::ranges::find(kFileNames, extension, &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kFileNames) ? fmt::format("document.{}", extension) : std::string(found->second);
}

std::vector<ExampleField> example_form(const model::Action& action) {
  std::vector<ExampleField> form;
  for (const auto& field : action.fields) add_field(form, action, field);
  if (action.id == "pdf/split") form.push_back({"ExtractRange", "1-3;5", false, FieldType::Pages});
  return form;
}

json::object example_object(const model::Action& action) {
  json::object out;
  for (const auto& field : example_form(action)) {
    const auto* declared = find_field(action, field.name).field;
    if (declared == nullptr || !declared->many) {
      out[field.name] = typed(field);
      continue;
    }
    if (!out.contains(field.name)) out[field.name] = json::array{};
    out[field.name].as_array().push_back(typed(field));
  }
  return out;
}

std::string example_curl(const model::Action& action, std::string_view path) {
  std::string out = R"(curl -H "Authorization: $DOCMILL_KEY")";
  for (const auto& field : example_form(action)) {
    const auto* const option = field.is_file || !means_something_to_curl(field.value) ? "-F" : "--form-string";
    out += fmt::format(" {} {}", option, shell_word(fmt::format("{}={}{}", field.name, field.is_file ? "@" : "", field.value)));
  }
  return fmt::format("{} {}{}", out, kExampleHost, path);
}

json::object example_link_result(std::string_view extension) {
  const bool pdf = extension == "pdf";
  json::object out{
      {"link", fmt::format("{}/d/AbCdEf", kExampleHost)}, {"jobId", kExampleJob}, {"expiresAt", "2026-11-28T18:00:00Z"}, {"documents", 1}};
  if (pdf) out["pages"] = 2;
  out["engine"] = "docmill";
  out["fonts"] = json::array{};
  out["warnings"] = json::array{};
  out["phases"] = json::object{{"load", 12}, {"export", 85}};
  return out;
}

json::object example_result(const model::Action& action) {
  auto out = example_link_result(action.makes);
  if (action.answer != model::Answer::Links) return out;
  json::object several{{"links", json::array{fmt::format("{}/d/AbCdEf", kExampleHost), fmt::format("{}/d/GhIjKl", kExampleHost)}}};
  for (auto& [name, value] : out) {
    if (name != "link") several[name] = value;
  }
  return several;
}

}  // namespace docmill::actions::openapi
