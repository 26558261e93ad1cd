#include "engines/pdf/child/xmp.h"

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <sstream>

namespace docmill::engines::pdf {
namespace {

constexpr std::size_t kLargest = std::size_t{8} << 20;  // bytes
constexpr int kDeepest = 100;

struct Property {
  std::string_view key;  // of the document information
  const char* name;
  const char* list;  // what its value stands in; nullptr: nothing
};
constexpr std::array kProperties{Property{"Title", "dc:title", "rdf:Alt"}, Property{"Author", "dc:creator", "rdf:Seq"},
                                 Property{"Subject", "dc:description", "rdf:Alt"}, Property{"Keywords", "pdf:Keywords", nullptr},
                                 Property{"Creator", "xmp:CreatorTool", nullptr}};

/// pugixml removes elements by recursion.
bool is_deep(const pugi::xml_document& document) {
  int depth = 0;
  for (auto node = document.first_child(); node;) {
    if (depth > kDeepest) return true;
    if (node.first_child()) {
      node = node.first_child();
      ++depth;
      continue;
    }
    while (node && !node.next_sibling() && node != document) {
      node = node.parent();
      --depth;
    }
    if (!node || node == document) break;
    node = node.next_sibling();
  }
  return false;
}

pugi::xml_node rdf_of(const pugi::xml_document& document) {
  const auto top = document.child("x:xmpmeta");
  return (top ? top : document.child("x:xapmeta") ? document.child("x:xapmeta") : document.root()).child("rdf:RDF");
}

void remove(pugi::xml_node rdf, const char* name) {
  for (auto description : rdf.children("rdf:Description")) {
    while (description.remove_child(name)) {
    }
    while (description.remove_attribute(name)) {
    }
  }
}

void add(pugi::xml_node description, const Property& property, const std::string& value) {
  auto element = description.append_child(property.name);
  if (property.list == nullptr) {
    element.text().set(value.c_str());
    return;
  }
  auto item = element.append_child(property.list).append_child("rdf:li");
  if (std::string_view(property.list) == "rdf:Alt") item.append_attribute("xml:lang") = "x-default";
  item.text().set(value.c_str());
}

}  // namespace

std::optional<std::string> xmp_with(std::string_view xmp, const std::map<std::string, std::string>& values) {
  pugi::xml_document document;
  if (xmp.size() > kLargest || !document.load_buffer(xmp.data(), xmp.size(), pugi::parse_default | pugi::parse_pi) || is_deep(document))
    return std::nullopt;
  auto rdf = rdf_of(document);
  if (!rdf) return std::nullopt;
  auto description = rdf.append_child("rdf:Description");
  description.append_attribute("rdf:about") = rdf.child("rdf:Description").attribute("rdf:about").value();
  description.append_attribute("xmlns:dc") = "http://purl.org/dc/elements/1.1/";
  description.append_attribute("xmlns:pdf") = "http://ns.adobe.com/pdf/1.3/";
  description.append_attribute("xmlns:xmp") = "http://ns.adobe.com/xap/1.0/";
  for (const auto& property : kProperties) {
    const auto value = values.find(std::string(property.key));
    if (value == values.end()) continue;
    remove(rdf, property.name);
    add(description, property, value->second);
  }
  std::ostringstream out;
  document.save(out, " ", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  return out.str();
}

}  // namespace docmill::engines::pdf
