#include "engines/ooxml/child/docx/numbering.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "ooxml/namespaces.h"

namespace docmill::engines::ooxml {
namespace {

using Text = std::string_view;

constexpr std::string_view kNumberingType = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml";

int highest(pugi::xml_node root, const char* element, const char* attribute) {
  int most = 0;
  for (const auto node : root.children(element)) most = std::max(most, std::atoi(node.attribute(attribute).value()));
  return most;
}

Result<std::set<std::string>> used_numbers(Document& document) {
  std::set<std::string> used;
  auto parts = document.stories();
  if (auto styles = document.part_name("styles"); !styles.empty()) parts.push_back(std::move(styles));
  for (const auto& name : parts) {
    const auto tree = document.package().edit(name);
    if (!tree) return Failed(tree.error());
    for_each_element((*tree)->document_element(), [&](pugi::xml_node node) {
      if (Text(node.name()) == "w:numId") used.insert(node.attribute("w:val").value());
    });
  }
  return used;
}

/// Word takes two lists with one of these for the same and counts on.
void make_own(pugi::xml_node list, int id) {
  set_value(list, std::to_string(id), "w:abstractNumId");
  if (auto sign = list.child("w:nsid")) set_value(sign, fmt::format("{:08X}", 0x4D000000U + static_cast<unsigned>(id)));
  list.remove_attribute("w15:restartNumberingAfterBreak");
}

class Adding {
 public:
  Adding(pugi::xml_node base, pugi::xml_node other, const Names& names) : base_(base), other_(other), names_(names) {}

  void run() {
    next_list_ = highest(base_, "w:abstractNum", "w:abstractNumId") + 1;
    next_picture_ = highest(base_, "w:numPicBullet", "w:numPicBulletId") + 1;
    for (const auto number : other_.children("w:num")) {
      const auto fresh = names_.numbers.find(Text(number.attribute("w:numId").value()));
      if (fresh != names_.numbers.end()) add_number(number, fresh->second);
    }
  }

 private:
  void add_number(pugi::xml_node number, const std::string& fresh) {
    const auto own = std::string(value_of(number, "w:abstractNumId"));
    if (!lists_.contains(own)) lists_[own] = add_list(own);
    auto after = base_.last_child();
    while (after && Text(after.name()) != "w:num" && Text(after.name()) != "w:abstractNum") after = after.previous_sibling();
    auto copy = after ? base_.insert_copy_after(number, after) : base_.append_copy(number);
    set_value(copy, fresh, "w:numId");
    if (auto list = copy.child("w:abstractNumId")) set_value(list, lists_[own]);
    rename(copy);
  }

  std::string add_list(const std::string& own) {
    const auto list = other_.find_child_by_attribute("w:abstractNum", "w:abstractNumId", own.c_str());
    const auto id = next_list_++;
    const auto before = base_.child("w:num");
    if (list) {
      auto copy = before ? base_.insert_copy_before(list, before) : base_.append_copy(list);
      make_own(copy, id);
      rename(copy);
    }
    return std::to_string(id);
  }

  void rename(pugi::xml_node copy) {
    rename_references(copy, names_);
    for_each_element(copy, [&](pugi::xml_node node) {
      if (Text(node.name()) == "w:lvlPicBulletId") set_value(node, picture(node.attribute("w:val").value()));
    });
  }

  std::string picture(const std::string& own) {
    if (const auto known = pictures_.find(own); known != pictures_.end()) return known->second;
    const auto bullet = other_.find_child_by_attribute("w:numPicBullet", "w:numPicBulletId", own.c_str());
    auto fresh = std::to_string(next_picture_++);
    if (bullet) {
      auto copy = base_.prepend_copy(bullet);
      set_value(copy, fresh, "w:numPicBulletId");
    }
    return pictures_[own] = fresh;
  }

  pugi::xml_node base_;
  pugi::xml_node other_;
  const Names& names_;
  int next_list_ = 0;
  int next_picture_ = 0;
  IdMap lists_;
  IdMap pictures_;
};

}  // namespace

std::string list_look(pugi::xml_node numbering, std::string_view number) {
  const auto own = numbering.find_child_by_attribute("w:num", "w:numId", std::string(number).c_str());
  const auto list =
      numbering.find_child_by_attribute("w:abstractNum", "w:abstractNumId", std::string(value_of(own, "w:abstractNumId")).c_str());
  std::string look;
  for (const auto child : list.children("w:lvl")) look += text_of(child);
  for (const auto child : own.children("w:lvlOverride")) look += text_of(child);
  return look;
}

Result<void> choose_numbers(Document& base, Document& other, Names& names) {
  const auto theirs = other.part("numbering");
  if (!theirs) return Failed(theirs.error());
  if (!*theirs) return {};
  const auto used = used_numbers(other);
  if (!used) return Failed(used.error());
  const auto mine = base.part("numbering");
  if (!mine) return Failed(mine.error());
  int next = highest(*mine, "w:num", "w:numId") + 1;
  for (const auto number : theirs->children("w:num")) {
    const std::string id = number.attribute("w:numId").value();
    if (id != "0" && used->contains(id) && !names.numbers.contains(id)) names.numbers[id] = std::to_string(next++);
  }
  return {};
}

Result<void> add_numbering(Document& base, Document& other, const Names& names, PartImport& import) {
  if (names.numbers.empty()) return {};
  const auto theirs = other.part("numbering");
  if (!theirs) return Failed(theirs.error());
  const auto mine = base.part_or_new("numbering", "numbering.xml", kNumberingType,
                                     "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>");
  if (!mine) return Failed(mine.error());
  docmill::ooxml::take_namespaces(*mine, *theirs);
  for (const auto bullet : theirs->children("w:numPicBullet")) {
    if (auto brought = import.bring_all(bullet, other.part_name("numbering"), base.part_name("numbering")); !brought) return brought;
  }
  Adding(*mine, *theirs, names).run();
  return {};
}

}  // namespace docmill::engines::ooxml
