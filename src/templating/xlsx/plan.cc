#include "templating/xlsx/plan.h"

#include <algorithm>

namespace docmill::templating::xlsx {

std::uint32_t Plan::shape(std::uint32_t sheet, const Rect& rect) {
  const auto [at, fresh] = shape_index_.emplace(std::pair(sheet, std::array{rect.top, rect.left, rect.bottom, rect.right}),
                                                static_cast<std::uint32_t>(shapes.size()));
  if (!fresh) return at->second;
  const auto& from = book.sheets[sheet];
  Shape made;
  made.sheet = sheet;
  made.rect = rect;
  for (std::uint32_t i = 0; i < from.merges.size(); ++i) {
    if (rect.has(from.merges[i])) made.merges.push_back(i);
  }
  for (std::uint32_t i = 0; i < from.links.size(); ++i) {
    if (rect.has(from.links[i].rect)) made.links.push_back(i);
  }
  for (const auto table : from.tables) {
    if (rect.has(book.tables[table].rect)) made.tables.push_back(table);
  }
  for (std::size_t i = from.first_at(rect.top, 1); i < from.cells.size() && from.cells[i].row <= rect.bottom; ++i) {
    const auto& cell = from.cells[i];
    if (cell.column < rect.left || cell.column > rect.right) continue;
    made.cells.push_back(static_cast<std::uint32_t>(i));
    if (cell.kind == CellKind::Text) made.texts.push_back(cell.index);
  }
  shapes.push_back(std::move(made));
  return at->second;
}

std::uint32_t Plan::add_node(std::uint32_t growth, std::uint32_t shape, std::uint32_t instance) {
  Node node;
  node.growth = growth;
  node.shape = shape;
  node.instance = instance;
  node.values = static_cast<std::uint32_t>(values.size());
  values.resize(values.size() + shapes[shape].texts.size());
  nodes.push_back(node);
  return static_cast<std::uint32_t>(nodes.size() - 1);
}

std::uint32_t Plan::add_instance(std::uint32_t sheet) {
  const auto number = static_cast<std::uint32_t>(instances.size());
  const auto root = add_node(kNone, shape(sheet, kWholeSheet), number);
  Instance made;
  made.sheet = sheet;
  made.root = root;
  made.name = book.sheets[sheet].name;
  instances.push_back(std::move(made));
  return number;
}

std::uint32_t Plan::add_growth(Growth growth) {
  const auto number = static_cast<std::uint32_t>(growths.size());
  auto& owner = nodes[growth.owner];
  growth.next = owner.growths;
  owner.growths = number;
  growths.push_back(std::move(growth));
  return number;
}

std::uint32_t Plan::value_at(std::uint32_t node, std::uint32_t text) const {
  while (nodes[node].values == kNone) node = owner(node);
  const auto& texts = shapes[nodes[node].shape].texts;
  const auto at = std::ranges::lower_bound(texts, text);
  if (at == texts.end() || *at != text) return kNone;
  return nodes[node].values + static_cast<std::uint32_t>(at - texts.begin());
}

std::uint32_t Plan::made_from(std::uint32_t node) const {
  if (const auto around = owner(node); around != kNone) return around;
  const auto origin = instances[nodes[node].instance].origin;
  return origin == kNone ? kNone : instances[origin].root;
}

bool Plan::is_dropped(std::uint32_t node, std::uint32_t slot) const {
  if (dropped.empty()) return false;
  for (auto at = node; at != kNone; at = made_from(at)) {
    if (dropped.contains(key(at, slot))) return true;
  }
  return false;
}

std::vector<Cut> Plan::cuts_of(std::uint32_t node, std::uint32_t text) const {
  std::vector<Cut> out;
  if (cuts.empty()) return out;
  for (auto at = node; at != kNone; at = made_from(at)) {
    const auto found = cuts.find(key(at, text));
    if (found != cuts.end()) out.insert(out.end(), found->second.begin(), found->second.end());
  }
  std::ranges::sort(out, {}, &Cut::begin);
  return out;
}

std::vector<std::string> Plan::parts_of(std::uint32_t node, std::uint32_t first_slot, const CellText& text) const {
  std::vector<std::string> parts;
  auto slot = first_slot;
  for (const auto& token : text.tokens) {
    if (token.is_equals()) {
      parts.emplace_back(token.begin == 0 ? "" : "=");
      continue;
    }
    const auto found = printed.find(key(node, slot));
    if (found != printed.end()) {
      parts.push_back(found->second);
    } else if (is_dropped(node, slot)) {
      parts.emplace_back();
    } else {
      parts.push_back(text.text.substr(token.begin, token.end - token.begin));
    }
    ++slot;
  }
  return parts;
}

const Scope* Plan::scope_at(std::uint32_t node, std::uint32_t slot) const {
  const auto found = kept.find(key(node, slot));
  return found == kept.end() ? nullptr : &found->second.scope();
}

std::uint32_t Plan::round_with(const Growth& growth, const Rect& rect) const {
  for (std::uint32_t i = 0; i < growth.count; ++i) {
    if (shape_of(nodes[growth.first + i]).rect.has(rect)) return growth.first + i;
  }
  return kNone;
}

std::uint32_t Plan::growth_at(std::uint32_t node, std::uint32_t row, std::uint32_t column) const {
  for (auto at = nodes[node].growths; at != kNone; at = growths[at].next) {
    if (shapes[growths[at].shape].rect.has(row, column)) return at;
  }
  return kNone;
}

}  // namespace docmill::templating::xlsx
