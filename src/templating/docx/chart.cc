#include "templating/docx/chart.h"

namespace docmill::templating::docx {

Result<void> fill_chart(ooxml::Package&, const std::string&, const Scope&, Context&, FillBudget&) {
  return {};
}

Result<std::string> duplicate_chart(ooxml::Package& package, const std::string& chart) {
  return package.duplicate(chart);
}

}  // namespace docmill::templating::docx
