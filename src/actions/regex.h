#pragma once
#include "model/action.h"

/// The declarations of regular expressions, performed by the data engine.
namespace docmill::actions {

model::Action regex_match();
model::Action regex_replace();
model::Action regex_test();
model::Action regex_split();

}  // namespace docmill::actions
