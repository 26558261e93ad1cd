#include "ooxml/package_state.h"

#include <fmt/format.h>

#include <algorithm>

#include "ooxml/part_names.h"
#include "ooxml/xml_text.h"

namespace docmill::ooxml {
namespace {

constexpr std::string_view kTypesPart = "[Content_Types].xml";

}  // namespace

bool is_xml_type(std::string_view type) {
  return type.ends_with("+xml") || type.ends_with("/xml");
}

Error no_part(std::string_view part) {
  return fail(ErrorCode::InputDamaged, fmt::format("The document is damaged: its part {} is missing.", shown(part))).at("ooxml.part");
}

void Part::become(std::optional<std::string> text, std::shared_ptr<const Packed> packed_text) {
  bytes = std::move(text);
  packed = std::move(packed_text);
  tree.reset();
  edited = false;
}

Result<std::string> Part::current() const {
  if (edited && tree) return written_xml(*tree);
  if (bytes) return *bytes;
  if (packed) return unpacked(*packed);
  return archive->inflate(*entry);
}

Part* Package::State::find(std::string_view name) const {
  const auto found = by_name.find(folded(name));
  return found == by_name.end() ? nullptr : found->second;
}

Part& Package::State::at(std::string_view name) {
  if (auto* part = find(name)) return *part;
  parts.push_back(std::make_unique<Part>());
  parts.back()->name = name;
  by_name[folded(name)] = parts.back().get();
  return *parts.back();
}

Result<void> Package::State::fill(const std::shared_ptr<Archive>& archive) {
  for (const auto& entry : archive->entries()) {
    auto& part = at(entry.name);
    part.archive = archive;
    part.entry = &entry;
  }
  if (auto read = read_types(); !read) return read;
  auto top = relationships_of("");
  if (!top) return Failed(std::move(top.error()));
  auto* rels = find("_rels/.rels");
  if (rels == nullptr) return {};
  const auto text = rels->current();
  strict = text && text->find("http://purl.oclc.org/ooxml/") != std::string::npos;
  return {};
}

Result<void> Package::State::read_types() {
  const auto* part = find(kTypesPart);
  if (part == nullptr) {
    return Failed(
        fail(ErrorCode::InputDamaged, "The file is no Office document: the list of its parts' types is missing.").at("ooxml.types"));
  }
  auto text = part->current();
  if (!text) return Failed(std::move(text.error()));
  auto tree = parse_xml(*text, kTypesPart, limits);
  if (!tree) return Failed(std::move(tree.error()));
  types = ContentTypes(**tree);
  return {};
}

Result<Part*> Package::State::with_tree(std::string_view name) {
  auto* part = find(name);
  if (part == nullptr) return Failed(no_part(name));
  if (part->tree) return part;
  auto text = part->current();
  if (!text) return Failed(std::move(text.error()));
  auto tree = parse_xml(*text, name, limits);
  if (!tree) return Failed(std::move(tree.error()));
  part->tree = *std::move(tree);
  return part;
}

Result<Relationships*> Package::State::relationships_of(std::string_view source) {
  const auto key = folded(source);
  const auto known = relationships.find(key);
  if (known != relationships.end()) return &known->second;
  const auto name = relationships_part(source);
  const auto* part = find(name);
  if (part == nullptr) return &relationships[key];
  auto text = part->current();
  if (!text) return Failed(std::move(text.error()));
  auto tree = parse_xml(*text, name, limits);
  if (!tree) return Failed(std::move(tree.error()));
  auto read = Relationships::from(**tree, source);
  if (!read) return Failed(std::move(read.error()));
  read->spell([this](const std::string& target) {
    const auto* to = find(target);
    return to == nullptr ? target : to->name;
  });
  return &(relationships[key] = *std::move(read));
}

void Package::State::put_type(std::string_view part, std::string_view type) {
  if (type.empty()) return;
  const auto extension = extension_of(part);
  // All pictures of a kind are told by their extension; of "xml" everything is one.
  if (types.of(part).empty() && !extension.empty() && extension != "xml") types.set_default(extension, type);
  types.set(part, type);
}

/// Every part of a Strict document is rewritten: Office takes no mixture.
Result<void> Package::State::leave_strict() {
  if (!strict) return {};
  for (const auto& part : parts) {
    if (is_relationships_part(part->name)) {
      const auto slash = part->name.rfind("_rels/");
      const auto file = part->name.substr(slash + 6);
      auto links = relationships_of(part->name.substr(0, slash) + file.substr(0, file.size() - 5));
      if (!links) return Failed(std::move(links.error()));
      (*links)->changed = true;
    } else if (is_xml_type(types.of(part->name)) && part->name != kTypesPart && !part->edited) {
      auto read = with_tree(part->name);
      if (!read) return Failed(std::move(read.error()));
      part->edited = true;
    }
  }
  strict = false;
  return {};
}

Result<void> Package::State::settle() {
  if (auto left = leave_strict(); !left) return left;
  std::vector<std::string> sources;
  for (const auto& [source, links] : relationships) {
    if (links.changed) sources.push_back(source);
  }
  std::ranges::sort(sources);
  for (const auto& source : sources) {
    const auto* owner = find(source);
    if (owner == nullptr && !source.empty()) continue;
    const std::string name = owner == nullptr ? "" : owner->name;
    at(relationships_part(name)).become(relationships[source].written(name));
  }
  if (!sources.empty()) types.set_default("rels", "application/vnd.openxmlformats-package.relationships+xml");
  if (types.changed) at(kTypesPart).become(types.written());
  return {};
}

}  // namespace docmill::ooxml
