#include "templating/docx/bookmarks.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/small_letters.h"
#include "ooxml/xml_walk.h"
#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

/// Longest name of a bookmark that Word keeps.
constexpr std::size_t kLongestName = 40;
constexpr std::string_view kBetweenWords = " \t\r\n\"";

bool leads_to_bookmarks(std::string_view instruction) {
  static constexpr std::array kFields{"REF", "PAGEREF", "NOTEREF", "HYPERLINK", "GOTOBUTTON"};
  const auto begin = std::min(instruction.find_first_not_of(kBetweenWords), instruction.size());
  const auto word = instruction.substr(begin, instruction.find_first_of(kBetweenWords, begin) - begin);
  return std::ranges::any_of(kFields, [&](const char* field) { return word == field; });
}

}  // namespace

std::string with_new_names(const std::string& instruction, const NewNames& names) {
  if (!leads_to_bookmarks(instruction)) return instruction;
  std::string led;
  for (std::size_t at = 0; at < instruction.size();) {
    const auto word = std::min(instruction.find_first_not_of(kBetweenWords, at), instruction.size());
    const auto end = std::min(instruction.find_first_of(kBetweenWords, word), instruction.size());
    const auto found = names.find(instruction.substr(word, end - word));
    led.append(instruction, at, word - at);
    led += found != names.end() ? found->second : instruction.substr(word, end - word);
    at = end;
  }
  return led;
}

void lead_to(pugi::xml_node node, const NewNames& names) {
  if (is(node, "w:hyperlink")) {
    auto anchor = node.attribute("w:anchor");
    const auto found = names.find(anchor.value());
    if (found != names.end()) anchor.set_value(found->second.c_str());
  } else if (is(node, "w:instrText")) {
    const auto text = text_of(node);
    if (const auto led = with_new_names(text, names); led != text) set_text(node, led);
  } else if (is(node, "w:fldSimple")) {
    auto instruction = node.attribute("w:instr");
    instruction.set_value(with_new_names(instruction.value(), names).c_str());
  }
}

void Bookmarks::learn(pugi::xml_node root) {
  if (!known_.insert(place_of(root)).second) return;
  ooxml::for_each_element(root, [&](pugi::xml_node node) {
    if (is(node, "w:bookmarkStart")) taken_.insert(small_letters(node.attribute("w:name").value()));
  });
}

std::string Bookmarks::fresh(const std::string& origin) {
  for (auto& count = counts_[origin];;) {
    const auto ending = "_" + std::to_string(++count + 1);
    auto end = std::min(origin.size(), kLongestName - ending.size());
    while (end > 0 && end < origin.size() && (static_cast<unsigned char>(origin[end]) & 0xC0U) == 0x80U) --end;  // between characters
    auto name = origin.substr(0, end) + ending;
    if (taken_.insert(small_letters(name)).second) return name;
  }
}

void Bookmarks::rename(pugi::xml_node first, pugi::xml_node last) {
  learn(first.root());
  if (taken_.empty()) return;
  NewNames names;
  std::vector<pugi::xml_node> leading;
  const auto visit = [&](pugi::xml_node node) {
    if (is(node, "w:bookmarkStart")) {
      auto name = node.attribute("w:name");
      const std::string old = name.value();
      const auto made = fresh(origin(old));
      origins_[made] = origin(old);
      names[old] = made;
      name.set_value(made.c_str());
    } else if (is(node, "w:hyperlink") || is(node, "w:instrText") || is(node, "w:fldSimple")) {
      leading.push_back(node);
    }
  };
  for (auto node = first; node; node = node.next_sibling()) {
    ooxml::for_each_element(node, visit);
    if (node == last) break;
  }
  if (names.empty()) return;
  for (const auto node : leading) lead_to(node, names);
}

const std::string& Bookmarks::origin(const std::string& name) const {
  const auto found = origins_.find(name);
  return found == origins_.end() ? name : found->second;
}

}  // namespace docmill::templating::docx
