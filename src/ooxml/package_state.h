#pragma once
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ooxml/archive.h"
#include "ooxml/content_types.h"
#include "ooxml/package.h"
#include "ooxml/packed.h"
#include "ooxml/relationships.h"

namespace docmill::ooxml {

/// One part: in an archive, in bytes, packed, or as a tree, which stands above the others when it was edited.
struct Part {
  std::string name;
  std::shared_ptr<Archive> archive;
  const Archive::Entry* entry = nullptr;
  std::optional<std::string> bytes;
  std::shared_ptr<const Packed> packed;  // not beside bytes
  std::unique_ptr<pugi::xml_document> tree;
  bool edited = false;

  /// It is what is in its archive.
  bool as_it_came() const { return !edited && !bytes && !packed; }
  /// From now on it is this, or with neither what is in its archive.
  void become(std::optional<std::string> text, std::shared_ptr<const Packed> packed_text = nullptr);
  /// Errors: InputDamaged, InputTooComplex, MemoryExceeded.
  Result<std::string> current() const;
};

struct Package::State {
  Limits limits;
  ContentTypes types;
  std::vector<std::unique_ptr<Part>> parts;  // in order; nullptr where one was removed
  std::unordered_map<std::string, Part*> by_name;
  std::unordered_map<std::string, Relationships> relationships;  // by their source, folded; read when first asked for
  mutable std::unordered_map<std::string, std::size_t> numbers;  // the last number given to parts of a kind
  bool strict = false;

  Part* find(std::string_view name) const;
  Part& at(std::string_view name);
  Result<void> fill(const std::shared_ptr<Archive>& archive);
  Result<void> read_types();
  Result<Part*> with_tree(std::string_view name);
  Result<Relationships*> relationships_of(std::string_view source);
  /// Puts what changed about types and relationships into parts. Errors: as Package::write.
  Result<void> settle();
  Result<void> leave_strict();
  void put_type(std::string_view part, std::string_view type);
};

/// Errors: EngineFailed.
Result<std::string> written_package(const std::vector<std::unique_ptr<Part>>& parts);

Error no_part(std::string_view part);
/// Whether a content type is of XML.
bool is_xml_type(std::string_view type);

}  // namespace docmill::ooxml
