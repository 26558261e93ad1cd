#include "engines/ooxml/child/templates/open_template.h"

#include <utility>

#include "engines/ooxml/child/parts/merge_work.h"
#include "engines/ooxml/child/parts/plain.h"

namespace docmill::engines::ooxml {

Result<std::shared_ptr<OpenTemplate>> open_template(child::Work& work, TextOf text_of) {
  auto read = read_template_work(work);
  if (!read) return Failed(read.error());
  auto package = docmill::ooxml::Package::open(read->document.bytes(), limits_of(work));
  if (!package) return Failed(package.error());
  if (text_of != nullptr) {
    const auto text = text_of(*package);
    if (!text) return Failed(text.error());
    read->context.dialect = dialect_of(work, *text);
  }
  return std::make_shared<OpenTemplate>(OpenTemplate{*std::move(read), *std::move(package)});
}

Result<Finished> give_filled(child::Work& work, std::shared_ptr<OpenTemplate> filled, const FilledAs& as) {
  if (auto plain = make_plain(filled->package, as.type); !plain) return Failed(plain.error());
  const auto bytes = filled->package.write();
  if (!bytes) return Failed(bytes.error());
  auto given = give_package(work, *bytes, extension_for(work, as.extension, as.to_be_printed), sentences_of(filled->work.context.warnings));
  work.keep(std::move(filled));
  return given;
}

}  // namespace docmill::engines::ooxml
