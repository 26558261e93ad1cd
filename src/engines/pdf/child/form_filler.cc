#include "engines/pdf/child/form_filler.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/small_letters.h"

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

constexpr std::size_t kMostFormWarnings = 10;
constexpr int kEditable = 1 << 18;  // of a combo box: other texts than the options are allowed (ISO 32000-1, table 230)
constexpr int kSeveralAllowed = 1 << 21;

/// Texts that people send for yes and no; nullopt for any other.
std::optional<bool> yes_or_no(const std::string& text) {
  const auto word = small_letters(text);
  if (word == "true" || word == "yes" || word == "on" || word == "1" || word == "x") return true;
  if (word == "false" || word == "no" || word == "off" || word == "0" || word.empty()) return false;
  return std::nullopt;
}

std::vector<std::string> texts_of(const FormValue& value) {
  if (const auto* several = std::get_if<std::vector<std::string>>(&value)) return *several;
  if (const auto* truth = std::get_if<bool>(&value)) return {*truth ? "true" : "false"};
  return {std::get<std::string>(value)};
}

/// "A, B, …" of what a button or list knows.
std::string listed(const std::vector<std::string>& values) {
  const auto few = std::vector(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(values.size(), 8)));
  return fmt::format("{}{}", fmt::join(few, ", "), values.size() > few.size() ? ", …" : "");
}

bool is_option(const std::vector<FormOption>& options, const std::string& text) {
  return std::ranges::any_of(options, [&](const FormOption& o) { return o.value == text || o.shown == text; });
}

/// "one, three", as pdf/get-form answers several, as these; otherwise the text itself.
std::vector<std::string> several_in(const std::string& text, const std::vector<FormOption>& options) {
  static constexpr std::string_view kBetween = ", ";
  std::vector<std::string> out;
  if (is_option(options, text)) return {text};
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(kBetween, begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    if (out.size() > options.size() || !is_option(options, out.back())) return {text};
    begin = end + kBetween.size();
  }
  return out;
}

/// Rich text of the same value would contradict it.
void set_value(FormField& field, Handle value) {
  for (auto& part : field.parts) {
    part.getObjectHandle().replaceKey("/V", value);
    part.getObjectHandle().removeKey("/RV");
  }
}

std::string text_value(Handle value) {
  if (value.isString()) return value.getUTF8Value();
  return value.isName() ? value.getName().substr(1) : std::string();
}

}  // namespace

void FormFiller::warn(const FormField& field, const std::string& what) {
  if (warnings_.size() < kMostFormWarnings) warnings_.push_back(fmt::format("Field \"{}\": {}", field.name, what));
}

void FormFiller::fill(FormField& field, const FormValue& value) {
  using Kind = FormField::Kind;
  const auto kind = field.kind();
  if (kind == Kind::Text) return fill_text(field, fmt::format("{}", fmt::join(texts_of(value), "\n")));
  if (kind == Kind::Check || kind == Kind::Radio) return fill_buttons(field, value);
  if (kind == Kind::Combo || kind == Kind::List) return fill_choice(field, texts_of(value));
  warn(field, kind == Kind::Signature ? "a signature cannot be filled in." : "this field holds no value; it was left alone.");
}

void FormFiller::fill_text(FormField& field, std::string text) {
  auto letters = type::characters(text);
  auto most = field.first().getInheritableFieldValue("/MaxLen");
  if (most.isInteger() && most.getIntValue() >= 0 && letters.size() > static_cast<std::size_t>(most.getIntValue())) {
    letters.resize(static_cast<std::size_t>(most.getIntValue()));
    warn(field, fmt::format("the text was cut to {} characters, which is all the field takes.", letters.size()));
  }
  text = type::utf8(letters);
  set_value(field, Handle::newUnicodeString(text));
  look_.show_text(field, text);
}

void FormFiller::set_buttons(FormField& field, const std::string& state, std::size_t widget) {
  const bool round = field.kind() == FormField::Kind::Radio;
  for (std::size_t i = 0; i < field.widgets.size(); ++i) {
    auto own = on_state(field.widgets[i]);
    const bool none = own.empty();
    if (none) own = i == widget && !state.empty() ? state : "Yes";
    if (none || needs_dingbats(field.widgets[i], own)) look_.draw_states(field.widgets[i], own, round);
    field.widgets[i].getObjectHandle().replaceKey("/AS", Handle::newName(own == state ? "/" + state : "/Off"));
    field.widgets[i].getObjectHandle().removeKey("/V");
  }
  set_value(field, Handle::newName(state.empty() ? "/Off" : "/" + state));
}

