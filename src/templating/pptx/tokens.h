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

namespace docmill::templating::pptx {

/// The tokens of a presentation's slides: found once, and marked in the trees so that copies have them too.
class Tokens {
 public:
  struct Entry {
    Token token;
    Where where;
  };

  Tokens(ooxml::Package& package, Context& context) : package_(package), context_(context) {}

  /// Finds the tokens of a slide or its notes (the text of paragraphs, targets of links, alternative texts) and marks them.
  /// `part`: whose relationships the tree uses. `place`: "slide 3".
  void mark(pugi::xml_node tree, const std::string& part, const std::string& place);

  /// The slots of a marked tree or copy, in the order of the presentation. Charts and diagrams are slots without a token.
  void collect(pugi::xml_node tree, std::vector<Slot>& slots) const;

  std::size_t number(const Slot& slot) const { return numbers_.at(slot.token); }
  const Entry& entry(std::size_t number) const { return entries_[number]; }

  /// How the token of this number stands in a text that can have no elements.
  static std::string stand_in(std::size_t number);

 private:
  void mark_paragraph(pugi::xml_node paragraph);
  void mark_description(pugi::xml_node node);
  void mark_link(pugi::xml_node node);
  std::size_t add(Token token);
  std::vector<Token> find(const std::string& text, pugi::xml_node node);
  std::string with_stand_ins(const std::string& text, pugi::xml_node node, std::string& numbers);

  ooxml::Package& package_;
  Context& context_;
  Where here_;         // what is being marked
  std::string slide_;  // the beginning of its place
  std::deque<Entry> entries_;
  std::unordered_map<const Token*, std::size_t> numbers_;
};

/// A chart in a slide.
bool is_chart(pugi::xml_node node);
/// A diagram (SmartArt) in a slide.
bool is_diagram(pugi::xml_node node);

}  // namespace docmill::templating::pptx
