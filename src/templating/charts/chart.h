#pragma once
#include <map>
#include <pugixml.hpp>
#include <string>

#include "ooxml/package.h"
#include "templating/fill.h"
#include "templating/findings.h"

namespace docmill::templating {

/// The charts of a document or slide show that show a workbook of their own (specification §8).
class Charts {
 public:
  Charts(ooxml::Package& package, Context& context, FillBudget& budget) : package_(package), context_(context), budget_(budget) {}

  /// Fills the chart that `frame` (c:chart) of `part` shows, and leads the frame to the part that was filled. Nothing happens where it
  /// leads to no part. Errors: as templating::fill().
  Result<void> enter(const std::string& part, pugi::xml_node frame, const Scope& scope);

  /// Finds the tokens of the texts and of the workbook of the chart that `frame` of `part` shows. A workbook that cannot be read is a
  /// warning. Errors: as templating::fill().
  Result<void> look_into(const std::string& part, pugi::xml_node frame, Findings& findings);

 private:
  /// The part of the chart that a frame shows; empty: none of this package.
  std::string shown_by(const std::string& part, pugi::xml_node frame) const;
  /// The part with what was drawn over a chart, such as text boxes; empty: none.
  std::string drawn_over(const std::string& chart) const;

  /// Fills a chart: the cells of its workbook, then the references to them and the values that its part keeps, and texts with tokens such
  /// as its title. Called for one part again, it fills a copy, with a workbook of its own: for a chart that stands in a copied block.
  /// Returns the part that was filled. A chart whose workbook cannot be read keeps it, with a warning.
  /// Errors: as templating::fill().
  Result<std::string> fill(const std::string& chart, const Scope& scope);
  Result<void> look_at(const std::string& chart, Findings& findings);

  struct Model {  // as the template has it
    std::string chart;
    std::string workbook;
    std::string workbook_part;
    std::string drawn_over;
  };
  Result<Model> model_of(const std::string& chart);
  Result<std::string> copy_of(const std::string& chart, const Model& model);
  Result<void> fill_part(const std::string& chart, const std::string& workbook, const Scope& scope);
  Result<void> own_parts_of(const std::string& copy, const Model& model);
  Result<void> fill_texts(const std::string& part, const Scope& scope);
  Result<void> fill_workbook_of(const std::string& chart, const std::string& workbook, const Scope& scope);

  ooxml::Package& package_;
  Context& context_;
  FillBudget& budget_;
  std::map<std::string, Model> models_;
};

}  // namespace docmill::templating
