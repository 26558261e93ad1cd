#include "templating/docx/field_marks.h"

#include <algorithm>
#include <array>

#include "ooxml/xml_walk.h"
#include "templating/characters.h"
#include "templating/docx/nodes.h"
#include "templating/docx/text.h"

namespace docmill::templating::docx {
namespace {

constexpr std::size_t kMostNestedFields = 64;

bool is_shown(pugi::xml_node node) {
  static constexpr std::array kNames{"w:t", "w:br", "w:tab", "w:cr", "w:sym", "w:noBreakHyphen", "w:softHyphen", "w:ptab"};
  return std::ranges::any_of(kNames, [&](const char* name) { return is(node, name); });
}

class FieldSearch {
 public:
  Result<Fields> run(pugi::xml_node tree) {
    int depth = 0;
    for (auto node = tree; node; node = ooxml::next_node(node, tree, depth)) {
      leave_simple(depth);
      if (node.type() != pugi::node_element) continue;
      if (auto done = visit(node, depth); !done) return Failed(done.error());
    }
    leave_simple(-1);
    for (const auto& open : open_) out_.fields[open.field].stop = out_.leaves.size();
    return std::move(out_);
  }

 private:
  struct Open {
    std::size_t field = 0;
    int depth = 0;  // of a w:fldSimple
  };

  Result<void> visit(pugi::xml_node node, int depth) {
    if (is(node, "w:fldSimple")) {
      if (auto begun = begin(); !begun) return begun;
      auto& field = out_.fields.back();
      field.simple = node;
      field.instruction = node.attribute("w:instr").value();
      field.shown_begin = out_.leaves.size();
      open_.back().depth = depth;
      simple_.push_back(open_.size() - 1);
      return {};
    }
    if (!is(node.parent(), "w:r")) return {};  // w:tab of w:tabs
    if (is(node, "w:fldChar")) return turn(node);
    if (open_.empty()) return {};
    if (is(node, "w:instrText")) {
      auto& field = out_.fields[open_.back().field];
      if (!field.separator && !field.simple) field.instruction += text_of(node);
      add(node, false);
    } else if (is_shown(node)) {
      add(node, true);
    }
    return {};
  }

  Result<void> turn(pugi::xml_node mark) {
    const std::string_view type = mark.attribute("w:fldCharType").value();
    if (type == "begin") {
      add(mark, false);
      if (auto begun = begin(); !begun) return begun;
      out_.fields.back().mark = mark;
      return {};
    }
    if (open_.empty()) return {};
    auto& field = out_.fields[open_.back().field];
    if (field.simple) return {};
    if (type == "separate" && !field.separator) {
      add(mark, false);
      field.separator = mark;
      field.shown_begin = out_.leaves.size();
    } else if (type == "end") {
      field.end = mark;
      field.stop = field.shown_end = out_.leaves.size();
      if (!field.separator) field.shown_begin = field.shown_end;
      open_.pop_back();
      add(mark, false);
    }
    return {};
  }

  Result<void> begin() {
    if (open_.size() == kMostNestedFields)
      return Failed(
          fail(ErrorCode::InputTooComplex, "Fields of the document stand in each other more than 64 deep. Take some of them out."));
    Field field;
    if (!open_.empty()) {
      field.parent = open_.back().field;
      const auto& around = out_.fields[field.parent];
      field.in_result = around.simple || around.separator;
    }
    field.begin = out_.leaves.size();
    open_.push_back({.field = out_.fields.size()});
    out_.fields.push_back(std::move(field));
    return {};
  }

  void add(pugi::xml_node node, bool text) {
    if (!open_.empty()) out_.leaves.push_back({.node = node, .field = open_.back().field, .text = text});
  }

  /// Ends those that do not hold what stands at this depth, and what was begun in them and never ended.
  void leave_simple(int depth) {
    while (!simple_.empty() && depth <= open_[simple_.back()].depth) {
      auto& left = out_.fields[open_[simple_.back()].field];
      left.stop = left.shown_end = out_.leaves.size();
      for (auto i = simple_.back(); i < open_.size(); ++i) out_.fields[open_[i].field].stop = out_.leaves.size();
      open_.resize(simple_.back());
      simple_.pop_back();
    }
  }

