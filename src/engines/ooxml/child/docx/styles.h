#pragma once
#include "engines/ooxml/child/docx/names.h"

namespace docmill::engines::ooxml {

/// The styles of the merged document, and what becomes of those of one that is added.
class Styles {
 public:
  /// `base` is borrowed. Errors: what reading its parts can cause.
  static Result<Styles> of(Document& base);

  /// Says for each style of a document whether it is shared (the same name and content, and so what it is based on) or gets a new name.
  /// Its own defaults, where they are not those of the merged document, are put into its styles.
  /// Errors: what reading its parts can cause.
  Result<void> plan(Document& other, Names& names);
  /// Adds those that are not shared. The lists of `names` are known by now. Errors: as plan().
  Result<void> add(Document& other, Names& names);

 private:
  Styles(Document& base, pugi::xml_node root) : base_(base), root_(root) {}
  void index();
  /// Those of the merged document that a style may be shared with.
  std::vector<pugi::xml_node> matches(pugi::xml_node style) const;
  const std::string& look(pugi::xml_node mine);
  std::string free_id(const std::string& id) const;
  std::string free_style_name(const std::string& name) const;
  void note_lists(Document& other, Names& names);

  Document& base_;
  pugi::xml_node root_;  // w:styles
  std::map<std::string, pugi::xml_node, std::less<>> by_id_;
  std::map<std::string, pugi::xml_node, std::less<>> by_name_;             // type and name
  std::map<std::string, std::vector<std::string>, std::less<>> variants_;  // by the id a style came with: the ids it was given
  std::map<std::string, std::string, std::less<>> looks_;                  // by id
  std::vector<pugi::xml_node> fresh_;                                      // of the document that is being added
};

}  // namespace docmill::engines::ooxml
