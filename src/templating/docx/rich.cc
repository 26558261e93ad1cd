#include "templating/docx/rich.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/docx/lists.h"
#include "templating/docx/nodes.h"
#include "templating/docx/rich_blocks.h"

namespace docmill::templating::docx {
namespace {

/// What of a paragraph may go elsewhere or away when content takes its place.
bool says_nothing(pugi::xml_node node) {
  static constexpr std::array kNames{"w:r", "w:proofErr", "w:bookmarkStart", "w:bookmarkEnd", "w:lastRenderedPageBreak", kRich};
  if (is(node, "w:t")) return text_of(node).find_first_not_of(" \t\n\r") == std::string::npos;
  return std::ranges::any_of(kNames, [&](const char* name) { return is(node, name); });
}

bool stands_alone(pugi::xml_node mark) {
  const auto paragraph = mark.parent().parent();
  if (!is(mark.parent(), "w:r") || !is(paragraph, "w:p")) return false;
  for (auto node = paragraph.first_child(); node;) {
    const bool properties = is(node, "w:pPr") || is(node, "w:rPr");
    if (node.type() == pugi::node_element && !properties) {
      if (!says_nothing(node) || (is(node, kRich) && node != mark)) return false;
    }
    node = properties || is(node, "w:t") ? ooxml::next_after(node, paragraph) : ooxml::next_node(node, paragraph);
  }
  return true;
}

/// Bookmarks may stand between paragraphs too.
void save_bookmarks(pugi::xml_node paragraph) {
  std::vector<pugi::xml_node> found;
  for (const auto child : paragraph.children()) {
    if (is(child, "w:bookmarkStart") || is(child, "w:bookmarkEnd")) found.push_back(child);
  }
  for (const auto node : found) paragraph.parent().insert_move_before(node, paragraph);
}

/// The end of a section stays: it goes to the last paragraph of what was written, or to one of its own.
void end_section(pugi::xml_node paragraph) {
  const auto section = paragraph.child("w:pPr").child("w:sectPr");
  auto last = element_before(paragraph);
  if (!section) return;
  if (!is(last, "w:p")) last = paragraph.parent().insert_child_before("w:p", paragraph);
  child_first(last, "w:pPr").append_copy(section);
}

}  // namespace

struct Rich::Writers {
  Writers(Rich& rich, RichStyles of)
      : styles(std::move(of)),
        lists(rich.package_),
        runs(rich.package_, rich.drawings_, styles),
        blocks(rich.context_, rich.budget_, runs, lists, styles) {}

  RichStyles styles;
  RichLists lists;
  RichRuns runs;
  RichBlocks blocks;
};

void Rich::keep(pugi::xml_node mark, const Outcome& outcome, const std::string& token) {
  mark.set_name(kRich);
  set(mark, kNumber, std::to_string(kept_.size()));
  kept_.push_back({outcome.html, token});
}

Result<Rich::Writers*> Rich::writers() {
  if (writers_) return writers_.get();
  auto main = package_.main_part();
  if (!main) return Failed(main.error());
  auto styles = RichStyles::of(package_, *main);
  if (!styles) return Failed(styles.error());
  writers_ = std::make_shared<Writers>(*this, *std::move(styles));
  return writers_.get();
}

Result<void> Rich::write(pugi::xml_node tree, const std::function<const std::string&(pugi::xml_node)>& part_of) {
  if (kept_.empty()) return {};
  std::vector<pugi::xml_node> marks;
  ooxml::for_each_element(tree, [&](pugi::xml_node node) {
    if (is(node, kRich)) marks.push_back(node);
  });
  for (const auto mark : marks) {
    if (auto written = write_one(mark, part_of(mark)); !written) return written;
  }
  return {};
}

Result<void> Rich::write_one(pugi::xml_node mark, const std::string& part) {
  const auto& kept = kept_.at(mark.attribute(kNumber).as_uint());
  const bool blocks = !kept.fragment->blocks.empty() && stands_alone(mark);
  return blocks ? write_blocks(mark, kept, part) : write_within(mark, kept, part);
}

Result<void> Rich::write_blocks(pugi::xml_node mark, const Kept& kept, const std::string& part) {
  auto made = writers();
  if (!made) return Failed(made.error());
  auto run = mark.parent();
  auto paragraph = run.parent();
  auto container = paragraph.parent();
  BlockBase base;
  base.paragraph = paragraph.child("w:pPr");
  base.run.properties = run.child("w:rPr");
  base.run.part = part;
  base.run.token = kept.token;
  base.run.room = room_at(paragraph);
  const auto number = base.paragraph.child("w:numPr");
  if (number && !Lists::own_number(paragraph).empty() && Lists::own_number(paragraph) != "0")
    base.indent = number.child("w:ilvl").attribute("w:val").as_int() + 1;
  save_bookmarks(paragraph);
  // Paragraphs are copies of this one's properties, and its section stays its own until the end.
  pugi::xml_document bare;
  if (base.paragraph) {
    base.paragraph = bare.append_copy(base.paragraph);
    base.paragraph.remove_child("w:sectPr");
    base.paragraph.remove_child("w:pPrChange");
  }
  if (auto written = (*made)->blocks.write(*kept.fragment, paragraph, std::move(base)); !written) return written;
  end_section(paragraph);
  const auto next = element_after(paragraph);
  if (is(element_before(paragraph), "w:tbl") && !is(next, "w:p")) {
    paragraph.parent().insert_child_before("w:p", paragraph);  // a cell or a box ends with a paragraph, and tables that touch are one
  }
  container.remove_child(paragraph);
  return {};
}

Result<void> Rich::write_within(pugi::xml_node mark, const Kept& kept, const std::string& part) {
  auto made = writers();
  if (!made) return Failed(made.error());
  const auto pieces = markup::in_one_line(*kept.fragment);
  if (auto enough = spend_grid(budget_, pieces.size() * 3); !enough) return enough;
  auto run = mark.parent();
  auto parent = run.parent();
  // What stands behind the token is a run of its own.
  auto rest = parent.insert_child_after("w:r", run);
  if (const auto properties = run.child("w:rPr")) rest.append_copy(properties);
  while (mark.next_sibling()) rest.append_move(mark.next_sibling());
  run.remove_child(mark);
  RunBase base;
  base.properties = run.child("w:rPr");
  base.part = part;
  base.token = kept.token;
  base.room = room_at(run);
  base.linked = static_cast<bool>(around(run, "w:hyperlink", around(run, "w:p")));
  if (auto written = (*made)->runs.write(pieces, {parent, rest}, base); !written) return written;
  const auto is_empty = [](pugi::xml_node one) {
    return !one.first_child() || (is(one.first_child(), "w:rPr") && one.first_child() == one.last_child());
  };
  for (auto one : {rest, run}) {
    if (is_empty(one)) parent.remove_child(one);
  }
  return {};
}

}  // namespace docmill::templating::docx
