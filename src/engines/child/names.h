#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "engines/child/work.h"

namespace docmill::engines::child {

/// What the names of several results begin with: the parameter FilenamePrefix, or else the first document's own name and a hyphen.
std::string name_prefix(const Work& work);

/// A name as messages show it: of a long one the beginning, so that the sentence around it still fits.
std::string short_name(std::string_view name);

/// How messages call an input: `alone` ("The PDF") where it is the only one, its name in quotes, or `kind` ("Document") and its number.
std::string label_of(const Work& work, std::size_t index, std::string_view alone, std::string_view kind);

}  // namespace docmill::engines::child
