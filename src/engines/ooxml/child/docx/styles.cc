#include "engines/ooxml/child/docx/styles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/small_letters.h"
#include "engines/ooxml/child/docx/defaults.h"
#include "engines/ooxml/child/docx/numbering.h"
#include "engines/ooxml/child/parts/schema_order.h"
#include "ooxml/namespaces.h"

namespace docmill::engines::ooxml {
namespace {

using Text = std::string_view;
using ById = std::map<std::string, pugi::xml_node, std::less<>>;

constexpr std::string_view kStylesType = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml";
constexpr std::size_t kLongestChain = 60;  // of styles based on styles

std::string id_of(pugi::xml_node style) {
  return style.attribute("w:styleId").value();
}

std::string type_of(pugi::xml_node style) {
  return style.attribute("w:type").value();
}

bool is_default(pugi::xml_node style) {
  const Text value = style.attribute("w:default").value();
  return value == "1" || value == "true" || value == "on";
}

std::string name_key(pugi::xml_node style) {
  return small_letters(type_of(style) + "/" + std::string(value_of(style, "w:name")));
}

/// What a style makes of text. What only the program's lists of styles need, and names of other styles, do not count.
std::string look_of(pugi::xml_node style, pugi::xml_node numbering) {
  static constexpr std::array<Text, 11> kNoLook{"w:name",       "w:aliases",        "w:basedOn", "w:next",   "w:link", "w:uiPriority",
                                                "w:semiHidden", "w:unhideWhenUsed", "w:qFormat", "w:locked", "w:rsid"};
  std::string look = type_of(style);
  for (const auto child : style.children()) {
    if (std::ranges::find(kNoLook, Text(child.name())) != kNoLook.end()) continue;
    const auto number = child.child("w:numPr").child("w:numId");
    if (!number) {
      look += text_of(child);
      continue;
    }
    pugi::xml_document copy;
    copy.append_copy(child);
    copy.first_child().child("w:numPr").remove_child("w:numId");
    look += text_of(copy.first_child()) + list_look(numbering, number.attribute("w:val").value());
  }
  return look;
}

pugi::xml_node default_of(pugi::xml_node styles, Text type) {
  for (const auto style : styles.children("w:style")) {
    if (type_of(style) == type && is_default(style)) return style;
  }
  return {};
}

/// The nearest of a style and those it is based on that something can be found in.
template <class Find>
pugi::xml_node nearest(const ById& styles, pugi::xml_node style, Find&& find) {
  for (std::size_t i = 0; style && i < kLongestChain; ++i) {
    if (const auto found = find(style)) return found;
    const auto above = styles.find(value_of(style, "w:basedOn"));
    style = above == styles.end() ? pugi::xml_node() : above->second;
  }
  return {};
}

ById by_id(pugi::xml_node styles) {
  ById all;
  for (const auto style : styles.children("w:style")) all.emplace(id_of(style), style);
  return all;
}

/// The level of a list that belongs to a style.
std::string level_in(pugi::xml_node numbering, Text number, const std::string& style) {
  const auto own = numbering.find_child_by_attribute("w:num", "w:numId", std::string(number).c_str());
  const auto list =
      numbering.find_child_by_attribute("w:abstractNum", "w:abstractNumId", std::string(value_of(own, "w:abstractNumId")).c_str());
  for (const auto level : list.children("w:lvl")) {
    if (value_of(level, "w:pStyle") == style) return level.attribute("w:ilvl").value();
  }
  return {};
}

}  // namespace

Result<Styles> Styles::of(Document& base) {
  const auto root = base.part_or_new("styles", "styles.xml", kStylesType,
                                     "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>");
  if (!root) return Failed(root.error());
  Styles styles(base, *root);
  styles.index();
  return styles;
}

void Styles::index() {
  for (const auto style : root_.children("w:style")) {
    by_id_.emplace(id_of(style), style);
    by_name_.emplace(name_key(style), style);
  }
}

std::vector<pugi::xml_node> Styles::matches(pugi::xml_node style) const {
  std::vector<pugi::xml_node> all;
  if (const auto same = by_id_.find(id_of(style)); same != by_id_.end() && type_of(same->second) == type_of(style))
    all.push_back(same->second);
  if (const auto same = by_name_.find(name_key(style)); same != by_name_.end()) all.push_back(same->second);
  const auto variants = variants_.find(id_of(style));
  if (variants == variants_.end()) return all;
  for (const auto& id : variants->second) all.push_back(by_id_.at(id));
  return all;
}

const std::string& Styles::look(pugi::xml_node mine) {
  auto& known = looks_[id_of(mine)];
  if (known.empty()) known = look_of(mine, base_.part("numbering").value_or(pugi::xml_node()));
  return known;
}

std::string Styles::free_id(const std::string& id) const {
  std::string fresh = id;
  for (int i = 2; by_id_.contains(fresh); ++i) fresh = fmt::format("{}_{}", id, i);
  return fresh;
}

std::string Styles::free_style_name(const std::string& key) const {
  std::string fresh = key;
  for (int i = 2; by_name_.contains(fresh); ++i) fresh = fmt::format("{} ({})", key, i);
  return fresh;
}

Result<void> Styles::plan(Document& other, Names& names) {
  fresh_.clear();
  const auto theirs = other.part("styles");
  const auto numbering = other.part("numbering");
  if (!theirs || !numbering) return Failed(theirs ? numbering.error() : theirs.error());
  if (!*theirs) return {};
  keep_defaults(root_, *theirs);
  const auto all = by_id(*theirs);
  std::map<std::string, bool> shared;  // by id: whether it is; absent: not decided
  const auto decide = [&](const auto& self, pugi::xml_node style, std::size_t depth) -> bool {
    const auto id = id_of(style);
    if (const auto known = shared.find(id); known != shared.end()) return known->second;
    shared[id] = false;  // for styles that are based on themselves
    if (depth > kLongestChain) return false;
    const auto above = all.find(value_of(style, "w:basedOn"));
    if (above != all.end() && !self(self, above->second, depth + 1)) return false;
    const auto under = above == all.end() ? std::string() : mapped(names.styles, above->first);
    const auto own = look_of(style, *numbering);
    for (const auto mine : matches(style)) {
      if (value_of(mine, "w:basedOn") != under || look(mine) != own) continue;
      if (id_of(mine) != id) names.styles[id] = id_of(mine);
      return shared[id] = true;
    }
    return false;
  };
  for (const auto style : theirs->children("w:style")) {
    if (decide(decide, style, 0)) continue;
    const auto id = id_of(style);
    auto fresh = free_id(id);
    if (fresh != id) names.styles[id] = fresh;
    looks_[fresh] = look_of(style, *numbering);
    by_id_.emplace(fresh, style);  // taken; the copy takes its place
    fresh_.push_back(style);
  }
  const auto place = [&](Text type) {
    const auto own = default_of(*theirs, type);
    const auto mine = default_of(root_, type);
    const auto fresh = mapped(names.styles, id_of(own));
    return own && fresh != id_of(mine) ? fresh : std::string();
  };
  names.paragraph_style = place("paragraph");
  names.table_style = place("table");
  names.default_style = mapped(names.styles, id_of(default_of(*theirs, "paragraph")));
  return {};
}

Result<void> Styles::add(Document& other, Names& names) {
  const auto theirs = other.part("styles");
  if (!theirs) return Failed(theirs.error());
  note_lists(other, names);
  if (!*theirs) return {};
  docmill::ooxml::take_namespaces(root_, *theirs);
  for (const auto style : fresh_) {
    auto copy = root_.append_copy(style);
    rename_references(copy, names);
    const auto id = mapped(names.styles, id_of(style));
    set_value(copy, id, "w:styleId");
    copy.remove_attribute("w:default");
    if (by_name_.contains(name_key(copy))) {
      const auto free = free_style_name(name_key(copy));
      const auto name = std::string(value_of(copy, "w:name"));
      set_value(copy.child("w:name"), name + free.substr(type_of(copy).size() + 1 + name.size()));
      copy.remove_child("w:aliases");
    }
    by_id_[id] = copy;
    variants_[id_of(style)].push_back(id);
    by_name_.emplace(name_key(copy), copy);
  }
  // Of a pair of a paragraph's and a character's style both must name the other.
  for (const auto style : fresh_) {
    auto copy = by_id_[mapped(names.styles, id_of(style))];
    const auto pair = by_id_.find(value_of(copy, "w:link"));
    if (pair == by_id_.end() || value_of(pair->second, "w:link") != id_of(copy)) copy.remove_child("w:link");
  }
  return {};
}

/// Which shared styles are numbered: their paragraphs need the list of their own document, or one list would count through all documents.
void Styles::note_lists(Document& other, Names& names) {
  const auto theirs = other.part("styles");
  const auto numbering = other.part("numbering");
  if (!theirs || !numbering || !*theirs) return;
  const auto all = by_id(*theirs);
  const std::set<pugi::xml_node> fresh(fresh_.begin(), fresh_.end());
  for (const auto& [id, style] : all) {
    if (type_of(style) != "paragraph" || fresh.contains(style)) continue;
    const auto number = nearest(all, style, [](auto one) { return one.child("w:pPr").child("w:numPr").child("w:numId"); });
    const auto own = std::string(number.attribute("w:val").value());
    const auto list = names.numbers.find(own);
    if (list == names.numbers.end()) continue;
    const auto level = nearest(all, style, [](auto one) { return one.child("w:pPr").child("w:numPr").child("w:ilvl"); });
    const auto indents = nearest(all, style, [](auto one) { return one.child("w:pPr").child("w:ind"); });
    auto at = level_in(*numbering, own, id);
    if (at.empty()) at = level ? level.attribute("w:val").value() : "0";
    names.lists[mapped(names.styles, id)] = {list->second, at, indents ? text_of(indents) : ""};
  }
}

}  // namespace docmill::engines::ooxml
