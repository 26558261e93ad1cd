#include "engines/ooxml/child/docx/sections.h"

#include <algorithm>
#include <vector>

#include "engines/ooxml/child/parts/schema_order.h"
#include "ooxml/namespaces.h"

namespace docmill::engines::ooxml {
namespace {

using Text = std::string_view;

/// In the order of the text; what a section was before a tracked change does not count.
std::vector<pugi::xml_node> sections_of(pugi::xml_node body) {
  std::vector<pugi::xml_node> all;
  for_each_element(body, [&](pugi::xml_node node) {
    if (Text(node.name()) == "w:sectPr" && Text(node.parent().name()) != "w:sectPrChange") all.push_back(node);
  });
  return all;
}

bool is_reference(pugi::xml_node node) {
  return Text(node.name()) == "w:headerReference" || Text(node.name()) == "w:footerReference";
}

std::string type_of_reference(pugi::xml_node node) {
  const Text type = node.attribute("w:type").value();
  return type.empty() ? "default" : std::string(type);
}

pugi::xml_node reference(pugi::xml_node section, Text element, Text type) {
  for (const auto node : section.children()) {
    if (node.name() == element && type_of_reference(node) == type) return node;
  }
  return {};
}

void refer(pugi::xml_node section, const std::string& element, const std::string& type, const std::string& id) {
  auto node = add_in_order(section, element.c_str(), order_in_section());
  set_value(node, type, "w:type");
  set_value(node, id, "r:id");
}

void remove_references(pugi::xml_node section) {
  std::vector<pugi::xml_node> gone;
  for (const auto node : section.children()) {
    if (is_reference(node) || Text(node.name()) == "w:titlePg") gone.push_back(node);
  }
  for (const auto node : gone) section.remove_child(node);
}

/// Pages of other documents, even and odd: what stands on all pages stands on even ones too.
void add_even(pugi::xml_node body) {
  for (auto section : sections_of(body)) {
    for (const auto* element : {"w:headerReference", "w:footerReference"}) {
      const auto usual = reference(section, element, "default");
      if (usual && !reference(section, element, "even")) refer(section, element, "even", usual.attribute("r:id").value());
    }
  }
}

pugi::xml_node end_of(pugi::xml_node body) {
  const auto last = body.child("w:sectPr");
  return last ? last : body.append_child("w:sectPr");
}

Result<bool> has_even_pages(Document& document) {
  const auto settings = document.part("settings");
  if (!settings) return Failed(settings.error());
  const auto setting = settings->child("w:evenAndOddHeaders");
  const Text value = setting.attribute("w:val").value();
  return setting && value != "0" && value != "false" && value != "off";
}

}  // namespace

Sections::Sections(Document& base, MergeOptions options) : base_(base), options_(options) {
  // Without a break between them all documents are one section, which has one set of headers.
  if (!options_.page_breaks) options_.first_headers = true;
  end_of(base_.body());
  note_headers(base_.body());
}

void Sections::note_headers(pugi::xml_node body) {
  for (const auto section : sections_of(body)) {
    for (const auto node : section.children()) {
      if (is_reference(node)) seen_.emplace(node.name(), type_of_reference(node));
    }
  }
}

bool Sections::needs_section(Document& other) const {
  return options_.page_breaks || sections_of(other.body()).size() > 1;
}

void Sections::prepare(Document& other) {
  auto all = sections_of(other.body());
  if (options_.first_headers) {
    for (const auto section : all) remove_references(section);
  }
  if (!needs_section(other)) {
    other.body().remove_child("w:sectPr");
    return;
  }
  if (!other.body().child("w:sectPr")) {
    auto last = other.body().append_child("w:sectPr");
    const auto mine = base_.body().child("w:sectPr");
    for (const auto* name : {"w:pgSz", "w:pgMar"}) {
      if (const auto setup = mine.child(name)) last.append_copy(setup);
    }
    if (all.empty()) all.push_back(last);
  }
  auto first = all.front();
  auto type = first.child("w:type");
  if (!options_.page_breaks) {
    set_value(child_in_order(first, "w:type", order_in_section()), "continuous");
  } else if (type && value_of(first, "w:type") == "continuous") {
    first.remove_child(type);
  }
}

/// The last section's setup moves from the body's end into its last paragraph.
void Sections::close_section() {
  auto body = base_.body();
  const auto section = body.child("w:sectPr");
  auto last = section.previous_sibling();
  while (last && last.type() != pugi::node_element) last = last.previous_sibling();
  const bool fits = Text(last.name()) == "w:p" && !last.child("w:pPr").child("w:sectPr");
  if (!fits) last = body.insert_child_before("w:p", section);
  auto properties = last.child("w:pPr");
  if (!properties) properties = last.prepend_child("w:pPr");
  copy_in_order(properties, section, order_in_paragraph());
  body.remove_child(section);
}

Result<std::string> Sections::blank(const std::string& element) {
  auto& known = blanks_[element];
  if (!known.empty()) return known;
  const bool header = element == "w:headerReference";
  const std::string kind = header ? "header" : "footer";
  auto& package = base_.package();
  const auto name = package.free_name(docmill::ooxml::resolved(base_.main(), kind + "1.xml"));
  const std::string root = header ? "w:hdr" : "w:ftr";
  package.put(name, "<" + root + " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p/></" + root + ">",
              "application/vnd.openxmlformats-officedocument.wordprocessingml." + kind + "+xml");
  auto id = package.relate(base_.main(), kind, name);
  if (id) known = *id;
  return id;
}

/// A section without headers shows those of the section before, which are another document's.
Result<void> Sections::keep_headers_apart(pugi::xml_node first) {
  for (const auto& [element, type] : seen_) {
    if (reference(first, element, type)) continue;
    const auto id = blank(element);
    if (!id) return Failed(id.error());
    refer(first, element, type, *id);
  }
  return {};
}

Result<void> Sections::even_pages(Document& other) {
  const auto mine = has_even_pages(base_);
  const auto theirs = has_even_pages(other);
  if (!mine || !theirs) return Failed(mine ? theirs.error() : mine.error());
  if (*mine == *theirs || options_.first_headers) return {};
  if (*mine) {
    add_even(other.body());
    return {};
  }
  add_even(base_.body());
  note_headers(base_.body());
  const auto settings = base_.part("settings");
  if (!settings) return Failed(settings.error());
  auto root = *settings;
  if (root && !root.child("w:evenAndOddHeaders")) {
    // It stands before these, whichever there are (CT_Settings).
    static constexpr std::array<Text, 7> kBefore{
        "w:characterSpacingControl", "w:compat", "w:footnotePr", "w:endnotePr", "w:rsids", "m:mathPr", "w:themeFontLang"};
    auto place = root.first_child();
    while (place && std::ranges::find(kBefore, Text(place.name())) == kBefore.end()) place = place.next_sibling();
    if (place) {
      root.insert_child_before("w:evenAndOddHeaders", place);
    } else {
      root.append_child("w:evenAndOddHeaders");
    }
  }
  return {};
}

Result<void> Sections::append(Document& other) {
  if (auto even = even_pages(other); !even) return even;
  const auto all = sections_of(other.body());
  if (!all.empty()) {
    if (!options_.first_headers) {
      if (auto apart = keep_headers_apart(all.front()); !apart) return apart;
    }
    close_section();
  }
  const bool same = docmill::ooxml::take_namespaces(base_.root(), other.root());
  auto body = base_.body();
  const auto end = body.child("w:sectPr");
  for (const auto child : other.body().children()) {
    auto copy = end ? body.insert_copy_before(child, end) : body.append_copy(child);
    if (same) continue;
    // Where two documents use one prefix for two namespaces, each element says which it means.
    for (const auto attribute : other.root().attributes()) {
      if (Text(attribute.name()).starts_with("xmlns:")) copy.append_attribute(attribute.name()).set_value(attribute.value());
    }
  }
  note_headers(other.body());
  return {};
}

}  // namespace docmill::engines::ooxml
