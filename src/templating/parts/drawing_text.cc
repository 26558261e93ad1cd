#include "templating/parts/drawing_text.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/formatter.h"
#include "templating/parts/plain_text.h"

namespace docmill::templating {
namespace {

struct RunText {
  pugi::xml_node run;
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

/// A run says one line; the lines behind it are runs like it, with breaks between them.
void set_lines(pugi::xml_node run, const std::string& text) {
  auto end = text.find('\n');
  run.child("a:t").text().set(text.substr(0, end).c_str());
  if (std::strcmp(run.name(), "a:r") != 0) return;
  auto paragraph = run.parent();
  while (end != std::string::npos) {
    const auto begin = end + 1;
    end = text.find('\n', begin);
    auto line = paragraph.insert_copy_after(run, run);
    auto line_break = paragraph.insert_child_after("a:br", run);
    if (const auto format = run.child("a:rPr")) line_break.append_copy(format);
    line.child("a:t").text().set(text.substr(begin, end - begin).c_str());
    run = line;
  }
}

Result<void> fill_paragraph(pugi::xml_node paragraph, const Scope& scope, Context& context) {
  std::vector<RunText> runs;
  std::string whole;
  for (const auto run : paragraph.children()) {
    const auto text = run.child("a:t");
    if (!text) continue;
    runs.push_back({run, whole.size(), text.text().get()});
    whole += runs.back().text;
  }
  if (!may_have_tokens(whole)) return {};
  auto tokens = find_tokens(whole, context.dialect);
  std::ranges::reverse(tokens);
  for (const auto& token : tokens) {
    if (token.is_control()) continue;
    auto outcome = apply_token(token, scope, context);
    if (!outcome) return Failed(outcome.error());
    if (outcome->kind != Outcome::Kind::Keep) put_value(runs, token.begin, token.end, sayable(outcome->printed()));
  }
  for (auto& run : runs) set_lines(run.run, run.text);
  return {};
}

}  // namespace

Result<void> fill_drawing_texts(pugi::xml_node tree, const Scope& scope, Context& context) {
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
