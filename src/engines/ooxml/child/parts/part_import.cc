#include "engines/ooxml/child/parts/part_import.h"

#include <fmt/format.h>

#include "ooxml/xml_walk.h"

namespace docmill::engines::ooxml {
namespace {

constexpr int kLongestChain = 50;  // of parts that lead to parts

std::size_t hash_of(std::string_view bytes) {
  return std::hash<std::string_view>()(bytes);
}

}  // namespace

std::string Pictures::find(Package& in, std::string_view bytes) const {
  const auto [begin, end] = by_hash_.equal_range(hash_of(bytes));
  for (auto at = begin; at != end; ++at) {
    const auto same = in.bytes(at->second);
    if (same && *same == bytes) return at->second;
  }
  return {};
}

void Pictures::add(std::string_view bytes, std::string part) {
  by_hash_.emplace(hash_of(bytes), std::move(part));
}

PartImport::PartImport(Package& from, Package& into, Pictures& pictures, Taken taken)
    : from_(from), into_(into), pictures_(pictures), taken_(std::move(taken)) {}

void PartImport::leave(std::string_view part) {
  names_.emplace(part, "");
}

Result<std::string> PartImport::bring(std::string_view source, std::string_view id, std::string_view target) {
  const std::pair key(fmt::format("{}\n{}", source, target), std::string(id));
  const auto known = ids_.find(key);
  if (known != ids_.end()) return known->second;
  const auto found = from_.relationship(source, id);
  Result<std::string> fresh = std::string();
  if (!found) {
    fresh = into_.relate(target, "hyperlink", "NULL", true);
  } else if (found->external || found->target.starts_with('#')) {
    fresh = into_.relate(target, found->type, found->target, found->external);
  } else {
    const auto name = bring_part(found->target, found->kind());
    if (!name) return name;
    fresh = into_.relate(target, found->type, name->empty() ? "NULL" : *name, name->empty());
  }
  if (fresh) ids_.emplace(key, *fresh);
  return fresh;
}

Result<void> PartImport::bring_all(pugi::xml_node root, std::string_view source, std::string_view target) {
  for (auto node = root; node; node = docmill::ooxml::next_node(node, root)) {
    for (auto attribute : node.attributes()) {
      const std::string_view name = attribute.name();
      if (!name.starts_with("r:") || *attribute.value() == '\0') continue;
      const auto fresh = bring(source, attribute.value(), target);
      if (!fresh) return Failed(fresh.error());
      attribute.set_value(fresh->c_str());
    }
  }
  return {};
}

Result<std::string> PartImport::bring_part(std::string_view part, std::string_view kind, int depth) {
  const auto known = names_.find(part);
  if (known != names_.end()) return known->second;
  if (!from_.has(part)) return std::string();
  if (depth > kLongestChain) {
    return Failed(fail(ErrorCode::InputTooComplex, "The document's parts lead from one to the next more often than documents' do.")
                      .at("ooxml.import"));
  }
  auto as = copy(part, kind);
  if (!as) return as;
  names_.emplace(part, *as);
  if (auto below = bring_below(part, *as, depth); !below) return Failed(std::move(below.error()));
  if (auto told = taken_(kind, part, *as); !told) return Failed(std::move(told.error()));
  return as;
}

Result<std::string> PartImport::copy(std::string_view part, std::string_view kind) {
  std::string picture;
  if (kind == "image") {
    auto bytes = from_.bytes(part);
    if (!bytes) return bytes;
    picture = *std::move(bytes);
    if (auto same = pictures_.find(into_, picture); !same.empty()) return same;
  }
  auto as = into_.free_name(part);
  if (auto copied = into_.copy_from(from_, part, as); !copied) return Failed(std::move(copied.error()));
  if (kind == "image") pictures_.add(picture, as);
  return as;
}

Result<void> PartImport::bring_below(std::string_view part, const std::string& as, int depth) {
  const auto links = from_.relationships(part);
  if (!links) return Failed(links.error());
  for (const auto& link : *links) {
    auto target = link.target;
    bool external = link.external;
    if (!external && !target.starts_with('#')) {
      auto name = bring_part(target, link.kind(), depth + 1);
      if (!name) return Failed(std::move(name.error()));
      external = name->empty();
      target = external ? "NULL" : *std::move(name);
    }
    if (into_.relationship(as, link.id)) continue;  // a picture that was there already
    if (auto related = into_.relate_as(as, link.id, link.type, target, external); !related) return related;
  }
  return {};
}

}  // namespace docmill::engines::ooxml
