#pragma once
#include "engines/child/work.h"
#include "engines/ooxml/child/templates/template_work.h"
#include "ooxml/package.h"

namespace docmill::engines::ooxml {

/// Most documents made of one list.
constexpr std::size_t kMostFilled = 10'000;

/// A Word document for each item of the data, which is a list: the template is read once. They come in a ZIP in the order of the items,
/// "letter-0001.docx"; with OutputType Pdf each by itself under the extension "docm", at most kMostInputs, for the steps that print and
/// join them. `package`: the template's. `read`: its dialect is set.
/// Errors: BadRequest (the data is no list of objects, or an empty one), InputTooComplex (too many), and those of
/// templating::docx::fill(), which name the item.
Result<Finished> fill_docx_for_each(child::Work& work, docmill::ooxml::Package package, TemplateWork& read);

}  // namespace docmill::engines::ooxml
