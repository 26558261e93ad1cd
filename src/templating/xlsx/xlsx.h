#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ooxml/package.h"
#include "templating/context.h"
#include "templating/fill.h"
#include "templating/findings.h"

namespace docmill::templating::xlsx {

/// How a workbook is written.
struct Options {
  /// A structured reference that {{equals}} made without a table's name gets the name of the table around it: `[Price]` is what templates
  /// have and what Excel reads, LibreOffice needs `Table1[Price]`.
  bool names_tables = false;
};

/// A cell that a chart shows.
struct ChartCell {
  bool number = false;
  bool empty = true;
  std::string text;  // a number as a chart's <c:v> has it
};

/// A filled workbook, for charts that show what it holds (in documents and slides: the workbook is theirs).
class FilledWorkbook {
 public:
  FilledWorkbook(FilledWorkbook&&) noexcept;
  FilledWorkbook& operator=(FilledWorkbook&&) noexcept;
  ~FilledWorkbook();

  /// What a chart's <c:f> of the template reads now: "Sheet1!$A$2" may have become "Sheet1!$A$2:$A$7". Text that is no reference stays.
  std::string reference(std::string_view formula) const;
  /// The cells that such a formula (of the template) means, row by row; none when there are none or too many to show.
  std::vector<ChartCell> cells(std::string_view formula) const;

 private:
  friend Result<FilledWorkbook> fill_workbook(ooxml::Package&, const Scope&, Context&, FillBudget&, const Options&);
  struct State;
  explicit FilledWorkbook(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Fills a workbook with the context's data (template language §4). The package is what it was until all is well, or is thrown away.
///
/// Formulas are rewritten, not calculated: the program that opens the workbook calculates. Warnings go to the context.
/// Errors: InputDamaged (no workbook), InputTooComplex (over a limit: rows, columns, cells, sheets, size; the message names the limit and
/// the sheet), BadRequest (a missing name where the context says so).
Result<void> fill(ooxml::Package& package, Context& context, const Options& options = {});

/// The same for a workbook within another document: `scope` is what is bound where it stands, `budget` is that of the whole document. Its
/// definitions ({{a = b}}) count for it alone. The package outlives what is returned.
Result<FilledWorkbook> fill_workbook(ooxml::Package& package, const Scope& scope, Context& context, FillBudget& budget,
                                     const Options& options = {});

/// Finds a workbook's tokens where they stand, to be looked at without data. What cannot be read is among the context's warnings.
/// Errors: as fill().
Result<void> look_at(ooxml::Package& package, Context& context, Findings& findings);
/// The same without the package's properties, which are not filled in a workbook behind a chart.
Result<void> look_at_workbook(ooxml::Package& package, Context& context, Findings& findings);

/// All that a workbook's cells say, one after the other, for guess_dialect(). Errors: as fill().
Result<std::string> text_of(ooxml::Package& package);

}  // namespace docmill::templating::xlsx
