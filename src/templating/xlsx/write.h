#pragma once
#include <array>
#include <set>

#include "ooxml/package.h"
#include "templating/context.h"
#include "templating/xlsx/mapping.h"
#include "templating/xlsx/styles.h"

namespace docmill::templating::xlsx {

/// Longest sheet of a result, in bytes.
inline constexpr std::size_t kLongestSheet = 512U << 20U;

class CommentPlaces;

/// Puts a filled workbook into its package.
class Writing {
 public:
  /// All are borrowed. `all`: what is bound around the whole workbook.
  Writing(ooxml::Package& package, Filled& filled, const Scope& all, Context& context, Styles& styles, bool names_tables)
      : package_(package),
        filled_(filled),
        plan_(filled.plan),
        book_(filled.plan.book),
        all_(all),
        context_(context),
        styles_(styles),
        names_tables_(names_tables) {}

  /// Errors: InputTooComplex, what the package returns.
  Result<void> run();

 private:
  // write_parts.cc: what sheets and the workbook consist of
  Result<void> make_parts();
  Result<void> write_workbook();
  void write_sheet_list(pugi::xml_node root);
  void write_calculation(pugi::xml_node root);
  Result<void> write_pivots();
  // write_names.cc: what things are called
  void name_sheets();
  Result<void> write_names(pugi::xml_node root);
  void write_name(pugi::xml_node names, pugi::xml_node from, std::uint32_t number);
  // write_tables.cc
  Result<void> name_tables();
  Result<void> write_table(const OutTable& table, const std::string& part);
  void write_columns(const OutTable& table, pugi::xml_node columns) const;
  Result<void> write_tables(std::uint32_t instance, pugi::xml_node sheet);
  // write_sheet.cc
  Result<void> write_sheet(std::uint32_t instance);
  // write_rows.cc
  Result<std::string> rows(std::uint32_t instance);
  void append_cell(std::string& out, const OutCell& cell);
  void append_formula(std::string& out, const OutCell& cell);
  std::string made_formula(const OutCell& cell) const;
  // write_features.cc: what follows ranges
  Result<void> rewrite_features(std::uint32_t instance, pugi::xml_node sheet);
  std::string map_ranges(std::uint32_t instance, std::string_view ranges) const;
  std::string map_formula(std::uint32_t instance, std::string_view ranges, std::string_view formula) const;
  void map_attribute(std::uint32_t instance, pugi::xml_node node, const char* name) const;
  void copy_sparkline(std::uint32_t instance, pugi::xml_node sparkline, pugi::xml_node place) const;
  void map_breaks(std::uint32_t instance, pugi::xml_node breaks) const;
  // write_links.cc
  Result<void> write_links(std::uint32_t instance, pugi::xml_node sheet);
  // write_charts.cc
  Result<void> write_drawings(std::uint32_t instance);
  Result<void> write_chart(const std::string& part, std::uint32_t instance);
  Result<void> write_other_charts();
  Result<void> link_shapes(const std::string& drawing, std::uint32_t instance);
  // write_comments.cc
  Result<void> write_comments(std::uint32_t instance);
  void move_note_shapes(CommentPlaces& places, pugi::xml_node root);
  Result<void> move_comments(CommentPlaces& places, std::uint32_t instance, pugi::xml_node root);
  static void name_author(pugi::xml_node comment, pugi::xml_node authors, std::uint32_t instance, std::size_t copy);
  // write_texts.cc: texts that repeat nothing
  const Scope& scope_of(std::uint32_t instance) const;
  Result<std::string> filled_formula(const std::string& formula, const Scope& scope);
  Result<void> fill_text(pugi::xml_node node, const Scope& scope);
  Result<void> fill_attribute(pugi::xml_node node, const char* name, const Scope& scope, std::size_t most);
  Result<void> fill_rich_text(pugi::xml_node node, const Scope& scope);
  Result<void> fill_rules(std::uint32_t instance, pugi::xml_node sheet);
  // write_rules.cc
  Result<void> fill_rule(pugi::xml_node rule, const Scope& scope);
  /// Puts rules for what a rule says in copies of its cells in front of it; false: there is nothing to tell apart.
  Result<bool> split_rule(std::uint32_t instance, pugi::xml_node rule);
  Result<void> fill_drawing(const std::string& part, std::uint32_t instance);
  std::string list_that_fits(std::string formula);

  ooxml::Package& package_;
  Filled& filled_;
  Plan& plan_;
  Book& book_;
  const Scope& all_;
  Context& context_;
  Styles& styles_;
  bool names_tables_;
  std::vector<bool> used_strings_;
  std::vector<std::string> columns_;  // letters
  pugi::xml_document table_columns_;  // <tableColumns> of each table of the template, as they were
  std::set<std::string> written_charts_;
  std::set<std::string> filled_drawings_;
  std::uint32_t next_table_id_ = 1;
};

/// Attribute of a rule that is filled; fill_rules() takes it off.
inline constexpr const char* kFilledRule = "dm:filled";

/// Longest texts of a validation (Excel's own limits; it calls a workbook with a longer one damaged).
struct Longest {
  const char* attribute;
  std::size_t units;
};
inline constexpr std::array kValidationTexts{Longest{"promptTitle", 32}, Longest{"prompt", 255}, Longest{"errorTitle", 32},
                                             Longest{"error", 255}};

/// Sets an attribute, added when it is not there.
void set(pugi::xml_node node, const char* name, const std::string& value);

/// Where a child belongs among the children of a sheet or workbook: in front of the first of `behind`, or at the end.
pugi::xml_node insert_before(pugi::xml_node parent, const char* name, std::initializer_list<std::string_view> behind);

/// The values that a rectangle of the result holds, row by row; for charts' caches.
struct ChartValue {
  enum class Kind : std::uint8_t { None, Number, Text } kind = Kind::None;
  std::string text;  // a number as <v> has it
};
std::vector<ChartValue> values_in(const Filled& filled, std::uint32_t instance, const Rect& rect);

}  // namespace docmill::templating::xlsx
