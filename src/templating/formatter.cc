#include "templating/formatter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/small_letters.h"
#include "templating/characters.h"
#include "templating/expression.h"
#include "templating/expression_tree.h"
#include "templating/functions.h"
#include "templating/markup/read_html.h"
#include "templating/print.h"
#include "templating/value_formatters.h"

namespace docmill::templating {

namespace {

/// A value on its way through a token's formatters.
struct Passage {
  const Token& token;
  Context& context;
  Value value;
  Outcome outcome = {};
  bool decided = false;  // the outcome stands, whatever follows
  std::optional<Error> error = {};

  void decide(Outcome::Kind kind) {
    if (!decided) outcome.kind = kind;
    decided = true;
  }
  void warn(std::string message) { context.warn(token.source, std::move(message)); }
};

double pixels(std::string_view text) {
  double number = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && number > 0 && number <= 20'000 ? number : 0;
}

double pixels(const std::vector<std::string>& arguments, std::size_t i) {
  return i < arguments.size() ? pixels(arguments[i]) : 0;
}

std::string capitals(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return text;
}

// --- blocks ---

void hide_block(Passage& way, bool applies) {
  if (applies) way.decide(Outcome::Kind::HideBlock);
  way.value = {};
}
void hide_block_if(Passage& way, const Call& call) {
  hide_block(way, matches_arguments(way.value, call.arguments));
}
void hide_block_if_not(Passage& way, const Call& call) {
  hide_block(way, !matches_arguments(way.value, call.arguments));
}
void hide_block_if_empty(Passage& way, const Call&) {
  hide_block(way, way.value.is_empty());
}
/// The old name, which printed its value (§5.2).
void collapse(Passage& way, const Call&) {
  if (way.value.is_empty()) way.decide(Outcome::Kind::HideBlock);
}

// --- neighbours ---

void merge_nulls(Passage& way, const Call&) {
  if (way.value.is_null()) way.decide(Outcome::Kind::MergeLeft);
}
void span_nulls(Passage& way, const Call&) {
  if (way.value.is_null()) way.decide(Outcome::Kind::MergeUp);
}

// --- pictures ---

void put_picture(Passage& way, const Call& call, bool compress) {
  if (way.value.is_empty()) return;
  if (!way.value.is_text()) return way.warn("A picture needs an address or base64 text, so the value is left as it is.");
  const auto arguments = split_arguments(call.arguments);
  way.outcome.picture = {
      .source = std::string(way.value.text()), .width = pixels(arguments, 0), .height = pixels(arguments, 1), .compress = compress};
  way.decide(Outcome::Kind::Picture);
}
void picture(Passage& way, const Call& call) {
  put_picture(way, call, false);
}
void picture_compress(Passage& way, const Call& call) {
  put_picture(way, call, true);
}

void put_barcode(Passage& way, const std::vector<std::string>& arguments) {
  if (way.value.is_empty()) return;
  way.outcome.barcode = {.text = print(way.value, way.context.region),
                         .type = arguments.empty() ? "CODE128" : capitals(arguments[0]),
                         .width = pixels(arguments, 1),
                         .height = pixels(arguments, 2)};
  way.decide(Outcome::Kind::Barcode);
}
void barcode(Passage& way, const Call& call) {
  put_barcode(way, split_arguments(call.arguments));
}

void qr_code(Passage& way, const Call& call) {
  if (way.value.is_empty()) return;
  const auto size = pixels(split_arguments(call.arguments), 0);
  way.outcome.qr_code = {.text = print(way.value, way.context.region), .module = size >= 1 ? static_cast<int>(std::min(size, 100.0)) : 5};
  way.decide(Outcome::Kind::QrCode);
}

// --- content ---

void html(Passage& way, const Call&) {
  if (way.decided || way.value.is_empty()) return;
  const auto source = print(way.value, way.context.region);
  auto fragment = markup::read_html(source);
  const auto steps = fragment ? fragment->weight + source.size() / 1024 : 0;
  if (auto spent = way.context.spend(steps); !fragment || !spent) {
    way.error = fragment ? spent.error() : fragment.error();
    return;
  }
  for (auto& complaint : fragment->complaints) way.warn(std::move(complaint));
  way.outcome.text = markup::plain_text(*fragment);
  way.outcome.html = std::make_shared<const markup::Fragment>(*std::move(fragment));
  way.decide(Outcome::Kind::Html);
}

// --- others ---

void keep_token(Passage& way, const Call&) {
  way.outcome.text = "{{" + way.token.body + "}}";
  way.decide(Outcome::Kind::Text);
}
void mark(Passage&, const Call&) {}

struct FormatterRow {
  std::string_view name;
  void (*apply)(Passage&, const Call&);
  bool knows_absence = false;  // has something to say where there is no value
};

// The formatters that change more than the value. Those that make a value of a value are in value_formatters.cc.
constexpr std::array kFormatters = {
    FormatterRow{"hide-block-if", hide_block_if, true},
    FormatterRow{"hide-block-if-not", hide_block_if_not, true},
    FormatterRow{"hide-block-if-empty", hide_block_if_empty, true},
    FormatterRow{"collapse", collapse, true},
    FormatterRow{"merge-nulls", merge_nulls, true},
    FormatterRow{"span-nulls", span_nulls, true},
    FormatterRow{"picture", picture},
    FormatterRow{"pictureCompress", picture_compress},
    FormatterRow{"barcode", barcode},
    FormatterRow{"qrcode", qr_code},
    FormatterRow{"html", html},
    FormatterRow{"keep-token", keep_token, true},
    FormatterRow{"page", mark},
    FormatterRow{"sheet", mark},
    FormatterRow{"horizontal-resize", mark},
    FormatterRow{"whole-column", mark},
    FormatterRow{"fixed", mark},
};

const FormatterRow* formatter_row(std::string_view name) {
  const auto* row = std::ranges::find_if(kFormatters, [&](const FormatterRow& one) { return same_but_for_case(one.name, name); });
  return row == kFormatters.end() ? nullptr : row;
}

/// The outcome of a value that went through all formatters.
void settle(Passage& way) {
  if (way.decided) return;
  using Kind = Outcome::Kind;
  auto& outcome = way.outcome;
  outcome.text = print(way.value, way.context.region);
  switch (way.value.kind()) {
    case Value::Kind::Number: outcome.kind = Kind::Number; break;
    case Value::Kind::Bool: outcome.kind = Kind::Boolean; break;
    case Value::Kind::DateTime: outcome.kind = Kind::Date; break;
    case Value::Kind::List: outcome.kind = way.value.is_grid() ? Kind::Grid : outcome.text.empty() ? Kind::Nothing : Kind::Text; break;
    case Value::Kind::Text: outcome.kind = outcome.text.empty() ? Kind::Nothing : Kind::Text; break;
    default: outcome.kind = Kind::Nothing;
  }
  if (outcome.kind != Kind::Text && outcome.kind != Kind::Nothing) outcome.value = std::move(way.value);
}

Result<void> apply_one(Passage& way, const Call& call, const Scope& scope) {
  if (const auto* row = formatter_row(call.name)) {
    row->apply(way, call);
    if (way.error) return Failed(*std::move(way.error));
  } else if (auto value = apply_value_formatter(call, way.value, way.context)) {
    way.value = *std::move(value);
  } else if (call.parsed) {
    auto result = apply_call(std::move(way.value), call, scope, way.context);
    if (!result) return Failed(result.error());
    way.value = *std::move(result);
  } else {
    way.warn(fmt::format("There is no formatter “{}”, so the value is left as it is.", call.name));
  }
  return {};
}

Result<Outcome> through_formatters(const Token& token, Value value, const Scope& scope, Context& context) {
  if (auto spent = context.spend(1 + (value.is_list() ? value.size() : 0)); !spent) return Failed(spent.error());
  Passage way{.token = token, .context = context, .value = std::move(value)};
  for (const auto& call : token.calls)
    if (auto applied = apply_one(way, call, scope); !applied) return Failed(applied.error());
  settle(way);
  return std::move(way.outcome);
}

/// Errors: BadRequest, where nothing may be missing.
Result<void> name_missing(const Token& token, const Path& path, const Context& context) {
  if (context.missing != MissingValue::Error) return {};
  return Failed(fail(ErrorCode::BadRequest, fmt::format("The data has no “{}”, which the template names at {}. Add it to the data or "
                                                        "correct the template.",
                                                        to_text(path), context.where().with(token.source))));
}

/// A name that an expression has and the data has not: it is why there is no value.
Result<void> look_for_missing(const Token& token, const Scope& scope, Context& context) {
  for (const auto& path : token.expression->paths()) {
    if (path.front().front() == '@' || !resolve(scope, path, context.region).missing()) continue;
    if (auto allowed = name_missing(token, path, context); !allowed) return allowed;
    const auto name = to_text(path);
    context.warn(token.source, fmt::format("The data has no “{}”, so the token prints nothing.", name), name);
  }
  return {};
}

Result<Outcome> outcome_of_missing(const Token& token, Context& context) {
  if (auto allowed = name_missing(token, token.path, context); !allowed) return Failed(allowed.error());
  const bool keep = context.missing == MissingValue::Keep;
  const auto name = to_text(token.path);
  context.warn(token.source, fmt::format("The data has no “{}”, so the token {}.", name, keep ? "is left in the text" : "prints nothing"),
               name);
  return Outcome{.kind = keep ? Outcome::Kind::Keep : Outcome::Kind::Nothing};
}

/// What a token's path leads to. nullopt: nothing, and it is up to the policy.
Result<std::optional<Value>> value_of(const Token& token, const Scope& scope, Context& context) {
  const auto wrap = [](Result<Value> value) -> Result<std::optional<Value>> {
    if (!value) return Failed(value.error());
    return std::optional(*std::move(value));
  };
  const auto reckoned = [&]() -> Result<std::optional<Value>> {
    auto value = token.expression->evaluate(scope, context);
    if (value && value->is_null() && !takes_absence(token)) {
      if (auto looked = look_for_missing(token, scope, context); !looked) return Failed(looked.error());
    }
    return wrap(std::move(value));
  };
  if (token.path.empty()) return token.expression ? reckoned() : std::optional(Value());
  if (token.path.front().front() == '@') return wrap(look_up(token.path, scope, context));
  auto found = resolve(scope, token.path, context.region);
  if (found.missing() && token.expression) return reckoned();
  const bool whole = found.state == Resolved::State::Collection && token.paths.empty();  // a function takes the list
  if (whole) return wrap(look_up(token.path, scope, context));
  if (found.state == Resolved::State::Collection) found = resolve_first(scope, token.path, context.region);
  if (found.missing()) return takes_absence(token) ? std::optional(Value()) : std::nullopt;
  return std::optional(found.value());
}

/// {{#barcode value "CODE128" 300 100}}, {{#qrcode value 150}}: pixels of the whole; a barcode without a height is as high as it is wide.
Outcome drawn(const Token& token, Value value, Context& context) {
  Passage way{.token = token, .context = context, .value = std::move(value)};
  if (token.kind == TokenKind::Barcode) {
    put_barcode(way, token.arguments);
    if (way.outcome.barcode.height == 0) way.outcome.barcode.height = way.outcome.barcode.width;
  } else if (!way.value.is_empty()) {
    way.outcome.qr_code = {.text = print(way.value, context.region), .width = pixels(token.arguments, 0)};
    if (way.outcome.qr_code.width == 0) way.outcome.qr_code.module = 5;
    way.decide(Outcome::Kind::QrCode);
  }
  return std::move(way.outcome);
}

}  // namespace

bool takes_absence(const Token& token) {
  return std::ranges::any_of(token.calls, [](const Call& call) {
    const auto* row = formatter_row(call.name);
    return row != nullptr ? row->knows_absence
                          : same_but_for_case(call.name, "empty") || same_but_for_case(call.name, "bool") ||
                                same_but_for_case(call.name, "hide") || same_but_for_case(call.name, "default");
  });
}

std::optional<std::string_view> text_at_hand(const Token& token, const Scope& scope, Context& context) {
  if (token.kind != TokenKind::Value || !token.calls.empty() || token.path.empty() || token.path.front().front() == '@')
    return std::nullopt;
  const auto* value = value_in_data(scope, token.path);
  if (value == nullptr || !value->is_text() || !context.spend(1)) return std::nullopt;
  return value->text();
}

bool prints_text(const Token& token) {
  return token.kind == TokenKind::Value && std::ranges::all_of(token.calls, [](const Call& call) {
           const auto* row = formatter_row(call.name);
           return row == nullptr || row->apply == keep_token;
         });
}

Result<Outcome> apply_token(const Token& token, const Scope& scope, Context& context) {
  if (token.kind == TokenKind::HideIf) {
    auto holds = condition_holds(token, scope, context);
    if (!holds) return Failed(holds.error());
    return Outcome{.kind = *holds ? Outcome::Kind::HideBlock : Outcome::Kind::Nothing};
  }
  auto value = value_of(token, scope, context);
  if (!value) return Failed(value.error());
  if (!*value) return outcome_of_missing(token, context);
  if (token.kind != TokenKind::Value) return drawn(token, **std::move(value), context);
  return through_formatters(token, **std::move(value), scope, context);
}

Result<Outcome> apply_formatters(const Token& token, const Value& value, Context& context) {
  return through_formatters(token, value, Scope(context.data), context);
}

Result<bool> condition_holds(const Token& token, const Scope& scope, Context& context) {
  return token.expression ? token.expression->holds(scope, context) : Result<bool>(false);
}

bool is_known_call(std::string_view name, Dialect dialect) {
  return formatter_row(name) != nullptr || is_value_formatter(name) || (dialect == Dialect::Modern && find_function(name) != nullptr);
}

}  // namespace docmill::templating
