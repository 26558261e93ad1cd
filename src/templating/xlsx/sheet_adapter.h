#pragma once
#include <map>
#include <set>
#include <unordered_set>

#include "templating/fill.h"
#include "templating/xlsx/plan.h"

namespace docmill::templating::xlsx {

/// What the filling says becomes a plan.
class SheetAdapter final : public Adapter {
 public:
  SheetAdapter(Plan& plan, Context& context) : plan_(plan), book_(plan.book), context_(context) {}

  /// All sheets of the template, with their tokens.
  templating::Area whole();

  Result<std::vector<templating::Block>> choose(const templating::Area& scope, std::span<const std::size_t> tokens) override;
  Result<std::vector<templating::Area>> grow(const templating::Area& scope, const templating::Block& block, std::size_t copies) override;
  Result<void> replace(const Slot& slot, const Outcome& outcome) override;
  Result<void> grid(const Slot& slot, const std::vector<std::vector<Outcome>>& rows, const std::string& text) override;
  Result<void> hide(const templating::Area& scope, const Slot& slot) override;
  Result<void> drop(const Slot& slot) override;
  Result<void> cut(const templating::Area& scope, const Slot& from, const Slot& to) override;
  Result<void> enter(const Slot& slot, const Scope& scope) override;
  Where where(const Slot& slot) const override;

 private:
  using Numbers = std::vector<std::uint32_t>;

  static std::uint32_t node_of(const Slot& slot) { return static_cast<std::uint32_t>(slot.place >> 32U); }
  const TemplateSlot& slot_of(const Slot& slot) const { return book_.slots[static_cast<std::uint32_t>(slot.place)]; }

  templating::Area book_area(const Numbers& instances);
  bool is_book(const templating::Area& scope) const { return (scope.place >> 63U) != 0; }
  const Numbers& instances_of(const templating::Area& scope) const { return areas_[scope.place & 0x7FFFFFFFU]; }

  Numbers choices_for(const templating::Area& scope, const Numbers& tokens);
  std::uint32_t add_choice(Choice choice);
  bool grows_across(const templating::Area& scope, std::uint32_t token) const;
  std::size_t collections_on(const Path& path) const;
  std::vector<std::uint32_t> choices_around(const templating::Area& scope) const;
  Result<std::vector<templating::Area>> grow_sheets(const templating::Area& scope, std::uint32_t number, std::size_t copies);
  Result<std::vector<templating::Area>> grow_cells(const templating::Area& scope, const templating::Block& block, std::size_t copies);
  Result<std::vector<templating::Area>> grow_fixed(const templating::Area& scope, const templating::Block& block, std::size_t copies);
  bool keeps_a_row(const Choice& choice) const;
  /// Says of which lists the cells lie half in a block that grows.
  void warn_torn(const templating::Area& scope, const templating::Block& block);

  CellValue value_of(const Outcome& outcome, std::uint32_t style);
  void put_alone(const Slot& slot, const Outcome& outcome);
  void put_part(const Slot& slot, std::string printed, bool kept);
  void finish_text(std::uint32_t node, std::uint32_t item);
  std::optional<CellValue> only_value(std::uint32_t node, const TokenCell& cell, const CellText& text, const std::vector<Cut>& cuts,
                                      const std::vector<std::string>& parts);
  std::string printed(const Slot& slot, const Outcome& outcome) const;
  void warn_pictures(const Slot& slot, const Outcome& outcome);

  Plan& plan_;
  Book& book_;
  Context& context_;
  std::vector<Numbers> areas_;  // instances of areas of whole sheets
  std::map<std::pair<std::uint32_t, Numbers>, Numbers> chosen_;
  std::map<std::uint64_t, std::set<std::uint32_t>> wished_;  // choices made within a shape, or an area of whole sheets
  std::set<std::pair<std::uint32_t, std::uint32_t>> torn_;   // shapes that somebody was told of
  std::unordered_set<std::uint64_t> kept_;                   // cells with a token that stayed, by node and text
  std::unordered_map<std::uint64_t, CellValue> typed_;       // of tokens that may turn out to be all that a cell says, by node and slot
};

}  // namespace docmill::templating::xlsx
