#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ooxml/package.h"

namespace docmill::ooxml {

/// What leads away from one part.
class Relationships {
 public:
  Relationships() = default;
  /// Errors: InputDamaged (two of one id).
  static Result<Relationships> from(const pugi::xml_document& tree, std::string_view source_part);

  const std::vector<Relationship>& all() const { return all_; }
  const Relationship* with_id(std::string_view id) const;
  /// Names of parts become what `spelled` makes of them.
  template <class Spelled>
  void spell(Spelled&& spelled) {
    for (auto& one : all_) {
      if (!one.external) one.target = spelled(std::move(one.target));
    }
  }
  std::string add(std::string_view type, std::string_view target, bool external);
  void add_as(std::string_view id, std::string_view type, std::string_view target, bool external);
  bool retarget(std::string_view id, std::string_view target, bool external);
  /// Removes those with one of these ids.
  void remove(const std::set<std::string, std::less<>>& ids);
  /// For another part: the same ids, types and targets.
  std::string written(std::string_view source_part) const;

  bool changed = false;

 private:
  std::vector<Relationship> all_;
  std::map<std::string, std::size_t, std::less<>> places_;  // in all_, by id
  std::size_t last_ = 0;                                    // no "rId<n>" with a greater number has been given
};

}  // namespace docmill::ooxml
