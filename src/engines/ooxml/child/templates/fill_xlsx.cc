#include "engines/ooxml/child/templates/fill_xlsx.h"

#include "engines/ooxml/child/parts/plain.h"
#include "engines/ooxml/child/templates/open_template.h"
#include "templating/xlsx/xlsx.h"

namespace docmill::engines::ooxml {

Result<Finished> fill_xlsx(child::Work& work) {
  auto opened = open_template(work, templating::xlsx::text_of);
  if (!opened) return Failed(opened.error());
  auto& [read, package] = **opened;
  // What is printed is calculated by LibreOffice.
  const templating::xlsx::Options options{.names_tables = work.param("OutputType") == "Pdf"};
  if (auto filled = templating::xlsx::fill(package, read.context, options); !filled) return Failed(filled.error());
  return give_filled(work, *std::move(opened), {.type = kWorkbookType, .extension = "xlsx", .to_be_printed = "xlsm"});
}

}  // namespace docmill::engines::ooxml
