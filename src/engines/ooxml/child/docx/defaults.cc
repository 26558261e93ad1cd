#include "engines/ooxml/child/docx/defaults.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "engines/ooxml/child/docx/document.h"
#include "engines/ooxml/child/parts/schema_order.h"

namespace docmill::engines::ooxml {
namespace {

using Text = std::string_view;

/// What is so where nothing says otherwise (ECMA-376 part 1, 17.3.2 and 17.3.1.33), for the properties that defaults usually set.
constexpr std::array kUnsaid{
    std::pair{Text("w:sz"), Text("<w:sz w:val='20'/>")},
    std::pair{Text("w:szCs"), Text("<w:szCs w:val='20'/>")},
    std::pair{Text("w:kern"), Text("<w:kern w:val='0'/>")},
    std::pair{Text("w:rFonts"),
              Text("<w:rFonts w:ascii='Times New Roman' w:hAnsi='Times New Roman' w:cs='Times New Roman' w:eastAsia='Times New Roman'/>")},
    std::pair{Text("w:spacing"), Text("<w:spacing w:before='0' w:after='0' w:line='240' w:lineRule='auto'/>")},
    std::pair{Text("w:ind"), Text("<w:ind w:left='0' w:right='0' w:firstLine='0'/>")},
    std::pair{Text("w:jc"), Text("<w:jc w:val='left'/>")},
};

/// The properties of `theirs` that `mine` has not, and what stands for those that only `mine` has.
void differences(pugi::xml_node mine, pugi::xml_node theirs, pugi::xml_node out) {
  for (const auto property : theirs.children()) {
    if (Text(property.name()) != "w:lang" && text_of(property) != text_of(mine.child(property.name()))) out.append_copy(property);
  }
  for (const auto property : mine.children()) {
    if (theirs.child(property.name())) continue;
    for (const auto& [name, xml] : kUnsaid) {
      if (name == property.name()) out.append_buffer(xml.data(), xml.size());
    }
  }
}

/// Adds what a style does not say itself.
void put_under(pugi::xml_node properties, pugi::xml_node defaults, Order order) {
  for (const auto property : defaults.children()) {
    auto own = properties.child(property.name());
    if (!own) {
      copy_in_order(properties, property, order);
      continue;
    }
    const bool by_attributes = Text(own.name()) == "w:spacing" || Text(own.name()) == "w:rFonts" || Text(own.name()) == "w:ind";
    if (!by_attributes) continue;
    for (const auto attribute : property.attributes()) {
      // "w:asciiTheme" stands above "w:ascii": who has the one is not given the other.
      const auto theme = std::string(attribute.name()) + "Theme";
      const auto plain = std::string(attribute.name()).substr(0, Text(attribute.name()).find("Theme"));
      if (!own.attribute(attribute.name()) && !own.attribute(theme.c_str()) && !own.attribute(plain.c_str()))
        own.append_attribute(attribute.name()).set_value(attribute.value());
    }
  }
}

pugi::xml_node defaults_of(pugi::xml_node styles, const char* kind, const char* properties) {
  return styles.child("w:docDefaults").child(kind).child(properties);
}

}  // namespace

void keep_defaults(pugi::xml_node base, pugi::xml_node other) {
  pugi::xml_document run;
  pugi::xml_document paragraph;
  run.append_child("w:rPr");
  paragraph.append_child("w:pPr");
  differences(defaults_of(base, "w:rPrDefault", "w:rPr"), defaults_of(other, "w:rPrDefault", "w:rPr"), run.first_child());
  differences(defaults_of(base, "w:pPrDefault", "w:pPr"), defaults_of(other, "w:pPrDefault", "w:pPr"), paragraph.first_child());
  for (auto style : other.children("w:style")) {
    if (Text(style.attribute("w:type").value()) != "paragraph" || style.child("w:basedOn")) continue;
    if (paragraph.first_child().first_child())
      put_under(child_in_order(style, "w:pPr", order_in_style()), paragraph.first_child(), order_in_paragraph());
    if (run.first_child().first_child()) put_under(child_in_order(style, "w:rPr", order_in_style()), run.first_child(), order_in_run());
  }
}

}  // namespace docmill::engines::ooxml
