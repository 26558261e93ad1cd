#include "templating/docx/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

#include "ooxml/xml_walk.h"
#include "templating/docx/link_text.h"
#include "templating/docx/nodes.h"
#include "templating/docx/spots.h"
#include "templating/docx/text.h"
#include "templating/parts/own_names.h"

namespace docmill::templating::docx {
namespace {

/// A stretch of a paragraph's text: an element w:t, or one that stands for a single character.
struct Piece {
  pugi::xml_node node;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool text = false;
};

struct ParagraphText {
  std::string text;
  std::vector<Piece> pieces;

  void add(pugi::xml_node node, std::string_view piece, bool is_text) {
    if (piece.empty()) return;
    pieces.push_back({node, text.size(), text.size() + piece.size(), is_text});
    text += piece;
  }
};

bool is_inline_container(pugi::xml_node node) {
  static constexpr std::array kNames{"w:hyperlink",  "w:ins",       "w:moveTo",    "w:smartTag", "w:sdt",
                                     "w:sdtContent", "w:fldSimple", "w:customXml", "w:dir",      "w:bdo"};
  for (const auto* name : kNames) {
    if (is(node, name)) return true;
  }
  return false;
}

bool is_math(pugi::xml_node node) {
  return std::strncmp(node.name(), "m:", 2) == 0;
}

/// What has the text of a formula side by side: the formula itself, and what fractions, roots and the like are made of (ECMA-376 part 1,
/// 22.1.2). A token stands in one of them.
bool is_formula(pugi::xml_node node) {
  static constexpr std::array kNames{"m:oMath", "m:e", "m:num", "m:den", "m:sub", "m:sup", "m:deg", "m:fName", "m:lim"};
  return is_math(node) && std::ranges::any_of(kNames, [&](const char* name) { return is(node, name); });
}

/// Descriptions and titles that readers are told or shown.
constexpr std::array kAttributes{
    std::pair{"v:textpath", "string"}, std::pair{"wp:docPr", "descr"},       std::pair{"wp:docPr", "title"},
    std::pair{"pic:cNvPr", "descr"},   std::pair{"pic:cNvPr", "title"},      std::pair{"wps:cNvPr", "descr"},
    std::pair{"v:shape", "alt"},       std::pair{"w:tblCaption", "w:val"},   std::pair{"w:tblDescription", "w:val"},
    std::pair{"w:alias", "w:val"},     std::pair{"w:hyperlink", "w:tooltip"}};

/// A control that shows a value of the document's data would show that instead of what is filled in, and one that shows its placeholder
/// would lose it at a click.
void free_controls(pugi::xml_node run) {
  for (auto control = around(run, "w:sdt"); control; control = around(control.parent(), "w:sdt")) {
    auto properties = control.child("w:sdtPr");
    for (const auto* name : {"w:dataBinding", "w15:dataBinding"}) properties.remove_child(name);
    if (properties.remove_child("w:showingPlcHdr")) run.child("w:rPr").remove_child("w:rStyle");
  }
}

void gather_run(pugi::xml_node run, ParagraphText& out) {
  for (const auto child : run.children()) {
    if (child.type() != pugi::node_element) continue;
    if (is(child, "w:t") || is(child, "m:t")) {
      out.add(child, text_of(child), true);
    } else if (is(child, "w:tab")) {
      out.add(child, "\t", false);
    } else if (is(child, "w:br") || is(child, "w:cr")) {
      out.add(child, "\n", false);
    } else if (is(child, "w:noBreakHyphen")) {
      out.add(child, "-", false);
    } else if (is(child, "w:drawing") || is(child, "w:pict") || is(child, "w:object") || is(child, "mc:AlternateContent")) {
      out.add({}, "\x01", false);
    }
  }
}

void gather(pugi::xml_node node, ParagraphText& out) {
  for (const auto child : node.children()) {
    if (is(child, "w:r") || is(child, "m:r")) {
      gather_run(child, out);
    } else if (is_inline_container(child)) {
      gather(child, out);
    } else if (is_math(child)) {
      out.add({}, "\x01", false);
    }
  }
}

/// Takes [begin, end) of the paragraph's text out of a piece.
void erase_from(Piece& piece, std::size_t begin, std::size_t end) {
  const auto from = std::max(begin, piece.begin);
  const auto to = std::min(end, piece.end);
  if (from >= to || !piece.node) return;
  if (!piece.text) {
    piece.node.parent().remove_child(piece.node);
    piece.node = {};
    return;
  }
  auto text = text_of(piece.node);
  text.erase(from - piece.begin, to - from);
  set_text(piece.node, text);
  // What a later token left of this piece begins behind what goes, so positions before `from` stay true.
}

/// Puts a mark where [begin, end) stands. Tokens are marked from the last to the first: what lies behind `end` is not looked at again.
bool put_mark(ParagraphText& paragraph, std::size_t begin, std::size_t end, std::size_t number) {
  auto first = std::ranges::find_if(paragraph.pieces, [&](const Piece& piece) { return begin >= piece.begin && begin < piece.end; });
  if (first == paragraph.pieces.end() || !first->text) return false;
  for (auto piece = first + 1; piece != paragraph.pieces.end() && piece->begin < end; ++piece) erase_from(*piece, begin, end);
  const auto text = text_of(first->node);
  auto run = first->node.parent();
  free_controls(run);
  auto mark = run.insert_child_after(kTokenMark, first->node);
  mark.append_attribute(kNumber).set_value(static_cast<unsigned long long>(number));
  if (end < first->end) {
    auto rest = run.insert_child_after(text_name(run), mark);
    set_text(rest, std::string_view(text).substr(std::min(text.size(), end - first->begin)));
  }
  set_text(first->node, std::string_view(text).substr(0, begin - first->begin));
  first->end = begin;
  if (begin == first->begin) {
    run.remove_child(first->node);
    first->node = {};
  }
  return true;
}

/// An element may have tokens in several attributes.
void add_numbers(pugi::xml_node node, const std::string& numbers) {
  if (auto known = node.attribute(kTokens)) {
    known.set_value((std::string(known.value()) + "," + numbers).c_str());
  } else {
    node.prepend_attribute(kTokens).set_value(numbers.c_str());
  }
}

std::size_t number_of(pugi::xml_node mark) {
  return mark.attribute(kNumber).as_uint();
}

}  // namespace

bool Tokens::is_object(pugi::xml_node node) {
  return is(node, "c:chart") && node.attribute("r:id");
}

std::string Tokens::stand_in(std::size_t number) {
  return fmt::format("\uE0D0{}\uE0D1", number);
}

std::size_t Tokens::add(Token token, std::string source) {
  entries_.push_back({std::move(token), std::move(source), here_});
  numbers_.emplace(&entries_.back().token, entries_.size() - 1);
  return entries_.size() - 1;
}

std::vector<Token> Tokens::find(const std::string& text) {
  if (!may_have_tokens(text)) return {};
  std::vector<std::string> complaints;
  auto found = find_tokens(text, context_.dialect, &complaints);
  context_.part = here_.part;
  context_.place = here_.place;
  for (auto& complaint : complaints) context_.warn("", std::move(complaint));
  return found;
}

void Tokens::mark_paragraph(pugi::xml_node paragraph) {
  ParagraphText whole;
  gather(paragraph, whole);
  auto found = find(whole.text);
  for (auto token = found.rbegin(); token != found.rend(); ++token) {
    const auto begin = token->begin;
    const auto end = token->end;
    auto source = whole.text.substr(begin, end - begin);
    put_mark(whole, begin, end, add(std::move(*token), std::move(source)));
  }
}

std::string Tokens::with_stand_ins(const std::string& text, std::string& numbers) {
  std::string marked;
  std::size_t done = 0;
  for (auto& token : find(text)) {
    marked += text.substr(done, token.begin - done);
    done = token.end;
    auto source = text.substr(token.begin, token.end - token.begin);
    const auto number = add(std::move(token), std::move(source));
    marked += stand_in(number);
    numbers += fmt::format("{}{}", numbers.empty() ? "" : ",", number);
  }
  return marked + text.substr(done);
}

void Tokens::mark_attribute(pugi::xml_node node, const char* attribute) {
  const auto value = node.attribute(attribute);
  if (!value || !may_have_tokens(value.value())) return;
  std::string numbers;
  const auto marked = with_stand_ins(value.value(), numbers);
  if (numbers.empty()) return;
  set(node, attribute, marked);
  add_numbers(node, numbers);
}

void Tokens::mark_link(pugi::xml_node node, const std::string& part) {
  const auto id = node.attribute("r:id");
  if (!id) return;
  const auto relationship = package_.relationship(part, id.value());
  if (!relationship || !relationship->external) return;
  const auto target = percent_decoded_tokens(relationship->target);
  if (!may_have_tokens(target)) return;
  std::string numbers;
  const auto marked = with_stand_ins(target, numbers);
  if (numbers.empty()) return;
  set(node, kTarget, marked);
  add_numbers(node, numbers);
}

/// The instruction of a field that leads somewhere may have tokens in its address; other fields stay as they are (§2.2).
void Tokens::mark_field(pugi::xml_node instruction) {
  const auto text = text_of(instruction);
  if (text.find("HYPERLINK") == std::string::npos) return;
  const auto decoded = percent_decoded_tokens(text);
  if (!may_have_tokens(decoded)) return;
  std::string numbers;
  const auto marked = with_stand_ins(decoded, numbers);
  if (numbers.empty()) return;
  set_text(instruction, marked);
  instruction.prepend_attribute(kTokens).set_value(numbers.c_str());
}

Result<void> Tokens::mark(pugi::xml_node tree, const std::string& part) {
  std::vector<std::pair<pugi::xml_node, Spots::Spot>> paragraphs;
  Spots spots;
  here_ = {.part = part, .place = {}, .block = 0};
  forget_own_names(tree);
  const auto visit = [&](pugi::xml_node node, int depth) {
    spots.visit(node, depth);
    if (is(node, "w:p") || is_formula(node)) {
      paragraphs.emplace_back(node, spots.here());
      return;
    }
    const auto here = [&] { here_ = spots.here().in(part); };
    for (const auto& [element, attribute] : kAttributes) {
      if (!is(node, element)) continue;
      here();
      mark_attribute(node, attribute);
    }
    if (is(node, "w:hyperlink") || is(node, "a:hlinkClick")) {
      here();
      mark_link(node, part);
    } else if (is(node, "w:instrText")) {
      here();
      mark_field(node);
    }
  };
  int depth = 0;
  for (auto node = tree; node; node = ooxml::next_node(node, tree, depth)) {
    if (node.type() == pugi::node_element) visit(node, depth);
  }
  for (const auto& [paragraph, spot] : paragraphs) {
    here_ = spot.in(part);
    mark_paragraph(paragraph);
  }
  context_.place.clear();
  return {};
}

void Tokens::collect(pugi::xml_node tree, std::vector<Slot>& slots) const {
  ooxml::for_each_element(tree, [&](pugi::xml_node node) {
    if (is(node, kTokenMark)) {
      slots.push_back({&entries_[number_of(node)].token, place_of(node)});
      return;
    }
    if (is_object(node)) slots.push_back({nullptr, place_of(node)});
    const auto tokens = node.first_attribute();
    if (!tokens || !is(tokens, kTokens)) return;
    const std::string_view numbers = tokens.value();
    for (std::size_t at = 0; at < numbers.size();) {
      std::size_t number = 0;
      const auto end = std::from_chars(numbers.data() + at, numbers.data() + numbers.size(), number).ptr;
      slots.push_back({&entries_[number].token, place_of(node)});
      at = static_cast<std::size_t>(end - numbers.data()) + 1;
    }
  });
}

}  // namespace docmill::templating::docx
