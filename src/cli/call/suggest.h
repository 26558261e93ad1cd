#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace docmill::cli {

/// How many letters must be changed, added, left out or exchanged with their neighbour to make `b` of `a`; A to Z and a to z are alike.
/// Source: optimal string alignment distance (Damerau, 1964).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// Those of `known` that may have been meant by `word`, the nearest first, at most three. The part behind a slash counts as a name too,
/// and so does a part of a name that has three letters or more: "merge" finds "pdf/merge".
std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

/// " Did you mean 'a', 'b' or 'c'?", with the space in front; "" when nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace docmill::cli
