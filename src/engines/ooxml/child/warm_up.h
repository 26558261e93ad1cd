#pragma once
#include <string>

#include "base/result.h"

namespace docmill::engines::ooxml {

/// Opens, changes and writes a small package and prints a date and numbers, so that what the libraries load is there before the first fork.
/// Errors: Unavailable.
Result<void> warm_up();

/// Fills a template of a few rows for nobody. A fork has none of the pages that this writes or runs through, and each costs a fault of
/// 1.6 µs: done in a child before its document comes, it takes 1.3 ms there and spares the document 0.65 ms with three rows and 0.85 ms
/// with a thousand (of 1.04 and 4.13 ms of processor time; 197 → 3 and 526 → 337 faults; 2 cores, AMD EPYC, Linux 6.18). Only after
/// warm_up().
void rehearse_filling();

/// "1.7.3/1.13": libzip and pugixml.
std::string versions();

}  // namespace docmill::engines::ooxml
