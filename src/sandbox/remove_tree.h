#pragma once

namespace docmill::sandbox {

/// Removes the directory `name` below the open directory `parent` with everything in it. Safe against what a hostile
/// child left: follows no link, needs no stack or descriptors for deep nesting, opens up directories without rights.
/// Returns: true when it is gone.
bool remove_tree(int parent, const char* name);

}  // namespace docmill::sandbox
