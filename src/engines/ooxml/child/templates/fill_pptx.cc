#include "engines/ooxml/child/templates/fill_pptx.h"

#include "engines/ooxml/child/parts/plain.h"
#include "engines/ooxml/child/templates/open_template.h"
#include "templating/pptx/pptx.h"

namespace docmill::engines::ooxml {

Result<Finished> fill_pptx(child::Work& work) {
  auto opened = open_template(work, templating::pptx::text_of);
  if (!opened) return Failed(opened.error());
  auto& [read, package] = **opened;
  if (auto filled = templating::pptx::fill(package, read.context); !filled) return Failed(filled.error());
  return give_filled(work, *std::move(opened), {.type = kPresentationType, .extension = "pptx", .to_be_printed = "pptm"});
}

}  // namespace docmill::engines::ooxml
