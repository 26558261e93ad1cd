#pragma once
#include <cstddef>
#include <pugixml.hpp>
#include <string_view>
#include <vector>

#include "templating/xlsx/reference.h"

// Conditional formats and validations, as a sheet has them.

namespace docmill::templating::xlsx {

/// Most rectangles of a sheet whose rules have tokens that are told apart by their rows; behind them all say what the first item says.
inline constexpr std::size_t kMostRulePlaces = 2'000;

/// Whether a <conditionalFormatting> or <dataValidation> has tokens in what it compares with, offers or says.
bool rule_has_tokens(pugi::xml_node rule);

/// The rectangles of a sqref, at most so many.
std::vector<Rect> rects_of(std::string_view sqref, std::size_t most);

/// The formulas of a rule.
std::vector<pugi::xml_node> formulas_of(pugi::xml_node rule);

}  // namespace docmill::templating::xlsx
