#include "engines/ooxml/child/parts/plain.h"

namespace docmill::engines::ooxml {

void make_plain(docmill::ooxml::Package& package, std::string_view main, std::string_view type) {
  package.set_content_type(main, type);
  if (const auto macros = package.find(main, "vbaProject")) {
    package.unrelate(main, macros->id);
    package.remove(macros->target);
  }
}

Result<void> make_plain(docmill::ooxml::Package& package, std::string_view type) {
  const auto main = package.main_part();
  if (!main) return Failed(main.error());
  make_plain(package, *main, type);
  return {};
}

}  // namespace docmill::engines::ooxml
