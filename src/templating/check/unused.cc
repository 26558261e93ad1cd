#include <algorithm>
#include <set>

#include "templating/check/samples.h"

namespace docmill::templating {
namespace {

using ShapeNode = DataShape::Node;

class Search {
 public:
  explicit Search(std::size_t most) : most_(most) {}

  /// Data is read no deeper than JsonOptions::deepest, and the shape no deeper than its names.
  void look(const ShapeNode& node, const Value& data, const std::string& prefix) {
    if (node.is_value() && node.whole) return;
    if (data.is_list()) {
      for (const auto& item : data.items()) {
        if (++looked_ > kMostItems) return;
        look(node, item, prefix);
      }
      return;
    }
    for (const auto& member : data.members()) {
      const auto path = prefix.empty() ? std::string(member.key()) : prefix + "." + std::string(member.key());
      if (const auto* child = node.child(member.key())) {
        look(*child, member.value, path);
      } else if (found_.size() < most_ && seen_.insert(path).second) {
        found_.push_back(path);
      }
    }
  }

  std::vector<std::string> found() && { return std::move(found_); }

 private:
  static constexpr std::size_t kMostItems = 1'000'000;
  std::size_t most_;
  std::size_t looked_ = 0;
  std::set<std::string> seen_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> unused_names(const DataShape& shape, const Value& data, std::size_t most) {
  Search search(most);
  search.look(shape.root(), data, {});
  return std::move(search).found();
}

}  // namespace docmill::templating
