#include "templating/check/html_shape.h"

#include <set>

#include "templating/characters.h"
#include "templating/check/token_shape.h"
#include "templating/token.h"

namespace docmill::templating {
namespace {

using html::Part;
using html::PartKind;

/// What {{#each}} and {{#with}} have opened: the path that names in it begin at, and what the data has there.
struct OpenBlock {
  Path path;
  const Value* value = nullptr;
};

class KeyReading {
 public:
  KeyReading(std::span<const Part> parts, DataShape& shape, const Value* data) : parts_(parts), shape_(shape) {
    blocks_.push_back({{}, data});
  }

  void run() {
    find_outer_names();
    for (const auto& part : parts_) read(part);
  }

 private:
  void find_outer_names() {
    std::size_t depth = 0;
    for (const auto& part : parts_) {
      if (part.kind == PartKind::EndEach || part.kind == PartKind::EndWith) --depth;
      if (depth == 0 && !part.key.empty() && !part.variable && part.kind != PartKind::Set) outer_.insert(part.key[0]);
      if (part.kind == PartKind::Each || part.kind == PartKind::With) ++depth;
    }
  }

  void read(const Part& part) {
    switch (part.kind) {
      case PartKind::Key:
      case PartKind::RawKey: return read_key(part);
      case PartKind::If:
      case PartKind::ElseIf: return ask(part);
      case PartKind::Each:
      case PartKind::With: return open(part);
      case PartKind::EndEach:
      case PartKind::EndWith: return blocks_.pop_back();
      case PartKind::Set:
        if (const auto key = parse_path(part.literal); key && quote_at(part.literal, 0).kind == Quote::None) use(*key);
        return;
      default: return;
    }
  }

  DataShape::Node* use(const Path& key) {
    auto* node = shape_.at(whole_path(key));
    if (node != nullptr) node->whole = true;
    return node;
  }

  void read_key(const Part& part) {
    if (part.variable) return;
    auto* node = use(part.key);
    if (node == nullptr) return;
    node->needed = true;
    const auto colon = part.placement.find(':');
    if (colon != std::string_view::npos && node->guess == Guess::Unknown) node->guess = guess_of_format(part.placement.substr(colon + 1));
  }

  void ask(const Part& part) {
    if (part.variable || part.key.empty()) return;
    if (auto* node = use(part.key)) node->asked = true;
  }

  void open(const Part& part) {
    OpenBlock block;
    if (!part.variable && !part.key.empty()) {
      block.path = whole_path(part.key);
      block.value = found_value_;
      if (part.kind == PartKind::Each) shape_.list_at(block.path);
      if (auto* node = shape_.at(block.path)) node->surely = node->needed = node->whole = true;
      if (block.value != nullptr && block.value->is_list()) block.value = block.value->size() == 0 ? nullptr : &block.value->items()[0];
    }
    blocks_.push_back(std::move(block));
  }

  /// Where a key begins: in the innermost block that has its first name.
  const OpenBlock& block_of(const std::string& name) const {
    if (name == "this") return blocks_.back();
    for (auto block = blocks_.rbegin(); block != blocks_.rend(); ++block) {
      if (block->value != nullptr && block->value->find(name) != nullptr) return *block;
    }
    if (blocks_.size() == 1) return blocks_.back();
    for (auto block = blocks_.rbegin(); block != std::prev(blocks_.rend()); ++block) {
      const auto* node = known(block->path);
      if (node != nullptr && node->child(name) != nullptr) return *block;
    }
    return outer_.contains(name) ? blocks_.front() : blocks_.back();
  }

  const DataShape::Node* known(const Path& path) const {
    const auto* node = &shape_.root();
    for (const auto& name : path) {
      if (node != nullptr) node = node->child(name);
    }
    return node;
  }

  Path whole_path(const Path& key) {
    const auto& block = block_of(key[0]);
    Path path = block.path;
    found_value_ = block.value;
    for (std::size_t i = 0; i < key.size(); ++i) {
      if (i == 0 && key[0] == "this") continue;
      path.push_back(key[i]);
      if (found_value_ != nullptr) found_value_ = found_value_->find(key[i]);
    }
    if (path.size() > kMostNames) path.resize(kMostNames);
    return path;
  }

  std::span<const Part> parts_;
  DataShape& shape_;
  std::vector<OpenBlock> blocks_;
  std::set<std::string> outer_;
  const Value* found_value_ = nullptr;  // of the last path
};

}  // namespace

DataShape shape_of(std::span<const Part> parts, const Value* data) {
  DataShape shape;
  KeyReading(parts, shape, data).run();
  shape.settle_lists();
  return shape;
}

}  // namespace docmill::templating
