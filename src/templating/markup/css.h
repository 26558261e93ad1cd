#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/small_letters.h"
#include "templating/markup/fragment.h"

namespace docmill::templating::markup {

/// The properties of a style attribute, names in small letters, in their order; at most 100. What cannot be read is left out.
std::vector<std::pair<std::string, std::string>> declarations_of(std::string_view style);

/// `#abc`, `#aabbcc`, `rgb(1, 2, 3)`, `rgba(…)` or a name, as "RRGGBB". nullopt: none of them, or transparent.
std::optional<std::string> color_of(std::string_view text);

/// A length in points: pt, px, in, cm, mm, pc. em, rem and % are of `whole`; none of either where that is 0. A bare number is pixels.
/// Never negative, never more than 2,000.
std::optional<double> points_of(std::string_view text, double whole);

/// Width of a box: `50%`, `120px`, `120`.
Width width_of(std::string_view text);

/// `1px solid #ccc` in any order; nullopt: nothing of a border in it.
std::optional<Border> border_of(std::string_view text);

/// The first family of a list, without quotes; "monospace" and the like are none.
std::string family_of(std::string_view text);

std::string_view trimmed(std::string_view text);

}  // namespace docmill::templating::markup
