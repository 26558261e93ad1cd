#include "templating/pptx/tokens.h"

#include <fmt/format.h>

#include <charconv>

#include "ooxml/xml_walk.h"
#include "templating/docx/link_text.h"
#include "templating/pptx/names.h"
#include "templating/pptx/paragraph.h"

namespace docmill::templating::pptx {
namespace {

std::uint64_t block_around(pugi::xml_node paragraph) {
  if (paragraph.attribute(kItem)) return place_of(paragraph);
  const auto row = around(paragraph, "a:tr");
  return row ? place_of(row) : 0;
}

pugi::xml_node first_element(pugi::xml_node node) {
  auto child = node.first_child();
  while (child && child.type() != pugi::node_element) child = child.next_sibling();
  return child;
}

int ordinal(pugi::xml_node node) {
  int number = 1;
  while ((node = node.previous_sibling(node.name()))) ++number;
  return number;
}

/// Where a person finds it on the slide: “Title 1”; “Prices”, row 2, cell 1.
std::string spot_of(pugi::xml_node node) {
  std::string spot;
  if (const auto cell = around(node, "a:tc")) spot = fmt::format(", row {}, cell {}", ordinal(cell.parent()), ordinal(cell));
  for (auto shape = node; shape; shape = shape.parent()) {
    // Its first child says what it is: p:nvSpPr, p:nvPicPr, p:nvGraphicFramePr.
    const std::string_view name = first_element(shape).child("p:cNvPr").attribute("name").value();
    if (!name.empty()) return fmt::format(", “{}”{}", name, spot);
  }
  return spot;
}

}  // namespace

bool is_chart(pugi::xml_node node) {
  return is(node, "c:chart") && node.attribute("r:id");
}

bool is_diagram(pugi::xml_node node) {
  return is(node, "dgm:relIds") && node.attribute("r:dm");
}

std::string Tokens::stand_in(std::size_t number) {
  return fmt::format("\uE0D0{}\uE0D1", number);
}

std::size_t Tokens::add(Token token) {
  entries_.push_back({std::move(token), here_});
  numbers_.emplace(&entries_.back().token, entries_.size() - 1);
  return entries_.size() - 1;
}

std::vector<Token> Tokens::find(const std::string& text, pugi::xml_node node) {
  if (!may_have_tokens(text)) return {};
  here_.place = slide_ + spot_of(node);
  std::vector<std::string> complaints;
  auto found = find_tokens(text, context_.dialect, &complaints);
  context_.part = here_.part;
  context_.place = here_.place;
  for (auto& complaint : complaints) context_.warn("", std::move(complaint));
  return found;
}

void Tokens::mark_paragraph(pugi::xml_node node) {
  Paragraph paragraph(node);
  here_.block = block_around(node);
  auto found = find(paragraph.text(), node);
  // Numbered as they stand, marked from the last to the first.
  std::vector<std::pair<std::size_t, std::size_t>> stretches;
  std::vector<std::size_t> numbers;
  for (auto& token : found) {
    stretches.emplace_back(token.begin, token.end);
    numbers.push_back(add(std::move(token)));
  }
  for (std::size_t i = numbers.size(); i-- > 0;) paragraph.put_mark(stretches[i].first, stretches[i].second, numbers[i]);
}

std::string Tokens::with_stand_ins(const std::string& text, pugi::xml_node node, std::string& numbers) {
  std::string marked;
  std::size_t done = 0;
  for (auto& token : find(text, node)) {
    marked += text.substr(done, token.begin - done);
    done = token.end;
    const auto number = add(std::move(token));
    marked += stand_in(number);
    numbers += fmt::format("{}{}", numbers.empty() ? "" : ",", number);
  }
  return marked + text.substr(done);
}

void Tokens::mark_description(pugi::xml_node node) {
  const auto value = node.attribute("descr");
  if (!value || !may_have_tokens(value.value())) return;
  std::string numbers;
  const auto marked = with_stand_ins(value.value(), node, numbers);
  if (numbers.empty()) return;
  set(node, "descr", marked);
  node.prepend_attribute(kTokens).set_value(numbers.c_str());
}

/// The target stands in a relationship, which copies share; so it is written into the link itself until the end.
void Tokens::mark_link(pugi::xml_node node) {
  const auto relationship = package_.relationship(here_.part, node.attribute("r:id").value());
  if (!relationship || !relationship->external) return;
  const auto target = docx::percent_decoded_tokens(relationship->target);
  if (!may_have_tokens(target)) return;
  std::string numbers;
  const auto marked = with_stand_ins(target, node, numbers);
  if (numbers.empty()) return;
  set(node, kTarget, marked);
  node.prepend_attribute(kTokens).set_value(numbers.c_str());
}

void Tokens::mark(pugi::xml_node tree, const std::string& part, const std::string& place) {
  here_ = {.part = part, .place = place, .block = 0};
  slide_ = place;
  std::vector<pugi::xml_node> paragraphs;
  ooxml::for_each_element(tree, [&](pugi::xml_node node) {
    if (is(node, "a:p")) {
      paragraphs.push_back(node);
    } else if (is(node, "p:cNvPr")) {
      here_.block = 0;
      mark_description(node);
    } else if (is(node, "a:hlinkClick") || is(node, "a:hlinkHover")) {
      here_.block = block_around(around(node, "a:p"));
      mark_link(node);
    }
  });
  for (const auto paragraph : paragraphs) mark_paragraph(paragraph);
}

void Tokens::collect(pugi::xml_node tree, std::vector<Slot>& slots) const {
  ooxml::for_each_element(tree, [&](pugi::xml_node node) {
    if (is(node, kTokenMark)) {
      const auto number = node.attribute(kNumber).as_ullong(entries_.size());
      if (number < entries_.size()) slots.push_back({&entries_[number].token, place_of(node)});
      return;
    }
    if (is_chart(node) || is_diagram(node)) slots.push_back({nullptr, place_of(node)});
    const auto tokens = node.first_attribute();
    if (!tokens || std::string_view(tokens.name()) != kTokens) return;
    const std::string_view numbers = tokens.value();
    for (std::size_t at = 0; at < numbers.size();) {
      std::size_t number = 0;
      const auto end = std::from_chars(numbers.data() + at, numbers.data() + numbers.size(), number).ptr;
      if (number < entries_.size()) slots.push_back({&entries_[number].token, place_of(node)});
      at = static_cast<std::size_t>(end - numbers.data()) + 1;
    }
  });
}

}  // namespace docmill::templating::pptx
