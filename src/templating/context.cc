#include "templating/context.h"

#include <fmt/format.h>

namespace docmill::templating {
namespace {

/// Marks an error that says its place already: a chart's stands in a document's.
constexpr std::string_view kPlaced = "template.place";

}  // namespace

Where Context::where() const {
  Where found = locator != nullptr ? locator->where() : Where();
  if (found.part.empty()) found.part = part;
  if (found.place.empty() && locator == nullptr) found.place = place;
  if (!container.empty()) found.part = container;
  return found;
}

void Context::warn(std::string_view token, std::string message, std::string missing_name) {
  auto [where_part, where_place, block] = where();
  auto source = locator != nullptr ? locator->token() : std::string();
  if (source.empty()) source = token;
  warnings.add({.part = std::move(where_part),
                .place = std::move(where_place),
                .token = std::move(source),
                .message = std::move(message),
                .missing = std::move(missing_name)});
}

Error Context::placed(const Error& error) const {
  if (error.code() != ErrorCode::InputTooComplex || error.where().find(kPlaced) != std::string::npos) return error;
  const auto at = where().with(locator != nullptr ? locator->token() : std::string());
  if (at.empty()) return error;
  return fail(error.code(), fmt::format("{} It came up at {}.", error.message(), at)).cause(error.cause()).at(error.where()).at(kPlaced);
}

}  // namespace docmill::templating
