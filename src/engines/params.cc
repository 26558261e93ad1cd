#include "engines/params.h"

#include <charconv>
#include <cmath>

namespace docmill::engines {
namespace {

/// Values a release older let through unchecked count as not given.
template <class Number>
std::optional<Number> number_in(const std::string& text, Number value) {
  const auto* const end = text.data() + text.size();
  const auto [read, failed] = std::from_chars(text.data(), end, value);
  if (failed != std::errc{} || read != end) return std::nullopt;
  return value;
}

}  // namespace

const std::string& text_of(const Params& params, const std::string& name) {
  static const std::string none;
  const auto found = params.find(name);
  return found == params.end() ? none : found->second;
}

bool flag_of(const Params& params, const std::string& name, bool otherwise) {
  const auto& text = text_of(params, name);
  return text.empty() ? otherwise : text == "true";
}

std::optional<int> integer_of(const Params& params, const std::string& name) {
  return number_in(text_of(params, name), 0);
}

std::optional<double> decimal_of(const Params& params, const std::string& name) {
  const auto value = number_in(text_of(params, name), 0.0);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

}  // namespace docmill::engines
