#include "templating/docx/rich_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

constexpr std::uint32_t kMostRichLists = 10'000;  // Word gives up on documents with more than about 32,000 lists
constexpr int kLevels = 9;
constexpr int kStep = 720;    // twentieths of a point from level to level
constexpr int kMarker = 360;  // room for the marker

using Count = markup::List::Count;

const char* format_of(Count count) {
  switch (count) {
    case Count::Bullets: return "bullet";
    case Count::SmallLetters: return "lowerLetter";
    case Count::Letters: return "upperLetter";
    case Count::SmallRoman: return "lowerRoman";
    case Count::Roman: return "upperRoman";
    default: return "decimal";
  }
}

void set_value(pugi::xml_node parent, const char* name, const std::string& value) {
  parent.append_child(name).append_attribute("w:val").set_value(value.c_str());
}

void write_level(pugi::xml_node abstract, Count count, int level) {
  static constexpr std::array kBullets{"•", "◦", "▪"};
  auto node = abstract.append_child("w:lvl");
  node.append_attribute("w:ilvl").set_value(level);
  set_value(node, "w:start", "1");
  set_value(node, "w:numFmt", format_of(count));
  set_value(node, "w:lvlText", count == Count::Bullets ? kBullets.at(static_cast<std::size_t>(level) % 3) : fmt::format("%{}.", level + 1));
  set_value(node, "w:lvlJc", "left");
  auto indent = node.append_child("w:pPr").append_child("w:ind");
  indent.append_attribute("w:left").set_value(kStep * (level + 1));
  indent.append_attribute("w:hanging").set_value(kMarker);
}

constexpr const char* kNumberingType = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml";

}  // namespace

Result<void> RichLists::open() {
  if (root_) return {};
  auto main = package_.main_part();
  if (!main) return Failed(main.error());
  auto found = package_.find(*main, "numbering");
  std::string part = found && package_.has(found->target) ? found->target : "";
  if (part.empty()) {
    part = package_.free_name(main->substr(0, main->find_last_of('/') + 1) + "numbering.xml");
    package_.put(part, "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>", kNumberingType);
    auto related = package_.relate(*main, "numbering", part);
    if (!related) return Failed(related.error());
  }
  auto tree = package_.edit(part);
  if (!tree) return Failed(tree.error());
  root_ = (*tree)->document_element();
  for (const auto abstract : root_.children("w:abstractNum"))
    next_abstract_ = std::max<std::uint64_t>(next_abstract_, abstract.attribute("w:abstractNumId").as_uint() + std::uint64_t{1});
  for (const auto number : root_.children("w:num")) {
    next_number_ = std::max<std::uint64_t>(next_number_, number.attribute("w:numId").as_uint() + std::uint64_t{1});
    last_ = number;
  }
  return {};
}

std::string RichLists::abstract_for(Count count) {
  auto& id = abstracts_[count];
  if (!id.empty()) return id;
  id = std::to_string(next_abstract_++);
  pugi::xml_node before;
  for (const auto abstract : root_.children("w:abstractNum")) before = abstract;
  if (!before) before = root_.find_child([](pugi::xml_node node) { return is(node, "w:numPicBullet"); });
  while (before && is(before.next_sibling(), "w:numPicBullet")) before = before.next_sibling();
  auto abstract = before ? root_.insert_child_after("w:abstractNum", before) : root_.prepend_child("w:abstractNum");
  abstract.append_attribute("w:abstractNumId").set_value(id.c_str());
  set_value(abstract, "w:multiLevelType", "hybridMultilevel");
  for (int level = 0; level < kLevels; ++level) write_level(abstract, count, level);
  return id;
}

Result<std::string> RichLists::number_for(const markup::List& list, int level) {
  if (auto opened = open(); !opened) return Failed(opened.error());
  auto& shared = shared_[list.count];
  if (!shared.empty() && (list.count == Count::Bullets || made_ >= kMostRichLists)) return shared;
  const auto abstract = abstract_for(list.count);
  if (!last_) {
    for (const auto node : root_.children("w:abstractNum")) last_ = node;
  }
  last_ = root_.insert_child_after("w:num", last_);
  ++made_;
  const auto id = std::to_string(next_number_++);
  last_.append_attribute("w:numId").set_value(id.c_str());
  set_value(last_, "w:abstractNumId", abstract);
  if (list.count != Count::Bullets) {
    auto over = last_.append_child("w:lvlOverride");
    over.append_attribute("w:ilvl").set_value(std::clamp(level, 0, kLevels - 1));
    set_value(over, "w:startOverride", std::to_string(list.start));
  }
  shared = id;
  return id;
}

}  // namespace docmill::templating::docx
