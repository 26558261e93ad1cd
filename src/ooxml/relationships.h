#pragma once
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
  std::string add(std::string_view type, std::string_view target, bool external);
  void add_as(std::string_view id, std::string_view type, std::string_view target, bool external);
  bool retarget(std::string_view id, std::string_view target, bool external);
  void remove(std::string_view id);
  /// For another part: the same ids, types and targets.
  std::string written(std::string_view source_part) const;

  bool changed = false;

 private:
  std::vector<Relationship> all_;
  std::size_t last_ = 0;  // no "rId<n>" with a greater number has been given
};

}  // namespace docmill::ooxml
