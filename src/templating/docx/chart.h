#pragma once
#include <string>

#include "ooxml/package.h"
#include "templating/fill.h"

namespace docmill::templating::docx {

/// Fills a chart: the cells of its workbook, then the references and the values its part keeps (§8), and texts with tokens such as titles.
/// `chart`: its part.
Result<void> fill_chart(ooxml::Package& package, const std::string& chart, const Scope& scope, Context& context, FillBudget& budget);

/// A copy of a chart as it is in the template, with a workbook of its own. Returns its part.
Result<std::string> duplicate_chart(ooxml::Package& package, const std::string& chart);

}  // namespace docmill::templating::docx
