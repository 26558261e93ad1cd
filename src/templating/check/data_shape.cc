#include "templating/check/data_shape.h"

#include <algorithm>

namespace docmill::templating {
namespace {

using ShapeNode = DataShape::Node;

/// The rows and items that properties of a name stand in, and how many of its properties stand in the same one.
struct Standing {
  std::map<std::uint64_t, std::size_t> by_block;
  bool outside = false;  // some stand in none
};

void look_at_block(const ShapeNode& node, Standing& standing) {
  for (const auto block : node.blocks) {
    if (block == 0) {
      standing.outside = true;
    } else {
      ++standing.by_block[block];
    }
  }
}

/// Several properties side by side in one row or two, and nowhere else: so stand the columns of a table that repeats. A form has them one
/// below the other.
bool stands_like_items(const ShapeNode& node) {
  Standing standing;
  for (const auto& child : node.children) look_at_block(*child, standing);
  if (standing.outside || standing.by_block.empty() || standing.by_block.size() > 2) return false;
  return std::ranges::any_of(standing.by_block, [](const auto& block) { return block.second >= 2; });
}

void settle(ShapeNode& node, bool is_root) {
  if (node.guess == Guess::Unknown && node.asked && !node.needed) node.guess = Guess::Boolean;
  if (!is_root && !node.surely && !node.is_value()) node.list = looks_plural(node.name) || stands_like_items(node);
  for (const auto& child : node.children) settle(*child, false);
}

}  // namespace

const ShapeNode* ShapeNode::child(std::string_view of_name) const {
  const auto found = index.find(of_name);
  return found == index.end() ? nullptr : found->second;
}

ShapeNode& ShapeNode::child(std::string_view of_name, std::size_t& room) {
  if (const auto found = index.find(of_name); found != index.end()) return *found->second;
  if (room == 0) return *this;
  --room;
  children.push_back(std::make_unique<Node>());
  auto& made = *children.back();
  made.name = of_name;
  index.emplace(made.name, &made);
  return made;
}

ShapeNode* DataShape::at(const Path& path) {
  auto* node = &root_;
  for (const auto& name : path) {
    if (room_ == 0 && node->child(name) == nullptr) return nullptr;
    node = &node->child(name, room_);
  }
  return node;
}

void DataShape::list_at(const Path& path) {
  if (auto* node = at(path)) node->list = node->surely = true;
}

/// Paths have at most kMostNames names, so this goes no deeper.
void DataShape::settle_lists() {
  settle(root_, true);
}

}  // namespace docmill::templating
