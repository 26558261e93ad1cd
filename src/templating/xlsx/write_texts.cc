#include <fmt/format.h>

#include <algorithm>

#include "ooxml/xml_walk.h"
#include "templating/formatter.h"
#include "templating/parts/drawing_text.h"
#include "templating/parts/plain_text.h"
#include "templating/xlsx/load_cells.h"
#include "templating/xlsx/write.h"

// Texts that repeat nothing: they are filled when their part is written, with what is bound on their sheet or in their cell.

namespace docmill::templating::xlsx {
namespace {

/// Longest list of choices (Excel's own limit).
constexpr std::size_t kLongestList = 255;

/// Whether the byte at `at` stands within a string of a formula.
bool in_string(std::string_view formula, std::size_t at) {
  return std::ranges::count(formula.substr(0, at), '"') % 2 != 0;
}

std::string as_operand(const Outcome& outcome, bool quoted) {
  if (quoted) {
    std::string doubled;
    for (const char c : sayable(outcome.printed())) doubled.append(c == '"' ? 2 : 1, c);
    return doubled;
  }
  if (outcome.kind == Outcome::Kind::Number) return fmt::format("{}", outcome.value.number().value);
  if (outcome.kind == Outcome::Kind::Boolean) return outcome.value.boolean() ? "TRUE" : "FALSE";
  if (outcome.kind == Outcome::Kind::Date) return fmt::format("{}", outcome.value.date_time().to_serial());
  return sayable(outcome.printed());
}

}  // namespace

const Scope& Writing::scope_of(std::uint32_t instance) const {
  if (instance == kNone) return all_;
  const auto& made = plan_.instances[instance];
  const auto* scope = plan_.scope_at(made.root, book_.sheets[made.sheet].own_slot);
  return scope == nullptr ? all_ : *scope;
}

Result<std::string> Writing::filled_formula(const std::string& formula, const Scope& scope) {
  if (!may_have_tokens(formula)) return formula;
  std::string filled;
  std::size_t done = 0;
  for (const auto& token : find_tokens(formula, book_.dialect)) {
    if (token.is_control() || token.is_equals()) continue;
    auto outcome = apply_token(token, scope, context_);
    if (!outcome) return Failed(outcome.error());
    if (outcome->kind == Outcome::Kind::Keep) continue;
    filled.append(formula, done, token.begin - done);
    filled += as_operand(*outcome, in_string(formula, token.begin));
    done = token.end;
  }
  return filled.append(formula, done);
}

Result<void> Writing::fill_text(pugi::xml_node node, const Scope& scope) {
  const std::string text = node.text().get();
  if (!may_have_tokens(text)) return {};
  auto filled = fill_plain_text(text, scope, context_);
  if (!filled) return Failed(filled.error());
  node.text().set(filled->c_str());
  return {};
}

Result<void> Writing::fill_attribute(pugi::xml_node node, const char* name, const Scope& scope, std::size_t most) {
  auto attribute = node.attribute(name);
  if (!attribute || !may_have_tokens(attribute.value())) return {};
  auto filled = fill_plain_text(attribute.value(), scope, context_);
  if (!filled) return Failed(filled.error());
  attribute.set_value(std::string(shortened(*filled, most)).c_str());
  return {};
}

Result<void> Writing::fill_rich_text(pugi::xml_node node, const Scope& scope) {
  auto text = read_text(node);
  if (!may_have_tokens(text.text)) return {};
  text.tokens = find_tokens(text.text, book_.dialect);
  std::vector<std::string> parts;
  for (const auto& token : text.tokens) {
    auto printed = fill_plain_text(text.text.substr(token.begin, token.end - token.begin), scope, context_);
    if (!printed) return Failed(printed.error());
    parts.push_back(*std::move(printed));
  }
  const auto xml = compose_xml(text, parts, {});
  while (node.first_child()) node.remove_child(node.first_child());
  node.append_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
  return {};
}

/// Conditional formats and validations: what they compare with, what they offer and what they say.
Result<void> Writing::fill_rules(std::uint32_t instance, pugi::xml_node sheet) {
  const auto& scope = scope_of(instance);
  context_.part = book_.sheets[plan_.instances[instance].sheet].part;
  context_.place = plan_.instances[instance].name;
  std::vector<pugi::xml_node> rules;
  for (const auto format : sheet.children("conditionalFormatting")) rules.push_back(format);
  for (const auto validation : sheet.child("dataValidations").children("dataValidation")) rules.push_back(validation);
  for (auto rule : rules) {
    if (rule.remove_attribute(kFilledRule)) continue;
    if (auto filled = fill_rule(rule, scope); !filled) return filled;
  }
  return {};
}

/// A list of choices written out, `"a,b,c"`, has a limit of its own.
std::string Writing::list_that_fits(std::string formula) {
  const bool is_list = formula.size() > 1 && formula.front() == '"' && formula.back() == '"';
  const std::string_view choices = is_list ? std::string_view(formula).substr(1, formula.size() - 2) : std::string_view();
  const auto fits = shortened(choices, kLongestList);
  if (fits.size() == choices.size()) return formula;
  context_.warn("", "A list of choices has room for 255 characters; those behind them were left out.");
  return "\"" + std::string(fits.substr(0, fits.rfind(','))) + "\"";
}

/// Text boxes and shapes of a drawing, titles of a chart.
Result<void> Writing::fill_drawing(const std::string& part, std::uint32_t instance) {
  if (!filled_drawings_.insert(part).second) return {};
  auto bytes = package_.bytes(part);
  if (!bytes) return Failed(bytes.error());
  if (!may_have_tokens(*bytes)) return {};
  auto tree = package_.edit(part);
  if (!tree) return Failed(tree.error());
  const auto& scope = scope_of(instance);
  context_.part = part;
  context_.place = instance == kNone ? std::string() : plan_.instances[instance].name;
  std::vector<pugi::xml_node> described;
  const auto root = (*tree)->document_element();
  ooxml::for_each_element(root, [&](pugi::xml_node node) {
    if (std::string_view(node.name()) == "xdr:cNvPr") described.push_back(node);
  });
  for (auto node : described) {
    for (const auto* name : {"descr", "title"}) {
      if (auto done = fill_attribute(node, name, scope, kLongestCellText); !done) return done;
    }
  }
  return fill_drawing_texts(root, scope, context_);
}

}  // namespace docmill::templating::xlsx
