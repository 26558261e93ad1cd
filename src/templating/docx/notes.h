#pragma once
#include <map>
#include <pugixml.hpp>
#include <string>

#include "base/result.h"
#include "ooxml/package.h"
#include "templating/docx/scan.h"

namespace docmill::templating::docx {

/// Footnotes or endnotes. While a document is filled, each stands inside its reference: so a copied reference has a note of its own, and
/// the note's tokens are filled with what is bound where the reference stands (§2.2, §3.2).
class Notes {
 public:
  enum class Sort : std::uint8_t { Footnotes, Endnotes };
  Notes(ooxml::Package& package, Sort sort) : package_(package), sort_(sort) {}

  /// Marks the notes' tokens and moves them to their references in `document`. Nothing happens when there are no notes.
  Result<void> move_in(pugi::xml_node document, const std::string& main, Tokens& tokens);
  /// Moves them back: the first with its number, copies with new ones. Notes whose reference went are gone.
  Result<void> move_out(pugi::xml_node document);

  /// The part with the notes; empty when there are none.
  const std::string& part() const { return part_; }
  /// Its tree's root, after move_out().
  pugi::xml_node root() const { return root_; }

 private:
  const char* note_name() const { return sort_ == Sort::Footnotes ? "w:footnote" : "w:endnote"; }
  const char* reference_name() const { return sort_ == Sort::Footnotes ? "w:footnoteReference" : "w:endnoteReference"; }

  ooxml::Package& package_;
  Sort sort_;
  std::string part_;
  pugi::xml_node root_;
};

}  // namespace docmill::templating::docx
