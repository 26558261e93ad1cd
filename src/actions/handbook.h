#pragma once
#include <string>

namespace docmill::actions {

/// docs/actions.md: every action with its fields, as Markdown. `docmill actions --markdown` prints it, a test compares it with the file.
std::string handbook();

}  // namespace docmill::actions
