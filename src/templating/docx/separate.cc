#include <algorithm>
#include <map>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/docx/finish.h"
#include "templating/docx/link_text.h"
#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

std::uint64_t fresh(std::set<std::uint64_t>& taken, std::uint64_t& next) {
  while (!taken.insert(next).second) ++next;
  return next++;
}

/// The beginning of a name, cut between characters.
std::string shortened(const std::string& name) {
  auto end = std::min<std::size_t>(name.size(), 30);
  while (end > 0 && end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  return name.substr(0, end);
}

class Separation {
 public:
  Separation(ooxml::Package& package, const std::string& part, UniqueNumbers& numbers)
      : package_(package), part_(part), numbers_(numbers) {}

  Result<void> run(pugi::xml_node tree) {
    std::vector<pugi::xml_node> links;
    std::vector<pugi::xml_node> orphans;
    ooxml::for_each_element(tree, [&](pugi::xml_node node) {
      if (is(node, "wp:docPr")) {
        number_drawing(node);
      } else if (is(node, "w:bookmarkStart")) {
        begin_bookmark(node);
      } else if (is(node, "w:bookmarkEnd")) {
        if (!end_bookmark(node)) orphans.push_back(node);
      } else if (is(node, "w:sdtPr")) {
        number_control(node);
      }
      if (!has_own_name(node)) return;
      if (node.attribute(kTarget)) links.push_back(node);
      node.remove_attribute(kTokens);
    });
    for (auto orphan : orphans) orphan.parent().remove_child(orphan);
    for (auto link : links) {
      if (auto led = lead(link); !led) return led;
    }
    return {};
  }

 private:
  void number_drawing(pugi::xml_node node) {
    auto id = node.attribute("id");
    if (id && id.as_ullong() != 0 && numbers_.drawings.insert(id.as_ullong()).second) return;
    const auto number = std::to_string(fresh(numbers_.drawings, numbers_.next_drawing));
    set(node, "id", number);
    auto picture = node.parent().child("a:graphic").child("a:graphicData").child("pic:pic").child("pic:nvPicPr").child("pic:cNvPr");
    if (picture && picture.attribute("id").as_ullong() == 0) set(picture, "id", number);
  }

  void begin_bookmark(pugi::xml_node node) {
    auto id = node.attribute("w:id");
    const auto old = id.as_ullong();
    auto number = old;
    if (!numbers_.bookmarks.insert(old).second) {
      number = fresh(numbers_.bookmarks, numbers_.next_bookmark);
      set(node, "w:id", std::to_string(number));
    }
    auto name = node.attribute("w:name");
    for (std::string taken = name.value(); !taken.empty() && !numbers_.bookmark_names.insert(taken).second; taken = name.value()) {
      name.set_value((shortened(taken) + "_" + std::to_string(++numbers_.renamed)).c_str());
    }
    open_[old].push_back(number);
  }

  /// False when no bookmark is open that it could end: its beginning was not copied with it.
  bool end_bookmark(pugi::xml_node node) {
    const auto begun = open_.find(node.attribute("w:id").as_ullong());
    if (begun == open_.end() || begun->second.empty()) return false;
    set(node, "w:id", std::to_string(begun->second.back()));
    begun->second.pop_back();
    return true;
  }

  void number_control(pugi::xml_node properties) {
    const auto id = properties.child("w:id");
    if (id && !numbers_.controls.insert(id.attribute("w:val").value()).second) properties.remove_child(id);
  }

  /// The first link of a relationship keeps it, others get their own (§3.2).
  Result<void> lead(pugi::xml_node link) {
    const auto target = percent_encoded_target(link.attribute(kTarget).value());
    link.remove_attribute(kTarget);
    const std::string id = link.attribute("r:id").value();
    if (target.empty()) {
      link.remove_attribute("r:id");
      return {};
    }
    if (kept_.insert(id).second) {
      if (auto led = package_.retarget(part_, id, target, true); !led) return led;
      of_target_[target] = id;
      return {};
    }
    auto& known = of_target_[target];
    if (known.empty()) {
      auto made = package_.relate(part_, "hyperlink", target, true);
      if (!made) return Failed(made.error());
      known = *made;
    }
    set(link, "r:id", known);
    return {};
  }

  ooxml::Package& package_;
  const std::string& part_;
  UniqueNumbers& numbers_;
  std::map<std::uint64_t, std::vector<std::uint64_t>> open_;
  std::set<std::string> kept_;
  std::map<std::string, std::string> of_target_;
};

}  // namespace

Result<void> separate(pugi::xml_node tree, ooxml::Package& package, const std::string& part, UniqueNumbers& numbers) {
  return Separation(package, part, numbers).run(tree);
}

}  // namespace docmill::templating::docx
