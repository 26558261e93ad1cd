#include "templating/path.h"

#include <algorithm>

#include "templating/characters.h"
#include "templating/value_properties.h"

namespace docmill::templating {

namespace {

using State = Resolved::State;

/// Bytes of the name at `at`: it does not begin with a hyphen.
std::size_t name_at(std::string_view text, std::size_t at) {
  const auto begin = at;
  while (at < text.size()) {
    const auto bytes = text[at] == '-' && at > begin ? 1 : name_part_at(text, at);
    if (bytes == 0) break;
    at += bytes;
  }
  return at - begin;
}

/// A list that repeats: one that holds objects, or nothing. A leading null or two does not make it another kind of list.
bool repeats(const Value& value) {
  if (!value.is_list()) return false;
  const auto items = value.items().first(std::min<std::size_t>(value.size(), 16));
  const auto first = std::ranges::find_if(items, [](const Value& item) { return !item.is_null(); });
  return value.size() == 0 || (first != items.end() && first->is_object());
}

/// Most values that are looked at to learn what a null stands for.
constexpr int kMostStepsAside = 300;

/// Whether some item of the data has a list that repeats where another has null: then that is a list without items (§2.5).
bool is_list_elsewhere(const Value& value, const Path& path, std::size_t from, int& steps) {
  const Value* at = &value;
  for (auto i = from;; ++i) {
    if (--steps < 0) return false;
    if (i == path.size()) return at->is_collection();
    if (at->is_collection()) {
      return std::ranges::any_of(at->items(), [&](const Value& item) { return steps > 0 && is_list_elsewhere(item, path, i, steps); });
    }
    const auto* next = at->is_object() ? at->find(path[i]) : nullptr;
    if (next == nullptr) return false;
    at = next;
  }
}

Resolved ended_at(const Value* value, std::optional<Value> reckoned, std::size_t names) {
  const Value& found = reckoned ? *reckoned : *value;
  const auto state = found.is_null() ? State::Null : found.is_empty() ? State::Empty : State::Found;
  return {.state = state, .in_data = reckoned ? nullptr : value, .reckoned = std::move(reckoned), .names = names};
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (const auto bytes = blank_at(text, 0)) text.remove_prefix(bytes);
  for (bool again = true; again && !text.empty();) {
    again = false;
    for (std::size_t bytes = 1; bytes <= std::min<std::size_t>(3, text.size()); ++bytes) {
      if (blank_at(text, text.size() - bytes) != bytes) continue;
      text.remove_suffix(bytes);
      again = true;
      break;
    }
  }
  return text;
}

std::optional<Path> parse_path(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || text.size() > kLongestPath) return std::nullopt;
  if (text == "@date" || text == "@number") return Path{std::string(text)};
  Path path;
  for (std::size_t at = 0;; ++at) {
    const auto bytes = name_at(text, at);
    if (bytes == 0 || path.size() == kMostNames) return std::nullopt;
    path.emplace_back(text.substr(at, bytes));
    at += bytes;
    if (at == text.size()) return path;
    if (text[at] != '.') return std::nullopt;
  }
}

std::string to_text(const Path& path) {
  std::string text;
  for (const auto& name : path) text.append(text.empty() ? "" : ".").append(name);
  return text;
}

bool starts_with(const Path& path, const Path& prefix) {
  return path.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

KeptScope::KeptScope(const Scope& scope) {
  std::vector<const Scope*> around;
  for (const auto* at = &scope; at != nullptr; at = at->outer()) around.push_back(at);
  links_.emplace_back(around.back()->value());
  for (auto at = around.rbegin() + 1; at != around.rend(); ++at) links_.emplace_back(links_.back(), (*at)->prefix(), (*at)->value());
}

const Scope& Scope::of(const Path& path) const {
  const auto* scope = this;
  while (scope->outer_ != nullptr && !starts_with(path, scope->prefix_)) scope = scope->outer_;
  return *scope;
}

const Value& Resolved::value() const {
  static const Value nothing{};
  if (reckoned) return *reckoned;
  return in_data != nullptr ? *in_data : nothing;
}

Resolved resolve_in(const Value& value, const Path& path, std::size_t from, const Region& region) {
  const auto* at = &value;
  std::optional<Value> reckoned;  // what `at` points to, when it is not in the data
  for (auto i = from; i < path.size(); ++i) {
    if (at->is_null() || (at->is_text() && at->is_empty() && path[i] != "Length")) return {.state = State::Null, .names = i};
    if (at->is_object()) {
      const auto* member = at->find(path[i]);
      if (member == nullptr) return {.state = State::Missing, .names = i};
      at = member;
    } else if (auto property = value_property(*at, path[i], region)) {
      reckoned = std::move(property);
      at = &*reckoned;
    } else if (repeats(*at)) {
      return {.state = State::Collection, .in_data = at, .names = i};
    } else {
      return {.state = State::Missing, .names = i};
    }
  }
  return ended_at(at, std::move(reckoned), path.size());
}

Resolved resolve(const Scope& scope, const Path& path, const Region& region) {
  const auto& bound = scope.of(path);
  auto found = resolve_in(bound.value(), path, bound.prefix().size(), region);
  // Where the items of a list are shown its length is still the list's (§3.1).
  const bool of_list = path.size() == bound.prefix().size() + 1 && path.back() == "Length";
  return found.missing() && of_list && bound.outer() != nullptr ? resolve(*bound.outer(), path, region) : found;
}

const Value* value_in_data(const Scope& scope, const Path& path) {
  const auto& bound = scope.of(path);
  const auto* at = &bound.value();
  for (auto i = bound.prefix().size(); i < path.size() && at != nullptr; ++i) at = at->find(path[i]);
  return at;
}

Resolved resolve_first(const Scope& scope, const Path& path, const Region& region) {
  auto found = resolve(scope, path, region);
  while (found.state == State::Collection) {
    if (found.in_data->size() == 0) return {.state = State::Null, .names = found.names};
    found = resolve_in(found.in_data->items()[0], path, found.names, region);
  }
  return found;
}

std::optional<Repetition> repetition_of(const Scope& scope, const Path& path) {
  static const Value kNoItems = Value::list({});
  const auto& bound = scope.of(path);
  // A property of what is bound is no way through a list.
  if (path.size() <= bound.prefix().size() + 1 && bound.value().is_object()) return std::nullopt;
  const auto found = resolve(scope, path);
  // An item that is null itself is no list.
  if (found.state == State::Null && scope.outer() != nullptr && found.names > bound.prefix().size() && found.names < path.size()) {
    int steps = kMostStepsAside;
    const Path prefix(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(found.names));
    if (is_list_elsewhere(scope.root(), prefix, 0, steps)) return Repetition{.prefix = prefix, .items = &kNoItems};
  }
  if (found.state != State::Collection) return std::nullopt;
  return Repetition{.prefix = Path(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(found.names)), .items = found.in_data};
}

}  // namespace docmill::templating
