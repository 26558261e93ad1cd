#pragma once
#include <string_view>

#include "actions/validate.h"
#include "model/action.h"

namespace docmill::actions {

/// The step that writes what mark_across() says on every page of each PDF.
model::Step mark_step(model::When when = {});

/// Adds to a job's parameters what the step needs to write a word in grey across each page: a reader sees at once that it is no document
/// to be sent, and can still read it. `opacity` in percent.
void mark_across(Params& params, std::string_view word, std::string_view opacity);

}  // namespace docmill::actions
