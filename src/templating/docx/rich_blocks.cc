#include "templating/docx/rich_blocks.h"

#include <algorithm>
#include <array>

#include "templating/docx/nodes.h"
#include "templating/docx/rich_order.h"

namespace docmill::templating::docx {
namespace {

constexpr int kIndentStep = 720;  // twentieths of a point
constexpr int kItemHang = 360;

/// How large headings are where the template has no styles for them, of the text around (HTML Standard, 15.3.6).
constexpr std::array kHeadingScales{1.0, 2.0, 1.5, 1.17, 1.0, 0.83, 0.67};

/// In a paragraph that begins at the right, Word and LibreOffice take "left" for that end.
const char* word_of(markup::Align align, bool rtl) {
  switch (align) {
    case markup::Align::Left: return rtl ? "right" : "left";
    case markup::Align::Center: return "center";
    case markup::Align::Right: return rtl ? "left" : "right";
    case markup::Align::Both: return "both";
    default: return "";
  }
}

void put_value(pugi::xml_node properties, const char* name, const std::string& value) {
  fresh_property(properties, name).append_attribute("w:val").set_value(value.c_str());
}

void put_switch(pugi::xml_node properties, const char* name, bool on) {
  auto property = fresh_property(properties, name);
  if (!on) property.append_attribute("w:val").set_value("0");
}

/// Further paragraphs are not what only one can be.
void remove_what_is_once(pugi::xml_node properties) {
  for (const auto* name : {"w:sectPr", "w:pPrChange", "w:pageBreakBefore"}) properties.remove_child(name);
}

void draw_rule(pugi::xml_node properties) {
  auto line = fresh_property(properties, "w:pBdr").append_child("w:bottom");
  line.append_attribute("w:val").set_value("single");
  line.append_attribute("w:sz").set_value(6);
  line.append_attribute("w:space").set_value(1);
  line.append_attribute("w:color").set_value("auto");
}

bool is_table(pugi::xml_node node) {
  return is(node, "w:tbl");
}

}  // namespace

Result<void> RichBlocks::number(const markup::Block& block, pugi::xml_node properties, const BlockBase& base) {
  auto& number = numbers_[block.list];
  const auto level = std::min(block.level + base.indent, 8);
  if (number.empty()) {
    auto made = lists_.number_for(fragment_->lists[block.list], level);
    if (!made) return Failed(made.error());
    number = *std::move(made);
  }
  if (!properties.child("w:pStyle") && !styles_.item.empty()) put_value(properties, "w:pStyle", styles_.item);
  auto numbering = fresh_property(properties, "w:numPr");
  numbering.append_child("w:ilvl").append_attribute("w:val").set_value(level);
  numbering.append_child("w:numId").append_attribute("w:val").set_value(number.c_str());
  fresh_property(properties, "w:contextualSpacing");
  properties.remove_child("w:ind");
  if (block.indent == 0) return {};
  auto indent = fresh_property(properties, "w:ind");
  indent.append_attribute("w:left").set_value(kIndentStep * (level + 1 + block.indent));
  indent.append_attribute("w:hanging").set_value(kItemHang);
  return {};
}

Result<void> RichBlocks::write_paragraph(const markup::Block& block, pugi::xml_node paragraph, const BlockBase& base) {
  const bool styled = block.heading > 0 && !styles_.headings.at(static_cast<std::size_t>(block.heading)).empty();
  auto properties = base.paragraph && !styled ? paragraph.append_copy(base.paragraph) : paragraph.append_child("w:pPr");
  auto run = base.run;
  if (!base.first) remove_what_is_once(properties);
  const bool keeps_number = base.first && block.kind == markup::Block::Kind::Paragraph && !styled;
  if (!keeps_number && properties.remove_child("w:numPr") && base.indent > 0) {
    fresh_property(properties, "w:numPr").append_child("w:numId").append_attribute("w:val").set_value("0");
    properties.remove_child("w:ind");
  }
  if (styled) {
    put_value(properties, "w:pStyle", styles_.headings.at(static_cast<std::size_t>(block.heading)));
    run.properties = {};
  } else if (block.heading > 0) {
    run.bold = true;
    run.scale = kHeadingScales.at(static_cast<std::size_t>(block.heading));
    fresh_property(properties, "w:keepNext");
    put_value(properties, "w:outlineLvl", std::to_string(block.heading - 1));
  }
  if (block.kind == markup::Block::Kind::Rule) draw_rule(properties);
  if (block.kind == markup::Block::Kind::Item) {
    if (auto numbered = number(block, properties, base); !numbered) return numbered;
  } else if (const auto steps = block.indent + (keeps_number ? 0 : base.indent); steps > 0) {
    auto indent = property_of(properties, "w:ind");
    set(indent, "w:left", std::to_string(indent.attribute("w:left").as_int() + kIndentStep * steps));
  }
  if (!block.background.empty()) {
    auto shade = fresh_property(properties, "w:shd");
    shade.append_attribute("w:val").set_value("clear");
    shade.append_attribute("w:color").set_value("auto");
    shade.append_attribute("w:fill").set_value(block.background.c_str());
  }
  if (block.rtl) put_switch(properties, "w:bidi", *block.rtl);
  const auto bidi = properties.child("w:bidi");
  if (block.align != markup::Align::None)
    put_value(properties, "w:jc", word_of(block.align, bidi && bidi.attribute("w:val").as_bool(true)));
  if (!properties.first_child()) paragraph.remove_child(properties);
  return runs_.write(block.pieces, {paragraph, {}}, run);
}

Result<void> RichBlocks::write_all(const std::vector<markup::Block>& blocks, pugi::xml_node before, BlockBase base) {
  auto parent = before.parent();
  for (const auto& block : blocks) {
    if (block.kind == markup::Block::Kind::Table) {
      // Two tables that touch are one.
      if (is_table(element_before(before))) parent.insert_child_before("w:p", before);
      if (auto written = write_table(*block.table, parent.insert_child_before("w:tbl", before), base); !written) return written;
    } else {
      if (auto written = write_paragraph(block, parent.insert_child_before("w:p", before), base); !written) return written;
    }
    base.first = false;
  }
  return {};
}

Result<void> RichBlocks::write(const markup::Fragment& fragment, pugi::xml_node before, BlockBase base) {
  if (auto enough = spend_grid(budget_, fragment.weight); !enough) return enough;
  fragment_ = &fragment;
  numbers_.assign(fragment.lists.size(), {});
  return write_all(fragment.blocks, before, std::move(base));
}

}  // namespace docmill::templating::docx
