#include "templating/docx/text.h"

#include <string>

#include "templating/docx/nodes.h"

namespace docmill::templating::docx {

const char* text_name(pugi::xml_node run) {
  return is(run, "m:r") ? "m:t" : "w:t";
}

void put_text(pugi::xml_node mark, std::string_view text) {
  const auto whole = sayable(text);
  const std::string_view rest = whole;
  auto run = mark.parent();
  for (std::size_t begin = 0; begin <= rest.size();) {
    const auto end = std::min(rest.find_first_of("\n\t\r", begin), rest.size());
    if (end > begin) set_text(run.insert_child_before(text_name(run), mark), rest.substr(begin, end - begin));
    if (end == rest.size()) break;
    begin = end + 1;
    if (rest[end] == '\r') {
      if (begin < rest.size() && rest[begin] == '\n') ++begin;
      run.insert_child_before("w:br", mark);
    } else {
      run.insert_child_before(rest[end] == '\n' ? "w:br" : "w:tab", mark);
    }
  }
  run.remove_child(mark);
}

}  // namespace docmill::templating::docx
