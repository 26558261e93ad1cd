#include "ooxml/relationships.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/xml_escaped.h"
#include "ooxml/namespaces.h"
#include "ooxml/part_names.h"
#include "ooxml/xml_text.h"

namespace docmill::ooxml {
namespace {

/// Strict documents name their types in another way; the last words are the same, but for those written as two.
std::string usual_type(std::string_view type) {
  static constexpr std::string_view kStrict = "http://purl.oclc.org/ooxml/officeDocument/relationships/";
  if (!type.starts_with(kStrict)) return std::string(type);
  const auto kind = type.substr(kStrict.size());
  if (kind == "extendedProperties") return relationship_type("extended-properties");
  if (kind == "customProperties") return relationship_type("custom-properties");
  return relationship_type(kind);
}

Relationship read(pugi::xml_node node, std::string_view source_part) {
  Relationship out{.id = node.attribute("Id").value(),
                   .type = usual_type(node.attribute("Type").value()),
                   .target = node.attribute("Target").value(),
                   .external = folded(node.attribute("TargetMode").value()) == "external"};
  // "#Sheet1!A1" leads into the source itself.
  if (!out.external && !out.target.starts_with('#')) out.target = resolved(source_part, out.target);
  return out;
}

}  // namespace

Result<Relationships> Relationships::from(const pugi::xml_document& tree, std::string_view source_part) {
  Relationships out;
  for (const auto node : tree.document_element().children("Relationship")) {
    out.all_.push_back(read(node, source_part));
    if (out.places_.emplace(out.all_.back().id, out.all_.size() - 1).second) continue;
    return Failed(
        fail(ErrorCode::InputDamaged, fmt::format("The document's part {} leads to two places under one name.", shown(source_part)))
            .at("ooxml.relationships"));
  }
  out.last_ = out.all_.size();
  return out;
}

const Relationship* Relationships::with_id(std::string_view id) const {
  const auto found = places_.find(id);
  return found == places_.end() ? nullptr : &all_[found->second];
}

std::string Relationships::add(std::string_view type, std::string_view target, bool external) {
  std::string id;
  do {
    id = fmt::format("rId{}", ++last_);
  } while (with_id(id) != nullptr);
  add_as(id, type, target, external);
  return id;
}

void Relationships::add_as(std::string_view id, std::string_view type, std::string_view target, bool external) {
  const bool whole = type.find(':') != std::string_view::npos;
  all_.push_back({std::string(id), whole ? std::string(type) : relationship_type(type), std::string(target), external});
  places_.insert_or_assign(std::string(id), all_.size() - 1);
  changed = true;
}

bool Relationships::retarget(std::string_view id, std::string_view target, bool external) {
  const auto found = places_.find(id);
  if (found == places_.end()) return false;
  all_[found->second].target = target;
  all_[found->second].external = external;
  changed = true;
  return true;
}

void Relationships::remove(const std::set<std::string, std::less<>>& ids) {
  if (std::erase_if(all_, [&](const Relationship& one) { return ids.contains(one.id); }) == 0) return;
  changed = true;
  places_.clear();
  for (std::size_t i = 0; i < all_.size(); ++i) places_.emplace(all_[i].id, i);
}

std::string Relationships::written(std::string_view source_part) const {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  for (const auto& one : all_) {
    const bool verbatim = one.external || one.target.starts_with('#');
    out += fmt::format(R"(<Relationship Id="{}" Type="{}" Target="{}"{}/>)", xml_escaped(one.id), xml_escaped(one.type),
                       xml_escaped(verbatim ? one.target : relative(source_part, one.target)),
                       one.external ? R"( TargetMode="External")" : "");
  }
  return out + "</Relationships>";
}

}  // namespace docmill::ooxml
