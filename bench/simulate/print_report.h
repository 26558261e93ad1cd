#pragma once
#include <string>

#include "simulate/simulation.h"

namespace docmill::simulate {

/// Jobs that never ended, or ended more than once: 0 unless a rule is broken.
std::uint64_t lost(const Report& report);
/// From acceptance to the first attempt, of every job, in order.
std::vector<double> waits_in_seconds(const Report& report);
/// `sorted` is not empty; `q` is 0 to 1.
double quantile(const std::vector<double>& sorted, double q);

/// The table, a line each.
std::string print_report(const Report& report);

}  // namespace docmill::simulate
