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

// generate_xlsx.cc
model::Action from_xlsx();

/// All fields of a template of an Office program. `summary`: of the template; `own`: the type of a result that is no PDF ("Docx");
/// `types`: what a person is told of the choice. All three are literals.
std::vector<model::Field> office_template_fields(std::string_view summary, std::string_view own, std::string_view types);

/// The fields that every template goes with: Data, Locale, Timezone.
model::Field template_data();
model::Field template_locale();
model::Field template_timezone();

}  // namespace docmill::actions
