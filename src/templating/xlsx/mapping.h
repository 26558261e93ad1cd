#pragma once
#include <string>
#include <vector>

#include "templating/xlsx/emit.h"
#include "templating/xlsx/layout.h"

namespace docmill::templating::xlsx {

/// Everything that is known once the sheets are laid out.
struct Filled {
  explicit Filled(Plan& the_plan) : plan(the_plan) {}

  Plan& plan;
  std::vector<OutSheet> sheets;  // by instance
};

/// Rewrites what a formula of the template refers to, for where it stands in the result (§4.4).
class Mapping final : public Rewriting {
 public:
  /// For a formula outside of all sheets (`instance` kNone: the first copies of all sheets are meant) or on one.
  Mapping(const Filled& filled, std::uint32_t instance);
  /// For one in a cell: `row` of the template, so that $ in the own row of a block can mean all of its copies.
  Mapping(const Filled& filled, std::uint32_t node, std::uint32_t row);
  /// For one of a rule of cells (a conditional format, a validation) whose first rectangle in the template is `rule`. Such a formula is
  /// written for the first cell, and its relative rows are counted from each cell on: they never become the rows of all copies.
  Mapping(const Filled& filled, std::uint32_t instance, const Rect& rule);

  void reference(const Reference& reference, std::string& out) override;
  std::string sheet(std::string_view name) override;
  std::string table(std::string_view name) override;
  std::string columns(std::string_view table, std::string_view brackets) override;

  /// The instance that a sheet's name means here; kNone: no sheet of the template.
  std::uint32_t instance_of(std::string_view name) const;
  /// What a rectangle of a sheet has become, as seen from here; nullopt: it is gone.
  std::optional<Rect> rect(std::uint32_t instance, const Reference& reference) const;

 private:
  /// The table of the result that a name of the template means here; null: none.
  const OutTable* table_meant(std::string_view name) const;
  std::optional<Place> corner(std::uint32_t root, std::uint32_t row, std::uint32_t column, bool fixed, End end) const;
  End end_of(const Reference& reference, const Corner& corner, std::uint32_t row, End usual) const;

  const Filled& filled_;
  std::uint32_t instance_ = kNone;
  std::uint32_t row_ = 0;
  std::vector<std::uint32_t> chain_;
  std::optional<Rect> rule_;
  std::vector<std::uint32_t> first_cell_;  // of a rule: the nodes around its first cell, as chain_
};

}  // namespace docmill::templating::xlsx
