#pragma once
#include <gumbo.h>

#include <string_view>

#include "templating/markup/fragment.h"
#include "templating/markup/styles.h"

namespace docmill::templating::markup {

/// What runs, loads, asks, or is not for readers: it is left out with all that is in it.
bool is_dropped(std::string_view tag);

/// What stands in a paragraph of its own.
bool is_block(std::string_view tag);

/// How the items of a <ul> or <ol> are counted.
List list_of(const GumboNode* element, std::string_view tag, const Declarations& style);

}  // namespace docmill::templating::markup
