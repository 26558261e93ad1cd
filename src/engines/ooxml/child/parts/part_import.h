#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ooxml/package.h"

namespace docmill::engines::ooxml {

using docmill::ooxml::Package;

/// Pictures that a package holds, found by what they show: the same logo in many documents is kept once.
class Pictures {
 public:
  /// The name of one with these bytes; empty when there is none.
  std::string find(Package& in, std::string_view bytes) const;
  void add(std::string_view bytes, std::string part);

 private:
  std::unordered_multimap<std::size_t, std::string> by_hash_;
};

/// Takes parts over from one package into another, each once, with all they lead to.
class PartImport {
 public:
  /// Told of a part that has just been taken over as `as`, so that its text may be changed.
  using Taken = std::function<Result<void>(std::string_view kind, std::string_view part, std::string_view as)>;

  /// All borrowed.
  PartImport(Package& from, Package& into, Pictures& pictures, Taken taken);

  /// Parts that are never taken over: the main part, and those that are merged in another way.
  void leave(std::string_view part);
  /// Relates `target` to what the relationship `id` of `source` leads to, once. Returns the id in `target`; of a relationship that is not
  /// there or leads to nothing, one that leads nowhere.
  Result<std::string> bring(std::string_view source, std::string_view id, std::string_view target);
  /// Changes the relationship ids in what was read from `source` for its place in `target`.
  Result<void> bring_all(pugi::xml_node root, std::string_view source, std::string_view target);
  /// Takes a part over; the names of its relationships stay. Returns its new name; empty when it is not there or is left.
  Result<std::string> bring_part(std::string_view part, std::string_view kind, int depth = 0);

 private:
  Result<std::string> copy(std::string_view part, std::string_view kind);
  Result<void> bring_below(std::string_view part, const std::string& as, int depth);

  Package& from_;
  Package& into_;
  Pictures& pictures_;
  Taken taken_;
  std::map<std::string, std::string, std::less<>> names_;
  std::map<std::pair<std::string, std::string>, std::string> ids_;  // (source and target, id): the new id
};

}  // namespace docmill::engines::ooxml
