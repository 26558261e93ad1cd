#pragma once
#include <deque>
#include <map>
#include <memory>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <vector>

#include "templating/charts/chart.h"
#include "templating/docx/bookmarks.h"
#include "templating/docx/drawings.h"
#include "templating/docx/lists.h"
#include "templating/docx/notes.h"
#include "templating/docx/places.h"
#include "templating/docx/printing.h"
#include "templating/docx/rich.h"
#include "templating/docx/scan.h"
#include "templating/fill.h"

namespace docmill::templating::docx {

/// The places of a document: paragraphs, rows, sections.
class DocxAdapter : public Adapter {
 public:
  DocxAdapter(ooxml::Package& package, Context& context, FillBudget& budget, Tokens& tokens, Lists& lists);

  /// An area of this tree's tokens. `kind`: Section for the body, Text for what is not repeated as a whole.
  /// `part`: whose relationships the tree uses.
  Area area_of(pugi::xml_node tree, Kind kind, const std::string& part);

  Result<std::vector<Block>> choose(const Area& scope, std::span<const std::size_t> tokens) override;
  Result<std::vector<Area>> grow(const Area& scope, const Block& block, std::size_t copies) override;
  Result<std::unique_ptr<Stencil>> stencil(const Area& scope, const Block& block) override;
  Result<void> replace(const Slot& slot, const Outcome& outcome) override;
  Result<void> grid(const Slot& slot, const std::vector<std::vector<Outcome>>& rows, const std::string& text) override;
  Result<void> hide(const Area& scope, const Slot& slot) override;
  Result<void> drop(const Slot& slot) override;
  Result<void> cut(const Area& scope, const Slot& from, const Slot& to) override;
  Result<void> enter(const Slot& slot, const Scope& scope) override;
  Where where(const Slot& slot) const override;
  Result<void> look_into(const Slot& slot, Findings& findings) override;

  /// Writes the content that stands in a tree as marks, once that is settled. Errors: as Rich::write().
  Result<void> write_rich(pugi::xml_node tree) {
    return rich_.write(tree, [this](pugi::xml_node node) -> const std::string& { return part_of(node); });
  }

  /// Whether anything was copied: then what has to be unique may not be.
  bool has_grown() const { return grown_; }

  /// The notes stand in the document while that is filled: whose relationships their text uses.
  void add_notes(const Notes& notes) {
    if (!notes.part().empty()) notes_[notes.note_name()] = notes.part();
  }

  /// What bookmarks of copies are called.
  const Bookmarks& bookmarks() const { return bookmarks_; }

  /// Copies that are text and take their place when a tree is written.
  const Printed& printed() const { return printed_; }

 private:
  friend class DocxStencil;
  bool is_fixed(const Block& block) const;
  Result<std::vector<Area>> grow_fixed(const Area& scope, const Block& block, std::size_t copies);
  std::size_t make_room(const Stretch& block, const std::vector<pugi::xml_node>& units, std::size_t copies);
  Result<std::vector<Area>> fill_rounds(const Stretch& block, const std::vector<pugi::xml_node>& units,
                                        const std::vector<std::vector<Slot>>& slots, std::size_t size, std::size_t copies);
  Result<std::vector<Area>> grow_plain(const Area& scope, const Block& block, std::size_t copies);
  /// A copy of a copy that is not filled yet, behind `place`.
  Area copy_of(const Stretch& model, pugi::xml_node place);
  Stretch copy_after(const Stretch& block, pugi::xml_node place);
  pugi::xml_node put_break(const Stretch& block, pugi::xml_node place);
  std::set<std::string> lists_in_cells(const Stretch& block) const;
  Result<void> restart_lists(const Stretch& copy, const std::set<std::string>* only);
  Result<void> restart_item(const Stretch& block);
  bool must_stay(const Area& scope, const Stretch& stretch) const;
  static void vanish(const Stretch& stretch);
  void hide_copy(const Stretch& copy);
  Result<void> put_into(pugi::xml_node mark, std::size_t number, const Outcome& outcome);
  Result<void> put_into_attribute(pugi::xml_node node, std::size_t number, const Outcome& outcome);
  const std::string& part_of(pugi::xml_node node) const;

  ooxml::Package& package_;
  Context& context_;
  FillBudget& budget_;
  Tokens& tokens_;
  Lists& lists_;
  Drawings drawings_;
  Rich rich_;
  std::deque<Stretch> stretches_;
  std::map<std::uint64_t, std::string> parts_;  // by the root of a tree
  std::map<std::string, std::string> notes_;    // parts, by what a note is called
  Bookmarks bookmarks_;
  Charts charts_;
  Printed printed_;
  bool grown_ = false;
};

/// Takes out what stands between two marks of one tree; properties of what is cut into stay (cut.cc).
void cut_between(pugi::xml_node from, pugi::xml_node to);

}  // namespace docmill::templating::docx
