#include "engines/ooxml/child/templates/fill_docx.h"

#include "engines/ooxml/child/parts/plain.h"
#include "engines/ooxml/child/templates/fill_each.h"
#include "engines/ooxml/child/templates/open_template.h"
#include "templating/docx/docx.h"

namespace docmill::engines::ooxml {
namespace {

constexpr FilledAs kFilled{.type = kWordType, .extension = "docx", .to_be_printed = "docm"};

}  // namespace

Result<Finished> fill_docx(child::Work& work) {
  auto opened = open_template(work, templating::docx::text_of);
  if (!opened) return Failed(opened.error());
  auto& [read, package] = **opened;
  if (work.flag("DocumentPerItem")) return fill_docx_for_each(work, std::move(package), read);
  if (auto filled = templating::docx::fill(package, read.context); !filled) return Failed(filled.error());
  return give_filled(work, *std::move(opened), kFilled);
}

Result<Finished> fill_merge_fields(child::Work& work) {
  auto opened = open_template(work, nullptr);
  if (!opened) return Failed(opened.error());
  auto& [read, package] = **opened;
  if (auto filled = templating::docx::fill_merge_fields(package, read.context); !filled) return Failed(filled.error());
  return give_filled(work, *std::move(opened), kFilled);
}

}  // namespace docmill::engines::ooxml
