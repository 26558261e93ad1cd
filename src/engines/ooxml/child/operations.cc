#include "engines/ooxml/child/operations.h"

#include <exception>

#include "engines/child/operations.h"
#include "engines/ooxml/child/docx/docx_operations.h"
#include "engines/ooxml/child/templates/check_template.h"
#include "engines/ooxml/child/templates/fill_docx.h"
#include "engines/ooxml/child/templates/fill_pptx.h"
#include "engines/ooxml/child/templates/fill_text.h"
#include "engines/ooxml/child/templates/fill_xlsx.h"
#include "engines/ooxml/child/templates/name_output.h"
#include "engines/ooxml/child/xlsx/xlsx_operations.h"

namespace docmill::engines::ooxml {
namespace {

const child::Operations& operations() {
  static const child::Operations all{
      {"check-template", check_template}, {"dry-run", dry_run},         {"fill-docx", fill_docx}, {"fill-merge-fields", fill_merge_fields},
      {"fill-pptx", fill_pptx},           {"fill-text", fill_text},     {"fill-xlsx", fill_xlsx}, {"merge-docx", merge_docx},
      {"merge-xlsx", merge_xlsx},         {"name-output", name_output},
  };
  return all;
}

/// What an exception of a library means.
Error explained() {
  try {
    throw;
  } catch (const std::exception& e) {
    return fail(ErrorCode::InputDamaged, "The document cannot be worked on; it is damaged.").cause(e.what()).at("ooxml.perform");
  }
}

}  // namespace

Result<Finished> perform(child::Work& work) {
  if (work.input_count() == 0) return Failed(fail(ErrorCode::BadRequest, "There is no document to work on; send one."));
  return child::perform(work, "OOXML", operations(), explained);
}

}  // namespace docmill::engines::ooxml
