#include "ooxml/namespaces.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ooxml/namespaces_table.h"
#include "ooxml/xml_walk.h"

namespace docmill::ooxml {
namespace {

using Text = std::string_view;

std::optional<Text> usual_prefix(Text uri) {
  const auto found = std::ranges::find(kUsualPrefixes, uri, &UsualPrefix::uri);
  return found == kUsualPrefixes.end() ? std::nullopt : std::optional(found->prefix);
}

bool is_usual_prefix(Text prefix) {
  return std::ranges::find(kUsualPrefixes, prefix, &UsualPrefix::prefix) != kUsualPrefixes.end();
}

/// The prefix an attribute declares ("" for the default namespace); nullopt when it declares none.
std::optional<Text> declared_prefix(pugi::xml_attribute attribute) {
  const Text name = attribute.name();
  if (name == "xmlns") return Text{};
  if (name.starts_with("xmlns:")) return name.substr(6);
  return std::nullopt;
}

/// Every prefix stands for one namespace, and that namespace usually has it.
bool all_usual(pugi::xml_node root) {
  std::map<Text, Text> seen;
  bool usual = true;
  for (auto node = root; node && usual; node = next_node(node, root)) {
    for (const auto attribute : node.attributes()) {
      const auto prefix = declared_prefix(attribute);
      if (!prefix) continue;
      const Text uri = attribute.value();
      const auto [at, fresh] = seen.emplace(*prefix, uri);
      if (!fresh && at->second == uri) continue;
      const auto wanted = usual_prefix(uri);
      const bool good = wanted ? *wanted == *prefix : transitional(uri) == uri && (prefix->empty() || !is_usual_prefix(*prefix));
      if (!fresh || !good) usual = false;
    }
  }
  return usual;
}

/// Renames what a tree holds, with the declarations in force at each element.
class Renaming {
 public:
  void run(pugi::xml_node root);

 private:
  struct Opened {
    std::string prefix;
    int depth = 0;
  };

  void enter(pugi::xml_node node, int depth);
  void rename(pugi::xml_node node);
  void rename(pugi::xml_attribute attribute);
  void rename_lists(pugi::xml_attribute attribute, bool of_compatibility);
  const std::string* uri_of(Text prefix) const;
  const std::string& prefix_for(const std::string& uri, Text own);
  std::string renamed(Text name) const;
  void declare(pugi::xml_node root) const;

