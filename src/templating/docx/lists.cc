#include "templating/docx/lists.h"

#include <algorithm>

#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

// Word gives up on documents with more than about 32,000 lists; a renderer that counts on beats a document that does not open.
constexpr std::uint32_t kMostNewLists = 20'000;
constexpr int kMostStyleSteps = 30;

std::optional<std::string> number_in(pugi::xml_node properties) {
  const auto numbering = properties.child("w:numPr");
  if (!numbering) return std::nullopt;
  const auto id = numbering.child("w:numId");
  if (!id) return std::nullopt;
  return std::string(id.attribute("w:val").value());
}

}  // namespace

Result<Lists> Lists::of(ooxml::Package& package, const std::string& main) {
  Lists lists(package);
  if (const auto styles = package.find(main, "styles"); styles && package.has(styles->target)) {
    auto tree = package.xml(styles->target);
    if (!tree) return Failed(tree.error());
    lists.read_styles((*tree)->child("w:styles"));
  }
  if (const auto numbering = package.find(main, "numbering"); numbering && package.has(numbering->target)) {
    auto tree = package.xml(numbering->target);
    if (!tree) return Failed(tree.error());
    lists.numbering_part_ = numbering->target;
    lists.read_numbering((*tree)->child("w:numbering"));
  }
  return lists;
}

Lists::Lists(const Lists& other, ooxml::Package& copy) : Lists(other) {
  package_ = &copy;
  last_ = {};
}

void Lists::read_styles(pugi::xml_node styles) {
  for (const auto style : styles.children("w:style")) {
    if (std::string_view(style.attribute("w:type").value()) != "paragraph") continue;
    styles_[style.attribute("w:styleId").value()] = {style.child("w:basedOn").attribute("w:val").value(), number_in(style.child("w:pPr"))};
    if (style.attribute("w:default").as_bool()) default_style_ = style.attribute("w:styleId").value();
  }
}

void Lists::read_numbering(pugi::xml_node numbering) {
  std::map<std::string, std::map<std::string, Level>> abstracts;
  for (const auto abstract : numbering.children("w:abstractNum")) {
    auto& levels = abstracts[abstract.attribute("w:abstractNumId").value()];
    for (const auto level : abstract.children("w:lvl")) {
      const std::string_view format = level.child("w:numFmt").attribute("w:val").as_string("decimal");
      levels[level.attribute("w:ilvl").value()] = {format != "bullet" && format != "none",
                                                   level.child("w:start").attribute("w:val").as_string("1")};
    }
  }
  for (const auto number : numbering.children("w:num")) {
    const std::string id = number.attribute("w:numId").value();
    const std::string abstract = number.child("w:abstractNumId").attribute("w:val").value();
    const auto& levels = abstracts[abstract];
    numberings_[id] = {abstract, levels, std::ranges::any_of(levels, [](const auto& level) { return level.second.counts; })};
    next_ = std::max<std::uint64_t>(next_, number.attribute("w:numId").as_ullong() + 1);
  }
}

std::string Lists::style_number(const std::string& style) const {
  std::string name = style;
  for (int steps = 0; steps < kMostStyleSteps; ++steps) {
    const auto found = styles_.find(name);
    if (found == styles_.end()) return {};
    if (const auto& number = found->second.number) return *number;
    name = found->second.based_on;
  }
  return {};
}

std::string Lists::own_number(pugi::xml_node paragraph) {
  return number_in(paragraph.child("w:pPr")).value_or("");
}

bool Lists::is_item(pugi::xml_node paragraph) const {
  const auto properties = paragraph.child("w:pPr");
  std::string number;
  if (properties.child("w:numPr").child("w:numId")) {
    number = own_number(paragraph);
  } else {
    const auto style = properties.child("w:pStyle");
    number = style_number(style ? style.attribute("w:val").value() : default_style_);
  }
  return !number.empty() && number != "0";
}

pugi::xml_node Lists::item_around(pugi::xml_node node) const {
  for (; node && !is(node, "w:tc"); node = node.parent()) {
    if (is(node, "w:p") && is_item(node)) return node;
  }
  return {};
}

bool Lists::counts(const std::string& number) const {
  const auto found = numberings_.find(number);
  return found != numberings_.end() && found->second.counts;
}

Result<std::string> Lists::restarted(const std::string& number) {
  const auto model = numberings_.find(number);
  if (model == numberings_.end() || !model->second.counts || made_ >= kMostNewLists) return number;
  auto tree = package_->edit(numbering_part_);
  if (!tree) return Failed(tree.error());
  auto root = (*tree)->child("w:numbering");
  if (!last_) {
    for (const auto child : root.children("w:num")) last_ = child;
  }
  auto made = root.insert_child_after("w:num", last_);
  last_ = made;
  const auto id = std::to_string(next_++);
  made.append_attribute("w:numId").set_value(id.c_str());
  made.append_child("w:abstractNumId").append_attribute("w:val").set_value(model->second.abstract.c_str());
  for (const auto& [level, how] : model->second.levels) {
    auto over = made.append_child("w:lvlOverride");
    over.append_attribute("w:ilvl").set_value(level.c_str());
    over.append_child("w:startOverride").append_attribute("w:val").set_value(how.start.c_str());
  }
  ++made_;
  numberings_[id] = numberings_[number];
  return id;
}

}  // namespace docmill::templating::docx
