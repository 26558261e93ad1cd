#pragma once
#include <deque>
#include <pugixml.hpp>
#include <string>
#include <unordered_map>
#include <vector>

#include "ooxml/package.h"
#include "templating/fill.h"
#include "templating/token.h"
#include "templating/where.h"

namespace docmill::templating::docx {

/// The tokens of a document's parts: found once, and marked in the trees so that copies have them too.
class Tokens {
 public:
  struct Entry {
    Token token;
    std::string source;  // as it stands in the template
    Where where;         // likewise
  };

  Tokens(ooxml::Package& package, Context& context) : package_(package), context_(context) {}

  /// Finds the tokens of a tree (the text of paragraphs, targets of links, word art, descriptions of pictures) and marks them: a token's
  /// place becomes an element kTokenMark in the run that held its first character, the rest of it leaves the runs behind (§2.3).
  /// `part`: whose relationships the tree uses.
  Result<void> mark(pugi::xml_node tree, const std::string& part);

  /// The slots of a marked tree or copy, in the order of the document.
  void collect(pugi::xml_node tree, std::vector<Slot>& slots) const;

  /// The number of a slot's token, and what stands in the template for it.
  std::size_t number(const Slot& slot) const { return numbers_.at(slot.token); }
  const Entry& entry(std::size_t number) const { return entries_[number]; }

  /// How the token of this number stands in a text that can have no elements.
  static std::string stand_in(std::size_t number);

  /// Charts are slots without a token.
  static bool is_object(pugi::xml_node node);

 private:
  void mark_paragraph(pugi::xml_node paragraph);
  std::size_t add(Token token, std::string source);
  /// `text` with stand-ins for its tokens; their numbers are added to `numbers`.
  std::string with_stand_ins(const std::string& text, std::string& numbers);
  void mark_attribute(pugi::xml_node node, const char* attribute);
  void mark_link(pugi::xml_node node, const std::string& part);
  void mark_field(pugi::xml_node instruction);
  std::vector<Token> find(const std::string& text);

  ooxml::Package& package_;
  Context& context_;
  std::deque<Entry> entries_;
  std::unordered_map<const Token*, std::size_t> numbers_;
  Where here_;  // what is being searched
};

}  // namespace docmill::templating::docx
