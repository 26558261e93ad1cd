#pragma once
#include <map>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "ooxml/package.h"
#include "templating/docx/scan.h"

namespace docmill::templating::docx {

/// Footnotes, endnotes or comments. While a document is filled, each stands inside its reference: so a copied reference has a note of its
/// own, and the note's tokens are filled with what is bound where the reference stands (§2.2, §3.2).
class Notes {
 public:
  enum class Sort : std::uint8_t { Footnotes, Endnotes, Comments };
  Notes(ooxml::Package& package, Sort sort) : package_(package), sort_(sort) {}

  /// Marks the notes' tokens and moves them to their references in `document`. Nothing happens when there are no notes.
  Result<void> move_in(pugi::xml_node document, const std::string& main, Tokens& tokens);
  /// Goes on where `other` moved notes in, in its package or in a copy of it. Errors: as Package::edit().
  Result<void> take_up(const Notes& other);
  /// Moves them back: the first with its number, copies with new ones. Notes whose reference went are gone.
  Result<void> move_out(pugi::xml_node document);

  /// The part with the notes; empty when there are none.
  const std::string& part() const { return part_; }
  /// "w:footnote".
  const char* note_name() const;
  /// Its tree's root, after move_out().
  pugi::xml_node root() const { return root_; }

 private:
  void number_ranges(pugi::xml_node document);
  const char* reference_name() const;
  const char* part_name() const;

  ooxml::Package& package_;
  Sort sort_;
  std::string part_;
  pugi::xml_node root_;
  std::map<std::string, std::vector<std::string>> numbers_;  // of the references, in their order, by the number they had
};

}  // namespace docmill::templating::docx
