#include "engines/ooxml/child/templates/fill_pptx.h"

#include "engines/ooxml/child/parts/merge_work.h"
#include "engines/ooxml/child/parts/plain.h"
#include "engines/ooxml/child/templates/template_work.h"
#include "templating/pptx/pptx.h"

namespace docmill::engines::ooxml {
Result<Finished> fill_pptx(child::Work& work) {
  auto read = read_template_work(work);
  if (!read) return Failed(read.error());
  auto package = docmill::ooxml::Package::open(read->document.bytes(), limits_of(work));
  if (!package) return Failed(package.error());
  auto text = templating::pptx::text_of(*package);
  if (!text) return Failed(text.error());
  read->context.dialect = dialect_of(work, *text);
  if (auto filled = templating::pptx::fill(*package, read->context); !filled) return Failed(filled.error());
  if (auto plain = make_plain(*package, kPresentationType); !plain) return Failed(plain.error());
  auto bytes = package->write();
  if (!bytes) return Failed(bytes.error());
  return give_package(work, *bytes, extension_for(work, "pptx", "pptm"), sentences_of(read->context.warnings));
}

}  // namespace docmill::engines::ooxml
