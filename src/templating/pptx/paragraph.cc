#include "templating/pptx/paragraph.h"

#include <algorithm>

#include "templating/pptx/names.h"

namespace docmill::templating::pptx {
namespace {

void set_text_of(pugi::xml_node run, std::string_view text) {
  set_run_text(run.child("a:t"), text);
}

/// A field that says a token is a run from then on: PowerPoint would put its own text over the value.
void make_run(pugi::xml_node field) {
  field.set_name("a:r");
  while (field.remove_attribute(field.first_attribute())) {
  }
  field.remove_child("a:pPr");
}

}  // namespace

Paragraph::Paragraph(pugi::xml_node paragraph) {
  for (const auto child : paragraph.children()) {
    if (is(child, "a:fld") && may_have_tokens(text_of(child.child("a:t")))) make_run(child);
    if (is(child, "a:r")) {
      add(child, text_of(child.child("a:t")), true);
    } else if (is(child, "a:br")) {
      add(child, "\n", false);
    } else if (child.type() == pugi::node_element && !is(child, "a:pPr") && !is(child, "a:endParaRPr")) {
      add({}, "\x01", false);  // a field or a formula: no token goes over it
    }
  }
}

void Paragraph::add(pugi::xml_node node, std::string_view text, bool run) {
  if (text.empty()) return;
  pieces_.push_back({node, text_.size(), text_.size() + text.size(), run});
  text_ += text;
}

void Paragraph::erase(Piece& piece, std::size_t begin, std::size_t end) {
  const auto from = std::max(begin, piece.begin);
  const auto to = std::min(end, piece.end);
  if (from >= to || !piece.node) return;
  auto text = piece.run ? text_of(piece.node.child("a:t")) : std::string();
  if (piece.run) text.erase(from - piece.begin, to - from);
  if (text.empty()) {
    piece.node.parent().remove_child(piece.node);
    piece.node = {};
    return;
  }
  set_text_of(piece.node, text);
}

void Paragraph::put_mark(std::size_t begin, std::size_t end, std::size_t number) {
  const auto first = std::ranges::find_if(pieces_, [&](const Piece& piece) { return begin >= piece.begin && begin < piece.end; });
  if (first == pieces_.end() || !first->run) return;
  for (auto piece = first + 1; piece != pieces_.end() && piece->begin < end; ++piece) erase(*piece, begin, end);
  const auto text = text_of(first->node.child("a:t"));
  auto paragraph = first->node.parent();
  auto mark = paragraph.insert_child_after(kTokenMark, first->node);
  mark.append_attribute(kNumber).set_value(static_cast<unsigned long long>(number));
  if (const auto format = first->node.child("a:rPr")) mark.append_copy(format);
  if (end < first->end) {
    auto rest = paragraph.insert_copy_after(first->node, mark);
    set_text_of(rest, std::string_view(text).substr(std::min(text.size(), end - first->begin)));
  }
  set_text_of(first->node, std::string_view(text).substr(0, begin - first->begin));
  first->end = begin;
  if (begin == first->begin) {
    paragraph.remove_child(first->node);
    first->node = {};
  }
}

}  // namespace docmill::templating::pptx
