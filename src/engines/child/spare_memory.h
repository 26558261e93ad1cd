#pragma once

namespace docmill::engines::child {

/// Called once, when a zygote is warm: gives the kernel back what the warm-up has freed, and leaves the code of libraries to the page
/// cache, from which a child maps what it runs (a fork copies no mappings of files).
void give_back_memory();

}  // namespace docmill::engines::child
