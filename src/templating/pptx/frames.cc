#include "templating/pptx/frames.h"

#include <algorithm>

#include "templating/pptx/cells.h"
#include "templating/pptx/names.h"
#include "templating/pptx/placeholders.h"

namespace docmill::templating::pptx {
namespace {

// What PowerPoint leaves free where nothing is said (ECMA-376 part 1, 21.1.2.1.1 and 21.1.3.17).
constexpr long long kSideInset = 91'440;
constexpr long long kTopInset = 45'720;
constexpr long long kFarthest = 100'000'000'000;

Frame read(pugi::xml_node transform) {
  const auto number = [](pugi::xml_attribute value) { return std::clamp(value.as_llong(0), -kFarthest, kFarthest); };
  const auto offset = transform.child("a:off");
  const auto size = transform.child("a:ext");
  return {number(offset.attribute("x")), number(offset.attribute("y")), std::max(0LL, number(size.attribute("cx"))),
          std::max(0LL, number(size.attribute("cy")))};
}

Frame within(Frame frame) {
  frame.x += kSideInset;
  frame.y += kTopInset;
  frame.width = std::max(0LL, frame.width - 2 * kSideInset);
  frame.height = std::max(0LL, frame.height - 2 * kTopInset);
  return frame;
}

Frame frame_of_cell(pugi::xml_node cell) {
  const auto row = cell.parent();
  auto frame = read(around(cell, "p:graphicFrame").child("p:xfrm"));
  for (auto above = row.previous_sibling("a:tr"); above; above = above.previous_sibling("a:tr")) frame.y += height_of(above);
  auto column = row.parent().child("a:tblGrid").child("a:gridCol");
  for (int i = column_of(cell); i > 0 && column; --i, column = column.next_sibling("a:gridCol")) frame.x += width_of(column);
  frame.width = 0;
  for (int i = span_of(cell); i > 0 && column; --i, column = column.next_sibling("a:gridCol")) frame.width += width_of(column);
  frame.height = height_of(row);
  return frame;
}

Frame frame_of_shape(ooxml::Package& package, const std::string& part, pugi::xml_node shape) {
  if (const auto own = shape.child("p:spPr").child("a:xfrm")) return read(own);
  const auto inherited = inherited_by(package, part, shape);
  for (const auto from : {inherited.layout, inherited.master}) {
    if (const auto given = from.child("p:spPr").child("a:xfrm")) return read(given);
  }
  return {};
}

}  // namespace

Frame frame_of(ooxml::Package& package, const std::string& part, pugi::xml_node holder) {
  return within(is(holder, "a:tc") ? frame_of_cell(holder) : frame_of_shape(package, part, holder));
}

}  // namespace docmill::templating::pptx
