// Functions on texts, dates and conditions. A number is taken by what it prints.
#include <array>
#include <cmath>

#include "templating/characters.h"
#include "templating/function_rows.h"
#include "templating/print.h"

namespace docmill::templating {

namespace {

std::string printed(const Value& value, Invocation& call) {
  return print(value, call.context().region);
}

Result<std::string> text_argument(Invocation& call, std::size_t i) {
  auto value = call.value(i);
  if (!value) return Failed(value.error());
  return printed(*value, call);
}

Result<Value> length(Invocation& call) {
  if (call.input().is_list()) return Value::of(static_cast<std::int64_t>(call.input().size()));
  return Value::of(static_cast<std::int64_t>(utf16_length(printed(call.input(), call))));
}

Result<Value> upper(Invocation& call) {
  if (call.input().is_null()) return Value();
  return bounded_text(call.context().region.culture->to_upper(printed(call.input(), call)), call.context());
}
Result<Value> lower(Invocation& call) {
  if (call.input().is_null()) return Value();
  return bounded_text(call.context().region.culture->to_lower(printed(call.input(), call)), call.context());
}
Result<Value> capitalize(Invocation& call) {
  const auto text = printed(call.input(), call);
  if (text.empty()) return call.input();
  const auto first = character_at(text, 0);
  return bounded_text(call.context().region.culture->to_upper(text.substr(0, first)) + text.substr(first), call.context());
}

Result<Value> trim(Invocation& call) {
  if (call.input().is_null()) return Value();
  return Value::of(trimmed(printed(call.input(), call)));
}

Result<Value> starts(Invocation& call) {
  auto what = text_argument(call, 0);
  if (!what) return Failed(what.error());
  return Value::of(printed(call.input(), call).starts_with(*what));
}
Result<Value> ends(Invocation& call) {
  auto what = text_argument(call, 0);
  if (!what) return Failed(what.error());
  return Value::of(printed(call.input(), call).ends_with(*what));
}

/// Of a text: a part of it. Of a list: one of its items.
Result<Value> contains(Invocation& call) {
  auto what = call.value(0);
  if (!what) return what;
  if (!call.input().is_list()) return Value::of(printed(call.input(), call).find(printed(*what, call)) != std::string::npos);
  for (const auto& item : call.input().items())
    if (are_equal(item, *what, call.context())) return Value::of(true);
  return Value::of(false);
}

Result<Value> replace(Invocation& call) {
  auto what = text_argument(call, 0);
  auto with = text_argument(call, 1);
  if (!what) return Failed(what.error());
  if (!with) return Failed(with.error());
  const auto text = printed(call.input(), call);
  if (what->empty()) return call.input();
  std::string made;
  for (std::size_t at = 0; at <= text.size();) {
    const auto next = text.find(*what, at);
    made.append(text, at, next - at);
    if (next == std::string::npos) break;
    made.append(*with);
    at = next + what->size();
    if (made.size() > kLongestText) break;  // bounded_text() has the words for it
  }
  return bounded_text(std::move(made), call.context());
}

Result<Value> split(Invocation& call) {
  auto separator = text_argument(call, 0);
  if (!separator) return Failed(separator.error());
  const auto text = printed(call.input(), call);
  if (auto spent = call.context().spend(text.size()); !spent) return Failed(spent.error());
  if (text.empty() || separator->empty()) return Value::list({Value::of(text)});
  std::vector<Value> parts;
  for (std::size_t at = 0;;) {
    const auto next = text.find(*separator, at);
    parts.push_back(Value::of(trimmed(std::string_view(text).substr(at, next - at))));
    if (next == std::string::npos) return Value::list(std::move(parts));
    at = next + separator->size();
  }
}

Result<Value> index_of(Invocation& call) {
  auto what = text_argument(call, 0);
  if (!what) return Failed(what.error());
  const auto text = printed(call.input(), call);
  const auto at = text.find(*what);
  if (at == std::string::npos) return Value::of(std::int64_t{-1});
  return Value::of(static_cast<std::int64_t>(utf16_length(std::string_view(text).substr(0, at))));
}

Result<Value> concat(Invocation& call) {
  auto made = printed(call.input(), call);
  for (std::size_t i = 0; i < call.count(); ++i) {
    auto more = text_argument(call, i);
    if (!more) return Failed(more.error());
    made += *more;
  }
  return bounded_text(std::move(made), call.context());
}

/// isActive|if("yes", "no")
Result<Value> choose(Invocation& call) {
  return call.value(is_true(call.input()) ? 0 : 1);
}

/// What it is, or the argument where it is null, "" or [].
Result<Value> default_to(Invocation& call) {
  return call.input().is_empty() ? call.value(0) : Result<Value>(call.input());
}

Result<Value> to_text(Invocation& call) {
  return bounded_text(printed(call.input(), call), call.context());
}

std::optional<DateTime> date_of(Invocation& call) {
  if (call.input().is_date_time()) return call.input().date_time();
  return call.input().is_text() ? parse_iso(call.input().text(), *call.context().region.zone) : std::nullopt;
}

Result<Value> to_date(Invocation& call) {
  const auto moment = date_of(call);
  return moment ? Value::of(*moment) : Value();
}

Result<Value> moved_by(Invocation& call, std::int64_t ticks_of_one) {
  auto many = call.value(0);
  if (!many) return many;
  const auto number = as_number(*many);
  const auto moment = date_of(call);
  const auto ticks = number ? number->value * static_cast<double>(ticks_of_one) : 0;
  if (!moment || !(std::abs(ticks) < 9e18)) {
    call.warn("“" + call.call().name + "” is for dates and a number; what it was given is left as it is.");
    return call.input();
  }
  const auto moved = moment->plus({static_cast<std::int64_t>(ticks)});
  return moved ? Value::of(*moved) : Value();
}
Result<Value> add_days(Invocation& call) {
  return moved_by(call, kTicksPerDay);
}
Result<Value> add_hours(Invocation& call) {
  return moved_by(call, kTicksPerHour);
}
Result<Value> add_minutes(Invocation& call) {
  return moved_by(call, kTicksPerMinute);
}

/// The same day of another month, or its last day: 31 January and a month are 28 February, as in .NET.
Result<Value> moved_by_months(Invocation& call, double months_of_one) {
  auto many = call.value(0);
  if (!many) return many;
  const auto number = as_number(*many);
  const auto moment = date_of(call);
  if (!number || !moment || !(std::abs(number->value) < 200'000)) return call.input();
  const auto month = moment->year() * 12 + moment->month() - 1 + static_cast<int>(number->value * months_of_one);
  for (int day = moment->day(); month >= 12 && day > 0; --day)
    if (const auto midnight = DateTime::of(month / 12, month % 12 + 1, day, 0, 0, 0, 0, moment->kind()))
      return Value::of(midnight->plus(moment->time_of_day()).value_or(*midnight));
  return Value();
}
Result<Value> add_months(Invocation& call) {
  return moved_by_months(call, 1);
}
Result<Value> add_years(Invocation& call) {
  return moved_by_months(call, 12);
}

constexpr std::array kTextFunctions = {
    FunctionRow{"length", length, 0, 0, true},
    FunctionRow{"upper", upper},
    FunctionRow{"to-upper", upper},
    FunctionRow{"lower", lower},
    FunctionRow{"to-lower", lower},
    FunctionRow{"capitalize", capitalize},
    FunctionRow{"trim", trim},
    FunctionRow{"starts-with", starts, 1, 1},
    FunctionRow{"ends-with", ends, 1, 1},
    FunctionRow{"contains", contains, 1, 1, true},
    FunctionRow{"replace", replace, 2, 2},
    FunctionRow{"split", split, 1, 1},
    FunctionRow{"index-of", index_of, 1, 1},
    FunctionRow{"concat", concat, 1, 20},
    FunctionRow{"if", choose, 1, 2},
    FunctionRow{"default", default_to, 1, 1},
    FunctionRow{"to-string", to_text},
    FunctionRow{"to-date", to_date},
    FunctionRow{"add-days", add_days, 1, 1},
    FunctionRow{"add-hours", add_hours, 1, 1},
    FunctionRow{"add-minutes", add_minutes, 1, 1},
    FunctionRow{"add-months", add_months, 1, 1},
    FunctionRow{"add-years", add_years, 1, 1},
};

}  // namespace

std::span<const FunctionRow> text_functions() {
  return kTextFunctions;
}

}  // namespace docmill::templating