  Fields out_;
  std::vector<Open> open_;
  std::vector<std::size_t> simple_;  // places in open_
};

pugi::xml_node first_of_run(pugi::xml_node run) {
  auto first = run.first_child();
  while (first && (first.type() != pugi::node_element || is(first, "w:rPr"))) first = first.next_sibling();
  return first;
}

/// A mark in a run of its own before the one that ends the field; in that one when it holds more of the field.
pugi::xml_node place_before(pugi::xml_node end, bool needs_separator) {
  auto run = end.parent();
  if (first_of_run(run) != end) {
    if (needs_separator) set(run.insert_child_before("w:fldChar", end), "w:fldCharType", "separate");
    return run.insert_child_before(kTokenMark, end);
  }
  auto parent = run.parent();
  if (needs_separator) set(parent.insert_child_before("w:r", run).append_child("w:fldChar"), "w:fldCharType", "separate");
  auto own = parent.insert_child_before("w:r", run);
  if (const auto look = run.child("w:rPr")) own.append_copy(look);
  return own.append_child(kTokenMark);
}

pugi::xml_node place_in(const Fields& all, const Field& field) {
  const auto number = static_cast<std::size_t>(&field - all.fields.data());
  for (auto i = field.shown_begin; i < field.shown_end; ++i) {
    const auto& leaf = all.leaves[i];
    if (leaf.field == number && leaf.text) return leaf.node.parent().insert_child_before(kTokenMark, leaf.node);
  }
  if (!field.simple) return place_before(field.end, !field.separator);
  auto simple = field.simple;
  auto run = simple.child("w:r");
  if (!run) run = simple.append_child("w:r");
  return run.append_child(kTokenMark);
}

}  // namespace

namespace {

using Shown = std::function<std::string(std::size_t)>;

/// Does something with each leaf of a stretch that is the field's own, and with each field within.
template <class Own, class Inner>
void for_each_piece(const Fields& all, std::size_t field, std::size_t first, std::size_t last, Own&& own, Inner&& inner) {
  for (auto i = first; i < last;) {
    auto holder = all.leaves[i].field;
    if (holder == field) {
      own(all.leaves[i]);
      ++i;
      continue;
    }
    while (holder != kNoField && all.fields[holder].parent != field) holder = all.fields[holder].parent;
    if (holder == kNoField) return;
    inner(holder);
    i = std::max(i + 1, all.fields[holder].stop);
  }
}

std::string said_by(pugi::xml_node node) {
  if (is(node, "w:t")) return text_of(node);
  return is(node, "w:br") || is(node, "w:cr") ? "\n" : is(node, "w:tab") ? "\t" : std::string();
}

}  // namespace

std::string shown_text(const Fields& all, std::size_t field, const Shown& shown) {
  std::string out;
  const auto& one = all.fields[field];
  for_each_piece(
      all, field, one.shown_begin, one.shown_end, [&](const FieldLeaf& leaf) { out += said_by(leaf.node); },
      [&](std::size_t inner) { out += shown(inner); });
  return out;
}

std::string whole_instruction(const Fields& all, std::size_t field, const Shown& shown) {
  std::string out;
  bool in_quotes = false;
  const auto& one = all.fields[field];
  const auto put_own = [&](const FieldLeaf& leaf) {
    if (!is(leaf.node, "w:instrText")) return;
    const auto text = text_of(leaf.node);
    for (std::size_t at = 0; at < text.size(); at += character_at(text, at)) in_quotes ^= quote_at(text, at).kind == Quote::Double;
    out += text;
  };
  const auto put_inner = [&](std::size_t inner) {
    if (!in_quotes) out += '"';
    for (const char c : shown(inner)) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    if (!in_quotes) out += '"';
  };
  for_each_piece(all, field, one.begin, one.separator ? one.shown_begin : one.shown_end, put_own, put_inner);
  return out;
}

Result<Fields> fields_of(pugi::xml_node tree) {
  return FieldSearch().run(tree);
}

void show_in_field(const Fields& all, const Field& field, const std::string& text) {
  const auto mark = place_in(all, field);
  for (auto i = field.shown_begin; i < field.shown_end; ++i) all.leaves[i].node.parent().remove_child(all.leaves[i].node);
  put_text(mark, text);
}

}  // namespace docmill::templating::docx
