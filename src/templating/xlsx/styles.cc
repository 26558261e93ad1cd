#include "templating/xlsx/styles.h"

namespace docmill::templating::xlsx {
namespace {

// Built-in number formats (ECMA-376 part 1, 18.8.30): a date, a date with a time; both as the reader's country writes them.
constexpr int kDate = 14;
constexpr int kDateAndTime = 22;

}  // namespace

Result<Styles> Styles::open(ooxml::Package& package, std::string_view workbook) {
  Styles styles;
  const auto found = package.find(workbook, "styles");
  if (!found || !package.has(found->target)) return styles;
  auto tree = package.xml(found->target);
  if (!tree) return Failed(tree.error());
  styles.package_ = &package;
  styles.part_ = found->target;
  for (const auto format : (*tree)->document_element().child("cellXfs").children("xf")) {
    styles.general_.push_back(format.attribute("numFmtId").as_int() == 0);
  }
  styles.count_ = static_cast<std::uint32_t>(styles.general_.size());
  return styles;
}

std::uint32_t Styles::for_date(std::uint32_t style, bool with_time) {
  if (package_ == nullptr || style >= general_.size() || !general_[style]) return style;
  const auto [at, fresh] = known_.emplace(std::pair(style, with_time), count_);
  if (fresh) {
    added_.emplace_back(style, with_time);
    ++count_;
  }
  return at->second;
}

Result<void> Styles::save() {
  if (added_.empty()) return {};
  auto tree = package_->edit(part_);
  if (!tree) return Failed(tree.error());
  auto formats = (*tree)->document_element().child("cellXfs");
  std::vector<pugi::xml_node> nodes;
  for (const auto format : formats.children("xf")) nodes.push_back(format);
  for (const auto& [style, with_time] : added_) {
    auto format = formats.append_copy(nodes[style]);
    format.remove_attribute("numFmtId");
    format.remove_attribute("applyNumberFormat");
    format.append_attribute("numFmtId").set_value(with_time ? kDateAndTime : kDate);
    format.append_attribute("applyNumberFormat").set_value(1);
  }
  formats.remove_attribute("count");
  formats.append_attribute("count").set_value(count_);
  return {};
}

}  // namespace docmill::templating::xlsx
