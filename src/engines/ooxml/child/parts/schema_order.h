#pragma once
#include <pugixml.hpp>
#include <span>
#include <string_view>

namespace docmill::engines::ooxml {

/// The order in which a schema wants an element's children; Office calls a document damaged that has another.
using Order = std::span<const std::string_view>;

Order order_in_paragraph();  // w:pPr
Order order_in_run();        // w:rPr
Order order_in_style();      // w:style
Order order_in_section();    // w:sectPr
Order order_in_settings();   // w:settings
Order order_in_sheet();      // worksheet
Order order_in_workbook();   // workbook
Order order_in_formats();    // styleSheet

/// The child of that name; a new one in its place when there is none.
pugi::xml_node child_in_order(pugi::xml_node parent, const char* name, Order order);
/// A new child, after those that come before it or are of its name.
pugi::xml_node add_in_order(pugi::xml_node parent, const char* name, Order order);
/// A copy of `child` in its place.
pugi::xml_node copy_in_order(pugi::xml_node parent, pugi::xml_node child, Order order);

}  // namespace docmill::engines::ooxml
