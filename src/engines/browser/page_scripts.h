#pragma once
#include <string>
#include <string_view>

namespace docmill::engines::browser {

/// JavaScript that Docmill runs in a page. Whatever it answers came through the page and is believed no further than its type.

/// Loads what waits for being scrolled to, and resolves when fonts and pictures are there.
std::string_view script_settle();
/// Turns a header's or footer's document into something that stands alone: resolves to {html, height in CSS pixels}.
std::string_view script_stand_alone();
/// Whether an element matches. An invalid selector throws.
std::string script_has(std::string_view selector);
/// The element's box in the whole page {x, y, width, height}; null when there is none.
std::string script_box_of(std::string_view selector);
/// The caller's expression as true or false.
std::string script_truth_of(std::string_view expression);

}  // namespace docmill::engines::browser
