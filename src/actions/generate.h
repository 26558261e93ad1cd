#pragma once
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

/// The fields that every template of an Office program goes with: Data, Locale, Timezone.
model::Field template_data();
model::Field template_locale();
model::Field template_timezone();

}  // namespace docmill::actions
