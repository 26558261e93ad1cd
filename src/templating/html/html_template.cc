#include "templating/html/html_template.h"

#include <fmt/format.h>

#include <map>

#include "templating/characters.h"
#include "templating/composite_format.h"
#include "templating/functions.h"
#include "templating/html/html_parts.h"
#include "templating/print.h"
#include "templating/value_properties.h"

namespace docmill::templating::html {

namespace {

/// One block that is open while the template is printed.
struct Frame {
  Value scope;           // what names are looked for in
  std::size_t part = 0;  // its each or with
  std::size_t index = 0;
  bool repeats = false;
};

class Printer {
 public:
  Printer(const std::vector<Part>& parts, Context& context, const Options& options) : parts_(parts), context_(context), options_(options) {}

  Result<std::string> print_all() {
    frames_.push_back({.scope = context_.data});
    for (std::size_t at = 0; at < parts_.size();) {
      // Each part costs a step, so that many items with nothing to print do not go on for ever.
      if (++steps_ > kMostSteps)
        return Failed(fail(ErrorCode::InputTooComplex, "The template takes more than 200 million steps with this data."));
      auto next = step(at);
      if (!next) return Failed(next.error());
      at = *next;
      if (out_.size() > options_.largest)
        return Failed(fail(
            ErrorCode::InputTooComplex,
            fmt::format("The result would be larger than {} bytes. Use less data or split it over several documents.", options_.largest)));
    }
    return std::move(out_);
  }

 private:
  static constexpr std::uint64_t kMostSteps = 200'000'000;

  /// Does what part `at` says; the part to go on with.
  Result<std::size_t> step(std::size_t at) {
    const auto& part = parts_[at];
    switch (part.kind) {
      case PartKind::Text: put_text(part.text); return at + 1;
      case PartKind::Key:
      case PartKind::RawKey: return put_key(part, at);
      case PartKind::If: return choose(at);
      case PartKind::ElseIf:
      case PartKind::Else: return part.close + 1;  // the branch before it was printed
      case PartKind::EndIf: return at + 1;
      case PartKind::Each: return begin_each(part, at);
      case PartKind::EndEach: return next_item(at);
      case PartKind::With: return begin_with(part, at);
      case PartKind::EndWith: frames_.pop_back(); return at + 1;
      case PartKind::Index: put_index(); return at + 1;
      case PartKind::NewLine: out_ += '\n'; return at + 1;
      case PartKind::Set: return set(part, at);
    }
    return at + 1;
  }

  void put_text(std::string_view text) {
    if (options_.keep_line_breaks) {
      out_ += text;
      return;
    }
    for (const char c : text)
      if (c != '\n' && c != '\r') out_ += c;
  }

  Result<std::size_t> put_key(const Part& part, std::size_t at) {
    auto value = value_of(part);
    if (!value) return Failed(value.error());
    const auto placement = parse_placement(part.placement);
    if (placement && placement->format == "html") {  // the value is HTML already, so it stays as it is
      put_value(align(print(*value, context_.region), placement->width), false);
      return at + 1;
    }
    auto text = placement ? format_value(*value, placement->format, context_.region) : Result<std::string>(Failed(placement.error()));
    if (!text) {
      if (warns(part)) context_.warn(part.text, text.error().message());
      text = print(*value, context_.region);
    }
    put_value(align(*std::move(text), placement ? placement->width : 0), part.kind == PartKind::Key);
    return at + 1;
  }

  void put_value(std::string_view text, bool may_escape) {
    if (!may_escape || options_.escaping == Escaping::None) {
      out_ += text;
      return;
    }
    for (const char c : text) {
      switch (c) {
        case '&': out_ += "&amp;"; break;
        case '<': out_ += "&lt;"; break;
        case '>': out_ += "&gt;"; break;
        case '"': out_ += "&quot;"; break;
        case '\'': out_ += "&#39;"; break;
        default: out_ += c;
      }
    }
  }

  Result<std::size_t> choose(std::size_t at) {
    while (true) {
      const auto& part = parts_[at];
      if (part.kind == PartKind::EndIf || part.kind == PartKind::Else) return at + 1;
      auto holds = condition(part);
      if (!holds) return Failed(holds.error());
      if (*holds) return at + 1;
      at = part.end;
    }
  }

  Result<bool> condition(const Part& part) {
    if (!part.literal.empty()) return is_true(literal(part.literal));
    const auto value = find(part);
    if (!value) return false;
    if (value->is_text() && value->text() == std::string_view("\0", 1)) return false;
    return value->is_object() ? true : is_true(*value);
  }

