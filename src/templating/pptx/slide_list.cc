#include "templating/pptx/slide_list.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/pptx/names.h"

namespace docmill::templating::pptx {
namespace {

constexpr std::size_t kMostEntries = 100'000;  // of all custom shows

/// A slide as the presentation names it.
struct Listed {
  std::string identifier;
  std::string relation;
  std::string origin;           // the number of the template's slide
  std::string origin_relation;  // and the relationship to it
};

class SlideList {
 public:
  SlideList(ooxml::Package& package, const std::string& main, pugi::xml_node show) : package_(package), main_(main), show_(show) {}

  Result<void> write();

 private:
  bool is_unchanged(pugi::xml_node list) const;
  Result<void> list_slides(pugi::xml_node list);
  void write_list(pugi::xml_node list);
  void write_sections(pugi::xml_node presentation);
  void write_custom_shows(pugi::xml_node presentation);
  std::string fresh_identifier();

  ooxml::Package& package_;
  const std::string& main_;
  pugi::xml_node show_;
  std::vector<Listed> slides_;
  std::set<unsigned long long> taken_;
  unsigned long long next_ = 256;  // the lowest there is (ECMA-376 part 1, 19.7.13)
};

bool SlideList::is_unchanged(pugi::xml_node list) const {
  auto listed = list.child("p:sldId");
  for (const auto slide : show_.children(kSlide)) {
    if (slide.attribute(kFresh) || std::string_view(listed.attribute("r:id").value()) != slide.attribute(kRelation).value()) return false;
    listed = listed.next_sibling("p:sldId");
  }
  return !listed;
}

std::string SlideList::fresh_identifier() {
  while (!taken_.insert(next_).second) ++next_;
  return std::to_string(next_);
}

Result<void> SlideList::list_slides(pugi::xml_node list) {
  for (const auto slide : list.children("p:sldId")) {
    taken_.insert(slide.attribute("id").as_ullong());
    if (const auto number = slide.attribute("id").as_ullong(); number >= next_ && number < 2'147'480'000) next_ = number + 1;
  }
  for (const auto slide : show_.children(kSlide)) {
    Listed listed;
    listed.origin = slide.attribute(kIdentifier).value();
    listed.origin_relation = slide.attribute(kRelation).value();
    listed.identifier = listed.origin;
    listed.relation = listed.origin_relation;
    if (slide.attribute(kFresh)) {
      auto relation = package_.relate(main_, "slide", slide.attribute(kPart).value());
      if (!relation) return Failed(relation.error());
      listed.relation = *relation;
      listed.identifier = fresh_identifier();
    }
    slides_.push_back(std::move(listed));
  }
  return {};
}

/// Entries that stay keep what more they say.
void SlideList::write_list(pugi::xml_node list) {
  std::map<std::string, pugi::xml_node> old;
  for (const auto slide : list.children("p:sldId")) old[slide.attribute("r:id").value()] = slide;
  for (const auto& slide : slides_) {
    const auto known = old.find(slide.relation);
    auto entry = known != old.end() ? list.append_copy(known->second) : list.append_child("p:sldId");
    set(entry, "id", slide.identifier);
    set(entry, "r:id", slide.relation);
  }
  std::set<std::string> kept;
  for (const auto& slide : slides_) kept.insert(slide.relation);
  std::set<std::string, std::less<>> gone;
  for (const auto& [relation, entry] : old) {
    if (!kept.contains(relation)) gone.insert(relation);
    list.remove_child(entry);
  }
  if (!gone.empty()) package_.unrelate(main_, gone);
}

/// Sections follow one another as slides do: a copy stands in its original's, but never in an earlier one than the slide before it.
void SlideList::write_sections(pugi::xml_node presentation) {
  std::vector<pugi::xml_node> lists;
  ooxml::for_each_element(presentation.child("p:extLst"), [&](pugi::xml_node node) {
    if (is(node, "p14:section") && node.child("p14:sldIdLst")) lists.push_back(node.child("p14:sldIdLst"));
  });
  if (lists.empty()) return;
  std::map<std::string, std::size_t> section_of;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    for (const auto slide : lists[i].children("p14:sldId")) section_of[slide.attribute("id").value()] = i;
    lists[i].remove_children();
  }
  std::size_t current = 0;
  for (const auto& slide : slides_) {
    if (const auto own = section_of.find(slide.origin); own != section_of.end()) current = std::max(current, own->second);
    set(lists[current].append_child("p14:sldId"), "id", slide.identifier);
  }
}

/// Each entry becomes as many as there are copies of its slide.
void SlideList::write_custom_shows(pugi::xml_node presentation) {
  std::multimap<std::string, std::string> now;
  for (const auto& slide : slides_) now.emplace(slide.origin_relation, slide.relation);
  std::size_t room = kMostEntries;
  for (const auto show : presentation.child("p:custShowLst").children("p:custShow")) {
    auto list = show.child("p:sldLst");
    std::vector<std::string> relations;
    for (const auto slide : list.children("p:sld")) relations.emplace_back(slide.attribute("r:id").value());
    list.remove_children();
    for (const auto& relation : relations) {
      for (auto [entry, end] = now.equal_range(relation); entry != end && room > 0; ++entry, --room)
        set(list.append_child("p:sld"), "r:id", entry->second);
    }
  }
}

Result<void> SlideList::write() {
  auto tree = package_.xml(main_);
  if (!tree) return Failed(tree.error());
  if (is_unchanged((*tree)->document_element().child("p:sldIdLst"))) return {};
  tree = package_.edit(main_);
  if (!tree) return Failed(tree.error());
  auto presentation = (*tree)->document_element();
  auto list = presentation.child("p:sldIdLst");
  if (auto listed = list_slides(list); !listed) return listed;
  write_list(list);
  write_sections(presentation);
  write_custom_shows(presentation);
  return {};
}

}  // namespace

Result<void> write_slide_list(ooxml::Package& package, const std::string& main, pugi::xml_node show) {
  return SlideList(package, main, show).write();
}

}  // namespace docmill::templating::pptx
