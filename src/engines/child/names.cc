#include "engines/child/names.h"

namespace docmill::engines::child {

std::string name_prefix(const Work& work) {
  if (const auto& wanted = work.param("FilenamePrefix"); !wanted.empty()) return wanted;
  const auto& name = work.note(0).name;
  const auto stem = name.substr(0, name.rfind('.'));
  return stem.empty() ? "page-" : stem + "-";
}

}  // namespace docmill::engines::child
