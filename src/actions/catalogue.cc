#include "actions/catalogue.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <vector>

#include "actions/archive.h"
#include "actions/browser.h"
#include "actions/convert.h"
#include "actions/field_schema.h"
#include "actions/fields.h"
#include "actions/generate.h"
#include "actions/image.h"
#include "actions/mail.h"
#include "actions/merge_office.h"
#include "actions/pdf.h"
#include "actions/previews.h"
#include "actions/processes.h"
#include "actions/raster.h"
#include "actions/regex.h"
#include "actions/tables.h"

namespace docmill::actions {
namespace {

namespace json = boost::json;

std::string_view type_name(model::FieldType type) {
  switch (type) {
    case model::FieldType::File: return "file";
    case model::FieldType::Text: return "text";
    case model::FieldType::Integer: return "integer";
    case model::FieldType::Decimal: return "decimal";
    case model::FieldType::Boolean: return "boolean";
    case model::FieldType::Choice: return "choice";
    case model::FieldType::Pages: return "pages";
  }
  return "text";
}

json::array texts(const std::vector<std::string_view>& values) {
  json::array out;
  for (const auto& value : values) out.emplace_back(value);
  return out;
}

json::object written(const model::Field& field) {
  json::object out;
  out["name"] = field.name;
  out["type"] = type_name(field.type);
  out["required"] = field.required;
  out["summary"] = described(field);
  if (field.many) out["many"] = true;
  if (!field.fallback.empty()) out["default"] = field.fallback;
  if (!field.alias.empty()) out["alias"] = field.alias;
  if (field.secret) out["secret"] = true;
  if (!field.choices.empty()) out["choices"] = texts(field.choices);
  if (field.type == model::FieldType::Integer || field.type == model::FieldType::Decimal) {
    out["least"] = field.least;
    out["most"] = field.most;
  }
  if (!field.accepts.empty()) out["accepts"] = texts(field.accepts);
  if (!field.goes_with.empty()) out["goesWith"] = field.goes_with;
  if (field.type == model::FieldType::Text) out["longest"] = field.longest;
  return out;
}

std::string_view answer_name(model::Answer answer) {
  switch (answer) {
    case model::Answer::Link: return "link";
    case model::Answer::Links: return "links";
    case model::Answer::Json: return "json";
  }
  return "link";
}

json::object written(const model::Action& action) {
  json::object out;
  out["id"] = action.id;
  out["title"] = action.title;
  out["summary"] = action.summary;
  out["accepts"] = texts(action.accepts);
  out["makes"] = action.makes;
  out["answer"] = answer_name(action.answer);
  out["documents"] = action.documents;
  auto& fields = out["fields"].emplace_array();
  for (const auto& field : action.fields) fields.push_back(written(field));
  for (const auto& field : common_fields()) fields.push_back(written(field));
  return out;
}

}  // namespace

std::span<const model::Action> catalogue() {
  static const std::vector<model::Action> all{
      // Converters
      docx_to_pdf(),
      xlsx_to_pdf(),
      pptx_to_pdf(),
      any_to_pdf(),
      doc_to_docx(),
      xls_to_xlsx(),
      ppt_to_pptx(),
      html_to_docx(),
      office_to_office(),
      merge_docx(),
      merge_xlsx(),
      from_docx(),
      from_fillable_docx(),
      from_html(),
      from_xlsx(),
      from_pptx(),
      check_template(),
      dry_run(),
      pdf_to_image(),
      pdf_to_text(),
      image_to_pdf(),
      html_to_pdf(),
      url_to_pdf(),
      html_to_image(),
      url_to_image(),
      email_to_pdf(),
      email_to_html(),
      markdown_to_pdf(),
      markdown_to_html(),
      // PDF
      pdf_merge(),
      merge_any_to_pdf(),
      pdf_split(),
      pdf_extract_pages(),
      pdf_delete_pages(),
      pdf_reorder_pages(),
      pdf_rotate(),
      pdf_protect(),
      pdf_unprotect(),
      pdf_protection_info(),
      pdf_compress(),
      pdf_linearize(),
      pdf_flatten(),
      pdf_get_metadata(),
      pdf_set_metadata(),
      pdf_get_bookmarks(),
      pdf_set_bookmarks(),
      pdf_extract_attachments(),
      pdf_extract_images(),
      pdf_get_form(),
      pdf_get_form_fields(),
      pdf_fill_form(),
      pdf_add_attachments(),
      pdf_remove_attachments(),
      pdf_nup(),
      pdf_booklet(),
      pdf_resize(),
      pdf_crop(),
      pdf_thumbnail(),
      pdf_info(),
      pdf_compare(),
      pdf_difference_images(),
      pdf_add_page_numbers(),
      // Watermarks
      watermark_text_to_pdf(),
      watermark_image_to_pdf(),
      watermark_pdf_to_pdf(),
      watermark_html_to_pdf(),
      // Messages
      mail_parse(),
      mail_extract_attachments(),
      // Pictures
      image_convert(),
      image_resize(),
      image_rotate(),
      image_crop(),
      image_info(),
      image_strip_metadata(),
      // Data files
      csv_to_json(),
      csv_to_xlsx(),
      json_to_xlsx(),
      json_to_csv(),
      xlsx_to_csv(),
      xlsx_to_json(),
      // Regular expressions
      regex_match(),
      regex_replace(),
      regex_test(),
      regex_split(),
      // Archives
      archive_create(),
      archive_extract(),
      archive_list(),
  };
  return all;
}

const model::Action* find_offered(std::string_view id) {
  const auto all = catalogue();
  const auto found = std::ranges::find(all, id, &model::Action::id);
  return found == all.end() ? nullptr : &*found;
}

const model::Action* find_action(std::string_view id) {
  if (const auto* offered = find_offered(id)) return offered;
  if (id == preview_action().id) return &preview_action();
  const auto hidden = process_actions();
  const auto run = std::ranges::find(hidden, id, &model::Action::id);
  return run == hidden.end() ? nullptr : &*run;
}

std::string catalogue_json() {
  json::array all;
  for (const auto& action : catalogue()) all.push_back(written(action));
  return json::serialize(all);
}

}  // namespace docmill::actions
