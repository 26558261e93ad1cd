#pragma once
#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>

namespace docmill::templating::docx {

/// Names of bookmarks while blocks are copied: no two may have one name (Word drops all but one of them), and what leads to a bookmark of
/// a copied block leads to the copy's own.
class Bookmarks {
 public:
  /// Gives the bookmarks in a copy, the siblings `first` to `last`, names of their own; links and fields among them follow.
  void rename(pugi::xml_node first, pugi::xml_node last);

  /// What a bookmark is called in the template.
  const std::string& origin(const std::string& name) const;

 private:
  void learn(pugi::xml_node root);
  std::string fresh(const std::string& origin);

  std::set<std::uint64_t> known_;               // trees, by their roots
  std::set<std::string> taken_;                 // in small letters: Word does not tell case
  std::map<std::string, std::string> origins_;  // by the new name
  std::map<std::string, std::size_t> counts_;   // copies made, by the template's name
};

using NewNames = std::map<std::string, std::string>;

/// The instruction of a field that leads to bookmarks, `PAGEREF _Toc1 \h`, with new names; of any other field as it is.
std::string with_new_names(const std::string& instruction, const NewNames& names);

/// Lets links and fields in an element lead to what has a new name.
void lead_to(pugi::xml_node node, const NewNames& names);

}  // namespace docmill::templating::docx