void FormFiller::fill_buttons(FormField& field, const FormValue& value) {
  if (field.widgets.empty()) return;
  const auto exports = export_values(field);
  const auto text = texts_of(value).empty() ? std::string() : texts_of(value).front();
  const auto turn_on = [&](std::size_t i) {
    const auto own = on_state(field.widgets[i]);
    set_buttons(field, own.empty() ? "Yes" : own, i);
  };
  for (std::size_t i = 0; i < exports.size(); ++i) {
    if (!text.empty() && (exports[i] == text || on_state(field.widgets[i]) == text)) return turn_on(i);
  }
  if (!std::holds_alternative<bool>(value) && (text.empty() || text == "Off")) return set_buttons(field, {}, 0);
  const auto truth = std::holds_alternative<bool>(value) ? std::optional(std::get<bool>(value)) : yes_or_no(text);
  if (!truth) return warn(field, fmt::format("\"{}\" is none of its values ({}); it was left alone.", text.substr(0, 60), listed(exports)));
  // A pair of buttons "Yes" and "No" is asked by name; of others the first one means yes, and none means no. "0" and "1" are mostly numbers
  // that a program gave its buttons.
  const auto place_of = [&](bool wanted) {
    return std::ranges::find_if(exports, [&](const std::string& one) { return one.size() > 1 && yes_or_no(one) == wanted; });
  };
  const auto place = place_of(*truth);
  if (place != exports.end() && place_of(!*truth) != exports.end()) return turn_on(static_cast<std::size_t>(place - exports.begin()));
  if (*truth) return turn_on(0);
  set_buttons(field, {}, 0);
}

void FormFiller::fill_choice(FormField& field, std::vector<std::string> wanted) {
  const auto options = options_of(field);
  const bool several = field.kind() == FormField::Kind::List && (field.first().getFlags() & kSeveralAllowed) != 0;
  if (several && wanted.size() == 1) wanted = several_in(wanted.front(), options);
  std::set<std::size_t> chosen;
  std::vector<std::string> values;
  std::string shown;
  for (const auto& text : wanted) {
    const auto found = std::ranges::find_if(options, [&](const FormOption& o) { return o.value == text || o.shown == text; });
    const bool free = field.kind() == FormField::Kind::Combo && (options.empty() || (field.first().getFlags() & kEditable) != 0);
    if (found != options.end()) {
      chosen.insert(static_cast<std::size_t>(found - options.begin()));
      values.push_back(found->value);
      shown = found->shown;
    } else if (free || text.empty()) {
      values.push_back(text);
      shown = text;
    } else {
      std::vector<std::string> known;
      for (const auto& option : options) known.push_back(option.value);
      return warn(field, fmt::format("\"{}\" is none of its options ({}); it was left alone.", text.substr(0, 60), listed(known)));
    }
    if (!several && wanted.size() > 1) {
      warn(field, "it takes one value only; the first was put.");
      break;
    }
  }
  auto list = Handle::newArray();
  for (const auto& value : values) list.appendItem(Handle::newUnicodeString(value));
  set_value(field, values.size() > 1 ? list : Handle::newUnicodeString(values.empty() ? std::string() : values.front()));
  auto indices = Handle::newArray();
  for (const auto index : chosen) indices.appendItem(Handle::newInteger(static_cast<long long>(index)));
  for (auto& part : field.parts) part.getObjectHandle().replaceKey("/I", indices);
  if (field.kind() == FormField::Kind::List) {
    look_.show_list(field, options, chosen);
  } else {
    look_.show_text(field, shown);
  }
}

void FormFiller::draw(FormField& field) {
  auto value = field.first().getInheritableFieldValue("/V");
  const auto kind = field.kind();
  if (kind == FormField::Kind::Text) return look_.show_text(field, text_value(value));
  if (kind != FormField::Kind::Combo && kind != FormField::Kind::List) return;
  const auto options = options_of(field);
  std::set<std::string> held;
  if (value.isArray()) {
    for (auto& item : value.aitems()) held.insert(text_value(item));
  } else {
    held.insert(text_value(value));
  }
  std::set<std::size_t> chosen;
  auto shown = text_value(value);
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (!held.contains(options[i].value)) continue;
    chosen.insert(i);
    shown = options[i].shown;
  }
  if (kind == FormField::Kind::List) {
    look_.show_list(field, options, chosen);
  } else {
    look_.show_text(field, shown);
  }
}

}  // namespace docmill::engines::pdf
