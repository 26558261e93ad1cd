#pragma once
#include <string_view>
#include <vector>

#include "model/action.h"

/// The declarations of what makes documents of templates and data.
namespace docmill::actions {

// generate_docx.cc
model::Action from_docx();
model::Action from_fillable_docx();

// generate_html.cc
model::Action from_html();

// generate_pptx.cc
model::Action from_pptx();

// generate_xlsx.cc
model::Action from_xlsx();

// generate_check.cc
model::Action check_template();
model::Action dry_run();

/// All fields of a template of an Office program. `summary`: of the template; `own`: its type ("Docx"); `types`: what a person is told of
/// the choice of a type. All three are literals.
std::vector<model::Field> office_template_fields(std::string_view summary, std::string_view own, std::string_view types);

/// How such a template is filled: one in OpenDocument is turned into `own` ("docx") first and back in the end; what is to be printed leaves
/// `operation` under an extension of its own (engines/ooxml/child/templates/template_work.h). Literals too.
std::vector<model::Step> office_template_steps(std::string_view operation, std::string_view own);

/// What becomes of a missing value.
model::Field missing_values();

/// The fields that every template goes with: Data, Locale, Timezone.
model::Field template_data();
model::Field template_locale();
model::Field template_timezone();

}  // namespace docmill::actions
