#pragma once

namespace docmill::engines::child {

/// Puts the program's own code into large pages, once for the zygote and all of its children: a fork copies one entry for 2 MiB of it, and
/// a child runs it without a fault, where 64 KiB of a file cost a fault and each page of 4 KiB an entry of the host's shadow page tables
/// (docs/benchmarks.md). Only for programs that are linked for it (docmill_large_code() in cmake/folders.cmake); the code then belongs to
/// no file any more, so profilers have no names for it. Where there are no large pages, or memory may not become code, nothing changes.
void code_in_large_pages();

}  // namespace docmill::engines::child
