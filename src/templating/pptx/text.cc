#include "templating/pptx/text.h"

#include <algorithm>
#include <string>

#include "templating/pptx/names.h"

namespace docmill::templating::pptx {

void set_run_text(pugi::xml_node text_node, std::string_view text) {
  while (text_node.first_child()) text_node.remove_child(text_node.first_child());
  if (!text.empty()) text_node.append_child(pugi::node_pcdata).set_value(std::string(text).c_str());
}

void put_text(pugi::xml_node mark, std::string_view text) {
  mark.set_name(kText);
  mark.remove_attribute(kNumber);
  const auto whole = sayable(text);
  if (!whole.empty()) mark.append_child(pugi::node_pcdata).set_value(whole.c_str());
}

void write_runs(pugi::xml_node mark) {
  const auto whole = text_of(mark);
  const std::string_view text = whole;
  auto paragraph = mark.parent();
  const auto format = mark.child("a:rPr");
  const auto add = [&](const char* name) {
    auto made = paragraph.insert_child_before(name, mark);
    if (format) made.append_copy(format);
    return made;
  };
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find_first_of("\n\r", begin), text.size());
    if (end > begin) set_run_text(add("a:r").append_child("a:t"), text.substr(begin, end - begin));
    if (end == text.size()) break;
    begin = end + 1;
    if (text[end] == '\r' && begin < text.size() && text[begin] == '\n') ++begin;
    add("a:br");
  }
  paragraph.remove_child(mark);
}

}  // namespace docmill::templating::pptx
