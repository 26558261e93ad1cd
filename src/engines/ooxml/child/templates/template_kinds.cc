#include "engines/ooxml/child/templates/template_kinds.h"

#include <algorithm>
#include <array>

#include "templating/docx/docx.h"
#include "templating/pptx/pptx.h"
#include "templating/xlsx/xlsx.h"

namespace docmill::engines::ooxml {
namespace {

Result<void> fill_document(docmill::ooxml::Package& package, templating::Context& context) {
  return templating::docx::fill(package, context);
}
Result<void> fill_workbook(docmill::ooxml::Package& package, templating::Context& context) {
  return templating::xlsx::fill(package, context);
}
Result<void> fill_presentation(docmill::ooxml::Package& package, templating::Context& context) {
  return templating::pptx::fill(package, context);
}

constexpr TemplateKind kDocument{templating::docx::text_of, templating::docx::look_at, fill_document};
constexpr TemplateKind kWorkbook{templating::xlsx::text_of, templating::xlsx::look_at, fill_workbook};
constexpr TemplateKind kPresentation{templating::pptx::text_of, templating::pptx::look_at, fill_presentation};

struct Row {
  std::string_view extension;
  const TemplateKind* kind;
};
constexpr std::array kRows{
    Row{"docx", &kDocument},     Row{"dotx", &kDocument},     Row{"docm", &kDocument},     Row{"dotm", &kDocument},
    Row{"xlsx", &kWorkbook},     Row{"xltx", &kWorkbook},     Row{"xlsm", &kWorkbook},     Row{"xltm", &kWorkbook},
    Row{"pptx", &kPresentation}, Row{"potx", &kPresentation}, Row{"pptm", &kPresentation}, Row{"potm", &kPresentation},
    Row{"ppsx", &kPresentation}, Row{"ppsm", &kPresentation},
};

}  // namespace

const TemplateKind* kind_of_template(std::string_view extension) {
  const auto* row = std::ranges::find(kRows, extension, &Row::extension);
  return row == kRows.end() ? nullptr : row->kind;
}

}  // namespace docmill::engines::ooxml
