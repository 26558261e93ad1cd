// Formatters that make a value of a value. A new one is a function and a row.
#include "templating/value_formatters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/small_letters.h"
#include "templating/characters.h"
#include "templating/composite_format.h"
#include "templating/functions.h"
#include "templating/print.h"

namespace docmill::templating {

namespace {

/// What a formatter is given; `raw` is what stands between its parentheses.
struct Use {
  const Value& value;
  std::string_view raw;
  const Call& call;
  Context& context;

  Value unsuitable(std::string_view why) const {
    context.warn(fmt::format(":{}({})", call.name, raw), fmt::format("{}, so the value is left as it is.", why));
    return value;
  }
};

// --- format ---

/// A locale's name where one stands behind the last comma. "tt" and "ss" are languages too, but in a format they are parts of a time.
const Culture* culture_behind(std::string_view format, std::size_t comma) {
  const auto name = without_quotes(trimmed(format.substr(comma + 1)));
  if (name.size() < 2 || (name.size() == 2 && name[0] == name[1])) return nullptr;
  return Culture::find(name);
}

/// The escapes of the language go, those of .NET's formats stay: `hh\:mm` is hh:mm, `\d` is a letter d.
std::string format_text(std::string_view raw) {
  raw = trimmed(raw);
  const auto inner = without_quotes(raw);
  const bool quoted = inner.size() < raw.size() && inner.find(raw[0]) == std::string_view::npos;
  std::string text;
  for (const auto source = quoted ? inner : raw; const char c : source) {
    if (!text.empty() && text.back() == '\\' && std::string_view(":,(){}[]").find(c) != std::string_view::npos &&
        (text.size() < 2 || text[text.size() - 2] != '\\'))
      text.back() = c;
    else
      text += c;
  }
  return text;
}

Value format_of(const Use& use) {
  auto region = use.context.region;
  auto raw = use.raw;
  if (const auto comma = raw.rfind(','); comma != std::string_view::npos)
    if (const auto* culture = culture_behind(raw, comma)) {
      region.culture = culture;
      raw = raw.substr(0, comma);
    }
  auto value = use.value;
  if (value.is_text())
    if (const auto moment = parse_iso(value.text(), *region.zone)) value = Value::of(*moment);
  if (!value.is_date_time() && !value.is_number()) return use.value;
  auto format = format_text(raw);
  if (format.empty() && value.is_number()) return use.value;
  auto text = format_value(value, format.empty() ? "d" : format, region);
  return text ? Value::of(*text) : use.unsuitable(text.error().message());
}

// --- choices ---

bool means(const Value& value, std::string_view argument) {
  if (value.is_null()) return argument.empty() || argument == "null";
  if (!value.is_scalar()) return false;
  const auto text = print_invariant(value);
  if (text == argument) return true;
  if (value.is_bool()) return same_but_for_case(text, argument);
  if (!value.is_number()) return false;
  const auto number = as_number(Value::of(argument));
  return number && number->value == value.number().value;
}

/// `a = b` cut at the first equals sign outside of quotes.
std::size_t equals_sign(std::string_view pair) {
  Quote open = Quote::None;
  for (std::size_t at = 0; at < pair.size(); at += character_at(pair, at)) {
    const auto quote = quote_at(pair, at).kind;
    if (open == Quote::None && pair[at] == '=') return at;
    if (pair[at] == '\\')
      ++at;
    else if (quote == Quote::Double)
      open = open == Quote::None ? quote : Quote::None;
    if (at >= pair.size()) break;
  }
  return pair.find('=');
}

std::string plain(std::string_view piece) {
  return without_escapes(without_quotes(trimmed(piece)));
}

Value mapped(const Use& use) {
  for (const auto pair : cut_arguments(use.raw)) {
    const auto sign = equals_sign(pair);
    if (sign == std::string_view::npos) continue;
    if (means(use.value, plain(pair.substr(0, sign)))) return Value::of(plain(pair.substr(sign + 1)));
  }
  return use.value;
}

Value bool_of(const Use& use) {
  const auto texts = split_arguments(use.raw);
  const auto text = [&](std::size_t i) { return i < texts.size() ? Value::of(texts[i]) : Value(); };
  if (use.value.is_null()) return text(2);
  if (use.value.is_bool()) return text(use.value.boolean() ? 0 : 1);
  if (use.value.is_text() && same_but_for_case(use.value.text(), "true")) return text(0);
  if (use.value.is_text() && same_but_for_case(use.value.text(), "false")) return text(1);
  return use.unsuitable("“bool” is for true, false and null");
}

Value empty_of(const Use& use) {
  return use.value.is_empty() ? Value::of(plain(use.raw)) : use.value;
}

Value hidden(const Use&) {
  return {};
}

// --- texts ---

std::optional<std::size_t> whole_number(std::string_view text) {
  long long number = 0;
  const auto end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, number); read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return static_cast<std::size_t>(std::clamp<long long>(number, 0, 1LL << 40));
}

Value substring_of(const Use& use) {
  if (use.value.is_null()) return {};
  if (!use.value.is_scalar()) return use.unsuitable("“substring” is for texts");
  const auto arguments = split_arguments(use.raw);
  const auto start = arguments.empty() ? std::nullopt : whole_number(arguments[0]);
  const auto count = arguments.size() > 1 ? whole_number(arguments[1]) : std::optional<std::size_t>(std::size_t{1} << 40U);
  if (!start || !count) return use.unsuitable("“substring” needs a place and maybe a length, as in substring(0, 5)");
  return Value::of(utf16_slice(print(use.value, use.context.region), *start, *count));
}

Value joined(const Use& use) {
  if (!use.value.is_list()) return use.value.is_null() ? use.value : use.unsuitable("“join” is for lists");
  const auto separator = without_escapes(without_quotes(use.raw));
  std::string text;
  for (bool first = true; const auto& item : use.value.items()) {
    if (item.is_object()) continue;  // it prints nothing, nor does what stands between two of them
    if (!first) text += separator;
    first = false;
    text += print(item, use.context.region);
    if (text.size() > kLongestText) return use.unsuitable("The joined text would be longer than 16 MiB");
  }
  return Value::of(text);
}

Value padded(const Use& use, bool left) {
  const auto arguments = split_arguments(use.raw);
  const auto width = arguments.empty() ? std::nullopt : whole_number(arguments[0]);
  if (!width || !use.value.is_scalar()) return use.unsuitable("“padLeft” and “padRight” need a width, as in padLeft(8, 0)");
  auto text = print(use.value, use.context.region);
  const auto there = utf16_length(text);
  const auto fill =
      arguments.size() > 1 && !arguments[1].empty() ? arguments[1].substr(0, character_at(arguments[1], 0)) : std::string(" ");
  std::string padding;
  for (auto i = there; i < std::min(*width, kWidestPadding); ++i) padding += fill;
  return Value::of(left ? padding + text : text + padding);
}
Value pad_left(const Use& use) {
  return padded(use, true);
}
Value pad_right(const Use& use) {
  return padded(use, false);
}

// --- addresses ---

/// A host's labels: none empty; no blanks and no signs that end a host.
bool is_host(std::string_view host) {
  if (host.starts_with('[')) return host.ends_with(']') && host.find_first_not_of("0123456789abcdefABCDEF:.[]") == std::string_view::npos;
  for (std::size_t begin = 0;;) {
    const auto point = host.find('.', begin);
    const auto label = host.substr(begin, point - begin);
    if (label.empty() && !(begin > 0 && point == std::string_view::npos)) return false;  // a last point is allowed
    for (std::size_t at = 0; at < label.size();) {
      const auto bytes = label[at] == '-' ? 1 : name_part_at(label, at);
      if (bytes == 0) return false;
      at += bytes;
    }
    if (point == std::string_view::npos) return true;
    begin = point + 1;
  }
}

/// What stands behind "scheme://".
bool is_authority(std::string_view rest) {
  auto host = rest.substr(0, rest.find_first_of("/?#"));
  if (const auto user = host.rfind('@'); user != std::string_view::npos) host.remove_prefix(user + 1);
  if (const auto port = host.rfind(':'); port != std::string_view::npos && !host.ends_with(']')) {
    if (host.find_first_not_of("0123456789", port + 1) != std::string_view::npos) return false;
    host = host.substr(0, port);
  }
  return is_host(host);
}

/// Addresses a document may lead to; anything that runs (javascript:) is no address.
bool is_address(std::string_view text) {
  for (const std::string_view scheme : {"mailto:", "tel:", "sms:", "geo:"})
    if (same_but_for_case(text.substr(0, scheme.size()), scheme)) return text.size() > scheme.size();
  for (const std::string_view scheme : {"http://", "https://", "ftp://", "ftps://", "sftp://"})
    if (same_but_for_case(text.substr(0, scheme.size()), scheme)) return is_authority(text.substr(scheme.size()));
  return false;
}

Value url_of(const Use& use) {
  if (use.value.is_null()) return {};
  if (!use.value.is_text()) return use.unsuitable("“url” is for texts");
  const auto text = trimmed(use.value.text());
  for (std::size_t at = 0; at < text.size(); at += character_at(text, at))
    if (blank_at(text, at) != 0 || std::string_view("<>\"{}|\\^`").find(text[at]) != std::string_view::npos) return {};
  if (is_address(text)) return Value::of(text);
  const auto colon = text.find(':');
  const bool port = colon != std::string_view::npos && colon + 1 < text.size() && is_ascii_digit(text[colon + 1]);
  const bool bare = colon == std::string_view::npos || text.find_first_of("/?#") < colon || port;
  const auto address = "http://" + std::string(text);
  return bare && is_address(address) ? Value::of(address) : Value();
}

// --- dates ---

Value offset_of(const Use& use) {
  if (use.value.is_null()) return {};
  const auto moment = use.value.is_date_time() ? std::optional(use.value.date_time())
                      : use.value.is_text()    ? parse_iso(use.value.text(), *use.context.region.zone)
                                               : std::nullopt;
  if (!moment) return use.unsuitable("“offset” is for dates");
  const auto span = parse_time_span(plain(use.raw));
  if (!span) return use.unsuitable("“offset” needs days or days.hours:minutes:seconds, as in offset(-10) or offset(1.12:30:00)");
  const auto moved = moment->plus(*span);
  return moved ? Value::of(*moved) : use.unsuitable("The date would lie outside of the years 1 to 9999");
}

struct ValueFormatter {
  std::string_view name;
  Value (*apply)(const Use&);
};

constexpr std::array kValueFormatters = {
    ValueFormatter{"format", format_of}, ValueFormatter{"map", mapped},         ValueFormatter{"substring", substring_of},
    ValueFormatter{"join", joined},      ValueFormatter{"offset", offset_of},   ValueFormatter{"hide", hidden},
    ValueFormatter{"bool", bool_of},     ValueFormatter{"empty", empty_of},     ValueFormatter{"url", url_of},
    ValueFormatter{"padLeft", pad_left}, ValueFormatter{"padRight", pad_right},
};

const ValueFormatter* value_formatter(std::string_view name) {
  const auto* row = std::ranges::find_if(kValueFormatters, [&](const ValueFormatter& one) { return same_but_for_case(one.name, name); });
  return row == kValueFormatters.end() ? nullptr : row;
}

}  // namespace

std::optional<Value> apply_value_formatter(const Call& call, const Value& value, Context& context) {
  const auto* row = value_formatter(call.name);
  if (row == nullptr) return std::nullopt;
  return row->apply({value, call.arguments, call, context});
}

bool is_value_formatter(std::string_view name) {
  return value_formatter(name) != nullptr;
}

bool matches_arguments(const Value& value, std::string_view arguments) {
  auto pieces = cut_arguments(arguments);
  if (pieces.empty()) return value.is_empty();
  if (!value.is_list()) return std::ranges::any_of(pieces, [&](std::string_view piece) { return means(value, plain(piece)); });
  const auto same = [&](const std::vector<std::string_view>& texts) {
    return std::ranges::equal(value.items(), texts, [](const Value& item, std::string_view text) { return means(item, plain(text)); });
  };
  for (const auto piece : pieces) {
    const auto inner = trimmed(piece);
    if (inner.starts_with('[') && inner.ends_with(']') && same(cut_arguments(inner.substr(1, inner.size() - 2)))) return true;
  }
  return same(pieces);
}

}  // namespace docmill::templating
