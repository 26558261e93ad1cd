#pragma once
#include <string>
#include <utility>

#include "ooxml/package.h"
#include "templating/bounded.h"
#include "templating/context.h"
#include "templating/json.h"

// A hostile template filled in a process of its own. For tests only.

namespace docmill::trial {

/// "filled", or what the error says, or how the process ended (see within()). `fill` takes the opened package and the context.
template <class Fill>
std::string outcome_within_bounds(const std::string& bytes, const std::string& json, templating::Dialect dialect, Fill fill) {
  return within([&]() -> std::string {
    auto data = templating::read_json(json);
    if (!data) return data.error().message();
    auto package = ooxml::Package::open(bytes);
    if (!package) return package.error().message();
    templating::Context context;
    context.data = *std::move(data);
    context.dialect = dialect;
    if (auto done = fill(*package, context); !done) return done.error().message();
    auto written = package->write();
    return written ? "filled" : written.error().message();
  });
}

}  // namespace docmill::trial
