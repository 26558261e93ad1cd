#include "engines/ooxml/child/templates/fill_docx.h"

#include "engines/ooxml/child/parts/merge_work.h"
#include "engines/ooxml/child/parts/plain.h"
#include "engines/ooxml/child/templates/fill_each.h"
#include "engines/ooxml/child/templates/template_work.h"
#include "templating/docx/docx.h"

namespace docmill::engines::ooxml {
namespace {

Result<Finished> hand_over(child::Work& work, docmill::ooxml::Package& package, const TemplateWork& read) {
  if (auto plain = make_plain(package, kWordType); !plain) return Failed(plain.error());
  auto bytes = package.write();
  if (!bytes) return Failed(bytes.error());
  return give_package(work, *bytes, extension_for(work, "docx", "docm"), sentences_of(read.context.warnings));
}

}  // namespace

Result<Finished> fill_docx(child::Work& work) {
  auto read = read_template_work(work);
  if (!read) return Failed(read.error());
  auto package = docmill::ooxml::Package::open(read->document.bytes(), limits_of(work));
  if (!package) return Failed(package.error());
  auto text = templating::docx::text_of(*package);
  if (!text) return Failed(text.error());
  read->context.dialect = dialect_of(work, *text);
  if (work.flag("DocumentPerItem")) return fill_docx_for_each(work, *std::move(package), *read);
  if (auto filled = templating::docx::fill(*package, read->context); !filled) return Failed(filled.error());
  return hand_over(work, *package, *read);
}

Result<Finished> fill_merge_fields(child::Work& work) {
  auto read = read_template_work(work);
  if (!read) return Failed(read.error());
  auto package = docmill::ooxml::Package::open(read->document.bytes(), limits_of(work));
  if (!package) return Failed(package.error());
  if (auto filled = templating::docx::fill_merge_fields(*package, read->context); !filled) return Failed(filled.error());
  return hand_over(work, *package, *read);
}

}  // namespace docmill::engines::ooxml
