#include "templating/charts/chart_text.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/formatter.h"

namespace docmill::templating {
namespace {

struct RunText {
  pugi::xml_node node;
  std::size_t begin = 0;
  std::string text;
};

/// Puts `value` where [begin, end) of the paragraph's text stands. From the last token to the first, so what lies before stays in place.
void put_value(std::vector<RunText>& runs, std::size_t begin, std::size_t end, const std::string& value) {
  bool first = true;
  for (auto& run : runs) {
    const auto length = run.text.size();
    if (run.begin + length <= begin || run.begin >= end) continue;
    const auto from = std::max(begin, run.begin) - run.begin;
    const auto to = std::min(end - run.begin, length);
    run.text.replace(from, to - from, first ? value : std::string());
    first = false;
  }
}

Result<void> fill_paragraph(pugi::xml_node paragraph, const Scope& scope, Context& context) {
  std::vector<RunText> runs;
  std::string whole;
  for (const auto run : paragraph.children()) {
    const auto text = run.child("a:t");
    if (!text) continue;
    runs.push_back({text, whole.size(), text.text().get()});
    whole += runs.back().text;
  }
  if (!may_have_tokens(whole)) return {};
  auto tokens = find_tokens(whole, context.dialect);
  std::ranges::reverse(tokens);
  for (const auto& token : tokens) {
    if (token.is_control()) continue;
    auto outcome = apply_token(token, scope, context);
    if (!outcome) return Failed(outcome.error());
    if (outcome->kind != Outcome::Kind::Keep) put_value(runs, token.begin, token.end, outcome->printed());
  }
  for (auto& run : runs) run.node.text().set(run.text.c_str());
  return {};
}

}  // namespace

Result<void> fill_chart_texts(pugi::xml_node tree, const Scope& scope, Context& context) {
  std::vector<pugi::xml_node> paragraphs;
  ooxml::for_each_element(tree, [&](pugi::xml_node node) {
    if (std::strcmp(node.name(), "a:p") == 0) paragraphs.push_back(node);
  });
  for (const auto paragraph : paragraphs) {
    if (auto filled = fill_paragraph(paragraph, scope, context); !filled) return filled;
  }
  return {};
}

}  // namespace docmill::templating
