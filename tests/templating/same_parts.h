#pragma once
#include <algorithm>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ooxml/package.h"

// Whether two packages say the same: parts compared as XML, others byte for byte. For tests only.

namespace docmill::trial {

/// Where two trees first differ; empty when they say the same. The order of attributes says nothing.
inline std::string difference(pugi::xml_node a, pugi::xml_node b) {
  struct Pair {
    pugi::xml_node a;
    pugi::xml_node b;
  };
  std::vector<Pair> open{{a, b}};
  while (!open.empty()) {
    const auto [one, other] = open.back();
    open.pop_back();
    const std::string where = one.path();
    if (std::string_view(one.name()) != other.name()) return where + " is " + other.name();
    if (std::string_view(one.value()) != other.value()) return where + ": \"" + one.value() + "\" is \"" + other.value() + "\"";
    std::vector<std::pair<std::string, std::string>> said;
    std::vector<std::pair<std::string, std::string>> says;
    for (const auto attribute : one.attributes()) said.emplace_back(attribute.name(), attribute.value());
    for (const auto attribute : other.attributes()) says.emplace_back(attribute.name(), attribute.value());
    std::ranges::sort(said);
    std::ranges::sort(says);
    if (said != says) return where + " has other attributes";
    auto next = other.first_child();
    for (const auto child : one.children()) {
      if (!next) return where + " lacks " + child.name();
      open.push_back({child, next});
      next = next.next_sibling();
    }
    if (next) return where + " has one more " + next.name();
  }
  return {};
}

/// Where two parts first differ; empty when they say the same.
inline std::string difference(std::string_view a, std::string_view b) {
  if (a == b) return {};
  pugi::xml_document one;
  pugi::xml_document other;
  constexpr auto kAll = pugi::parse_default | pugi::parse_ws_pcdata;
  if (!one.load_buffer(a.data(), a.size(), kAll) || !other.load_buffer(b.data(), b.size(), kAll)) return "the bytes differ";
  return difference(one.document_element(), other.document_element());
}

/// Where two packages first differ, parts that `ignored` names aside.
template <class Ignored>
std::string difference(ooxml::Package& a, ooxml::Package& b, Ignored&& ignored) {
  auto names = a.parts();
  for (const auto& name : b.parts()) {
    if (!a.has(name)) names.push_back(name);
  }
  for (const auto& name : names) {
    if (ignored(name)) continue;
    if (!a.has(name) || !b.has(name)) return name + (a.has(name) ? " is gone" : " is new");
    const auto one = a.bytes(name);
    const auto other = b.bytes(name);
    if (!one || !other) return name + " cannot be read";
    if (const auto found = difference(*one, *other); !found.empty()) return name + ": " + found;
    if (a.content_type(name) != b.content_type(name)) return name + " has another content type";
  }
  return {};
}

}  // namespace docmill::trial
