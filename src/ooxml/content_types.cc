#include "ooxml/content_types.h"

#include <fmt/format.h>

#include "base/xml_escaped.h"
#include "ooxml/part_names.h"
#include "ooxml/xml_text.h"

namespace docmill::ooxml {

const std::string* ContentTypes::Table::find(std::string_view key) const {
  const auto found = places_.find(folded(key));
  return found == places_.end() ? nullptr : &rows_[found->second].type;
}

bool ContentTypes::Table::set(std::string_view key, std::string_view type) {
  const auto [at, fresh] = places_.try_emplace(folded(key), rows_.size());
  if (fresh) {
    rows_.push_back({std::string(key), std::string(type)});
    return true;
  }
  auto& row = rows_[at->second];
  if (row.type == type) return false;
  row.type = type;
  return true;
}

bool ContentTypes::Table::remove(std::string_view key) {
  const auto found = places_.find(folded(key));
  if (found == places_.end()) return false;
  rows_[found->second].key.clear();
  places_.erase(found);
  return true;
}

ContentTypes::ContentTypes(const pugi::xml_document& tree) {
  for (const auto node : tree.document_element().children()) {
    const std::string_view name = node.name();
    const std::string type = node.attribute("ContentType").value();
    if (name == "Default") defaults_.set(node.attribute("Extension").value(), type);
    if (name == "Override") overrides_.set(resolved("", node.attribute("PartName").value()), type);
  }
}

std::string ContentTypes::of(std::string_view part) const {
  const auto* type = overrides_.find(part);
  if (type == nullptr) type = defaults_.find(extension_of(part));
  return type == nullptr ? std::string{} : *type;
}

void ContentTypes::set(std::string_view part, std::string_view type) {
  if (of(part) != type && overrides_.set(part, type)) changed = true;
}

void ContentTypes::set_default(std::string_view extension, std::string_view type) {
  if (defaults_.set(extension, type)) changed = true;
}

void ContentTypes::remove(std::string_view part) {
  if (overrides_.remove(part)) changed = true;
}

std::string ContentTypes::written() const {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
      "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">";
  for (const auto& row : defaults_.rows()) {
    if (!row.key.empty()) out += fmt::format(R"(<Default Extension="{}" ContentType="{}"/>)", xml_escaped(row.key), xml_escaped(row.type));
  }
  for (const auto& row : overrides_.rows()) {
    if (!row.key.empty()) out += fmt::format(R"(<Override PartName="/{}" ContentType="{}"/>)", xml_escaped(row.key), xml_escaped(row.type));
  }
  return out + "</Types>";
}

}  // namespace docmill::ooxml