  Result<std::size_t> begin_each(const Part& part, std::size_t at) {
    auto value = value_of(part);
    if (!value) return Failed(value.error());
    if (!value->is_list() || value->size() == 0) return part.end + 1;
    Frame frame{.scope = value->items()[0], .part = at, .repeats = true};
    lists_.push_back(*std::move(value));
    frames_.push_back(std::move(frame));
    return at + 1;
  }

  Result<std::size_t> next_item(std::size_t at) {
    auto& frame = frames_.back();
    const auto items = lists_.back().items();
    if (++frame.index < items.size()) {
      frame.scope = items[frame.index];
      return frame.part + 1;
    }
    lists_.pop_back();
    frames_.pop_back();
    return at + 1;
  }

  Result<std::size_t> begin_with(const Part& part, std::size_t at) {
    auto value = value_of(part);
    if (!value) return Failed(value.error());
    frames_.push_back({.scope = *std::move(value), .part = at});
    return at + 1;
  }

  void put_index() {
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame)
      if (frame->repeats) {
        out_ += std::to_string(frame->index);
        return;
      }
  }

  Result<std::size_t> set(const Part& part, std::size_t at) {
    Value value;
    if (const auto key = parse_path(part.literal); key && quote_at(part.literal, 0).kind == Quote::None && !is_ascii_digit(part.literal[0]))
      value = find_path(*key).value_or(Value());
    else if (!part.literal.empty())
      value = literal(part.literal);
    variables_[part.key[0]] = std::move(value);
    return at + 1;
  }

  static Value literal(std::string_view text) {
    if (quote_at(text, 0).kind != Quote::None) return Value::of(without_quotes(text));
    return Value::number(text);
  }

  /// The value, or null after a warning or an error.
  Result<Value> value_of(const Part& part) {
    if (auto found = find(part)) return *std::move(found);
    if (context_.missing == MissingValue::Error)
      return Failed(fail(ErrorCode::BadRequest,
                         fmt::format("The data has no “{}”, which the template names at line {}, column {}, {}. Add it to the data or "
                                     "correct the template.",
                                     to_text(part.key), part.line, part.column, part.text)));
    const auto name = to_text(part.key);
    if (warns(part)) context_.warn(part.text, fmt::format("The data has no “{}”, so nothing is printed.", name), name);
    return Value();
  }

  /// Sets where it is; false when this part warned already.
  bool warns(const Part& part) {
    context_.place = fmt::format("line {}, column {}", part.line, part.column);
    return warned_.insert({&part, true}).second;
  }

  std::optional<Value> find(const Part& part) {
    if (!part.variable) return find_path(part.key);
    const auto set = variables_.find(part.key[0]);
    if (set != variables_.end()) return steps_of(set->second, part.key, 1);
    if (part.key[0] == "date" && part.key.size() == 1) return Value::of(context_.now);
    if (part.key[0] == "number" && part.key.size() == 1) return Value::of(context_.number);
    return std::nullopt;
  }

  /// The first name in the scope at hand, then in those around it; the rest only in what that led to.
  std::optional<Value> find_path(const Path& key) const {
    if (key[0] == "this") return steps_of(frames_.back().scope, key, 1);
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame)
      if (const auto* member = frame->scope.find(key[0])) return steps_of(*member, key, 1);
    return std::nullopt;
  }

  std::optional<Value> steps_of(const Value& from, const Path& key, std::size_t step) const {
    auto value = from;
    for (; step < key.size(); ++step) {
      if (value.is_null()) return Value();
      if (const auto* member = value.find(key[step])) {
        const auto copy = *member;
        value = copy;
        continue;
      }
      auto property = key[step] == "Count" && value.is_list() ? value_property(value, "Length", context_.region)
                                                              : value_property(value, key[step], context_.region);
      if (!property) return std::nullopt;
      value = *std::move(property);
    }
    return value;
  }

  const std::vector<Part>& parts_;
  Context& context_;
  const Options& options_;
  std::string out_;
  std::uint64_t steps_ = 0;
  std::vector<Frame> frames_;
  std::vector<Value> lists_;  // of the frames that repeat
  std::map<std::string, Value, std::less<>> variables_;
  std::map<const Part*, bool> warned_;
};

}  // namespace

Result<std::string> fill(std::string_view text, Context& context, const Options& options) {
  auto parts = parse_parts(text, options.escaping == Escaping::Html);
  if (!parts) return Failed(parts.error());
  return Printer(*parts, context, options).print_all();
}

}  // namespace docmill::templating::html
