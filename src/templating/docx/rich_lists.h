#pragma once
#include <cstdint>
#include <map>
#include <pugixml.hpp>
#include <string>

#include "base/result.h"
#include "ooxml/package.h"
#include "templating/markup/fragment.h"

namespace docmill::templating::docx {

/// Numberings for lists that the data brings. Added to those of the template; each kind of marker is defined once.
class RichLists {
 public:
  explicit RichLists(ooxml::Package& package) : package_(package) {}

  /// The numId of a list that counts from its start. With very many of them lists go on counting where others ended.
  /// Call it when nothing else adds numberings any more. Errors: InputDamaged (numbering that cannot be read), and the package's.
  Result<std::string> number_for(const markup::List& list, int level);

 private:
  Result<void> open();
  std::string abstract_for(markup::List::Count count);

  ooxml::Package& package_;
  pugi::xml_node root_;
  pugi::xml_node last_;  // w:num
  std::uint64_t next_number_ = 1;
  std::uint64_t next_abstract_ = 0;
  std::uint32_t made_ = 0;
  std::map<markup::List::Count, std::string> abstracts_;
  std::map<markup::List::Count, std::string> shared_;  // numbers, for bullets and for what came too late
};

}  // namespace docmill::templating::docx
