#include "templating/check/inspection.h"

#include <fmt/format.h>

#include <algorithm>

#include "templating/check/html_shape.h"
#include "templating/check/problems.h"
#include "templating/check/samples.h"
#include "templating/check/token_shape.h"
#include "templating/expression.h"
#include "templating/html/html_parts.h"

namespace docmill::templating {
namespace {

using html::Part;
using html::PartKind;

std::string_view kind_of(const Token& token) {
  switch (token.kind) {
    case TokenKind::Alias: return "definition";
    case TokenKind::If:
    case TokenKind::HideIf: return "condition";
    case TokenKind::Else:
    case TokenKind::EndIf: return "condition";
    case TokenKind::Barcode: return "barcode";
    case TokenKind::QrCode: return "qrcode";
    case TokenKind::Value: break;
  }
  for (const std::string_view drawn : {"picture", "barcode", "qrcode"}) {
    if (token.has_call(drawn)) return drawn;
  }
  if (token.source.starts_with("MERGEFIELD ")) return "merge field";
  return token.has_call("pictureCompress") ? "picture" : "value";
}

std::string_view kind_of(PartKind kind) {
  switch (kind) {
    case PartKind::If:
    case PartKind::ElseIf:
    case PartKind::Else:
    case PartKind::EndIf: return "condition";
    case PartKind::Each:
    case PartKind::EndEach: return "list";
    case PartKind::With:
    case PartKind::EndWith: return "scope";
    case PartKind::Set: return "definition";
    default: return "value";
  }
}

std::vector<std::string> names_of(const Token& token) {
  std::vector<std::string> names;
  const auto add = [&](const Path& path) {
    auto name = to_text(path);
    if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  };
  if (token.kind != TokenKind::Alias) add(token.path);
  for (const auto& path : token.paths) add(path);
  if (token.expression) std::ranges::for_each(token.expression->paths(), add);
  return names;
}

/// "at line 2, column 1: …" of a message has the place.
Warning problem_of(const Error& error) {
  return {.part = {}, .place = {}, .token = {}, .message = error.message()};
}

void add_if(std::vector<Member>& members, const char* name, const std::string& text) {
  if (!text.empty()) members.emplace_back(name, Value::of(text));
}

Value list_of_texts(const std::vector<std::string>& texts) {
  std::vector<Value> items;
  for (const auto& text : texts) items.push_back(Value::of(text));
  return Value::list(std::move(items));
}

Value written(const TokenRow& row) {
  std::vector<Member> members{{"token", Value::of(row.token)}};
  add_if(members, "part", row.part);
  add_if(members, "place", row.place);
  members.emplace_back("kind", Value::of(row.kind));
  members.emplace_back("names", list_of_texts(row.names));
  return Value::object(std::move(members));
}

}  // namespace

Inspection inspect(const Findings& findings, Context& context) {
  Inspection made;
  made.language = context.dialect == Dialect::Modern ? "Modern" : "Classic";
  made.more_tokens = findings.dropped();
  for (const auto& [token, where] : findings.tokens()) {
    made.tokens.push_back({token.source, where.part, where.place, kind_of(token), names_of(token)});
  }
  find_problems(findings, context);
  made.shape = shape_of(findings);
  made.problems = context.warnings;
  return made;
}

Inspection inspect_html(std::string_view text, bool triple_braces, const Value* data) {
  Inspection made;
  made.language = "Html";
  auto parts = html::parse_parts(text, triple_braces);
  if (!parts) {
    made.problems.add(problem_of(parts.error()));
    return made;
  }
  for (const auto& part : *parts) {
    if (part.kind == PartKind::Text) continue;
    if (made.tokens.size() == Findings::kMost) {
      ++made.more_tokens;
      continue;
    }
    TokenRow row{.token = std::string(part.text),
                 .part = {},
                 .place = fmt::format("line {}, column {}", part.line, part.column),
                 .kind = kind_of(part.kind),
                 .names = {}};
    if (!part.key.empty() && !part.variable && part.kind != PartKind::Set) row.names.push_back(to_text(part.key));
    made.tokens.push_back(std::move(row));
  }
  made.shape = shape_of(*parts, data);
  return made;
}

Value written(const Warnings& warnings) {
  std::vector<Value> list;
  for (const auto& warning : warnings.list()) {
    std::vector<Member> members{{"message", Value::of(warning.message)}};
    add_if(members, "part", warning.part);
    add_if(members, "place", warning.place);
    add_if(members, "token", warning.token);
    list.push_back(Value::object(std::move(members)));
  }
  return Value::list(std::move(list));
}

Value report_of(const Inspection& inspection) {
  std::vector<Value> tokens;
  for (const auto& row : inspection.tokens) tokens.push_back(written(row));
  std::vector<Member> members{{"language", Value::of(inspection.language)}, {"tokens", Value::list(std::move(tokens))}};
  if (inspection.more_tokens != 0) members.emplace_back("moreTokens", Value::of(static_cast<std::int64_t>(inspection.more_tokens)));
  members.emplace_back("lists", list_of_texts(lists_of(inspection.shape)));
  members.emplace_back("problems", written(inspection.problems));
  members.emplace_back("schema", schema_of(inspection.shape));
  members.emplace_back("sample", sample_of(inspection.shape));
  return Value::object(std::move(members));
}

}  // namespace docmill::templating