  std::map<std::string, std::vector<std::string>, std::less<>> scope_;  // the namespaces of a prefix, the one in force last
  std::vector<Opened> opened_;                                          // by which element, outermost first
  std::map<std::string, std::string> prefixes_;                         // by namespace
  std::set<std::string> taken_;
  int next_ = 1;
};

void Renaming::run(pugi::xml_node root) {
  int depth = 0;
  for (auto node = root; node;) {
    if (node.type() == pugi::node_element) enter(node, depth);
    node = next_node(node, root, depth);
    for (; !opened_.empty() && opened_.back().depth >= depth; opened_.pop_back()) scope_.find(opened_.back().prefix)->second.pop_back();
  }
  declare(root);
}

void Renaming::enter(pugi::xml_node node, int depth) {
  std::vector<pugi::xml_attribute> declarations;
  for (const auto attribute : node.attributes()) {
    const auto prefix = declared_prefix(attribute);
    if (!prefix) continue;
    scope_[std::string(*prefix)].emplace_back(transitional(attribute.value()));
    opened_.push_back({std::string(*prefix), depth});
    declarations.push_back(attribute);
  }
  for (auto i = opened_.size() - declarations.size(); i < opened_.size(); ++i) {
    const auto& uri = scope_.find(opened_[i].prefix)->second.back();
    if (!uri.empty()) prefix_for(uri, opened_[i].prefix);
  }
  for (const auto declaration : declarations) node.remove_attribute(declaration);
  rename(node);
}

void Renaming::rename(pugi::xml_node node) {
  node.set_name(renamed(node.name()).c_str());
  const bool of_compatibility = Text(node.name()).starts_with("mc:");
  for (const auto attribute : node.attributes()) {
    rename(attribute);
    rename_lists(attribute, of_compatibility);
  }
}

void Renaming::rename(pugi::xml_attribute attribute) {
  if (Text(attribute.name()).find(':') == Text::npos) return;
  attribute.set_name(renamed(attribute.name()).c_str());
}

void Renaming::rename_lists(pugi::xml_attribute attribute, bool of_compatibility) {
  static constexpr std::array<Text, 4> kLists{"mc:Ignorable", "mc:MustUnderstand", "mc:ProcessContent", "Requires"};
  const Text name = attribute.name();
  const bool list = std::ranges::find(kLists, name) != kLists.end() && (name != "Requires" || of_compatibility);
  if (!list) return;
  std::string out;
  Text rest = attribute.value();
  while (!rest.empty()) {
    const auto end = std::min(rest.find(' '), rest.size());
    const auto word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (word.empty()) continue;
    const auto colon = std::min(word.find(':'), word.size());
    const auto* uri = uri_of(word.substr(0, colon));
    if (uri == nullptr) continue;  // not declared: Office calls the document damaged for it
    if (!out.empty()) out += ' ';
    out += prefixes_.at(*uri);
    out += word.substr(colon);
  }
  attribute.set_value(out.c_str());
}

const std::string* Renaming::uri_of(Text prefix) const {
  const auto found = scope_.find(prefix);
  if (found == scope_.end() || found->second.empty() || found->second.back().empty()) return nullptr;
  return &found->second.back();
}

const std::string& Renaming::prefix_for(const std::string& uri, Text own) {
  const auto known = prefixes_.find(uri);
  if (known != prefixes_.end()) return known->second;
  const auto usual = usual_prefix(uri);
  std::string prefix(usual ? *usual : own);
  if (!usual && is_usual_prefix(prefix) && !prefix.empty()) prefix += "x";
  while (taken_.contains(prefix)) prefix = fmt::format("ns{}", next_++);
  taken_.insert(prefix);
  return prefixes_.emplace(uri, prefix).first->second;
}

std::string Renaming::renamed(Text name) const {
  const auto colon = name.find(':');
  const auto own = colon == Text::npos ? Text{} : name.substr(0, colon);
  const auto* uri = uri_of(own);
  if (uri == nullptr) return std::string(name);
  const auto& prefix = prefixes_.at(*uri);
  const auto local = colon == Text::npos ? name : name.substr(colon + 1);
  return prefix.empty() ? std::string(local) : prefix + ":" + std::string(local);
}

void Renaming::declare(pugi::xml_node root) const {
  for (auto at = prefixes_.rbegin(); at != prefixes_.rend(); ++at) {
    const auto& [uri, prefix] = *at;
    root.prepend_attribute(prefix.empty() ? "xmlns" : ("xmlns:" + prefix).c_str()).set_value(uri.c_str());
  }
}

void take_ignorable(pugi::xml_node root, pugi::xml_node other) {
  const auto theirs = std::string(" ") + other.attribute("mc:Ignorable").value() + " ";
  std::string all = root.attribute("mc:Ignorable").value();
  Text rest = theirs;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(' '), rest.size());
    const std::string word(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (word.empty() || !root.attribute(("xmlns:" + word).c_str())) continue;
    if ((" " + all + " ").find(" " + word + " ") == std::string::npos) all += (all.empty() ? "" : " ") + word;
  }
  if (all.empty()) return;
  if (!root.attribute("mc:Ignorable")) root.append_attribute("mc:Ignorable");
  root.attribute("mc:Ignorable").set_value(all.c_str());
}

}  // namespace

std::string_view transitional(std::string_view uri) {
  const auto found = std::ranges::find(kStrictNames, uri, &StrictName::strict);
  return found == kStrictNames.end() ? uri : found->transitional;
}

bool use_usual_prefixes(pugi::xml_document& document) {
  const auto root = document.document_element();
  if (!root || all_usual(root)) return false;
  Renaming().run(root);
  // What a Strict document says of itself is no longer so.
  auto strict = root;
  strict.remove_attribute("conformance");
  strict.remove_attribute("w:conformance");
  return true;
}

bool take_namespaces(pugi::xml_node root, pugi::xml_node other) {
  bool all = true;
  for (const auto attribute : other.attributes()) {
    if (!declared_prefix(attribute)) continue;
    const auto mine = root.attribute(attribute.name());
    if (!mine) root.append_attribute(attribute.name()).set_value(attribute.value());
    if (mine && Text(mine.value()) != attribute.value()) all = false;
  }
  take_ignorable(root, other);
  return all;
}

}  // namespace docmill::ooxml
