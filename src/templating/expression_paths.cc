#include "templating/expression_tree.h"
#include "templating/functions.h"

namespace docmill::templating {

void collect_paths(const Call& call, std::vector<Path>& paths) {
  if (!call.parsed) return;
  const auto* function = find_function(call.name);
  if (function == nullptr || function->kind == ArgumentKind::Words) return;
  for (const auto& argument : call.parsed->list)
    if (argument.node) collect_paths(*argument.node, paths);
}

void collect_paths(const Node& node, std::vector<Path>& paths) {
  if (node.kind == Node::Kind::Path || node.kind == Node::Kind::Bracket) paths.push_back(node.path);
  const auto* function = node.kind == Node::Kind::Call ? find_function(node.call.name) : nullptr;
  const bool whole_list = function != nullptr && function->whole_list;
  for (const auto& child : node.children)
    if (!whole_list || (child->kind != Node::Kind::Path && child->kind != Node::Kind::Bracket)) collect_paths(*child, paths);
  collect_paths(node.call, paths);
}

}  // namespace docmill::templating
