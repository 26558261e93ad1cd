#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace docmill::engines::office {

/// Puts the pictures that LibreOffice writes beside an HTML page into the page, as data URLs: the page leaves the engine alone.
/// `stem` is what the pictures' names begin with, `read` gives a file's bytes by its name. One that cannot be read stays as it is.
std::string with_pictures_inside(std::string_view html, std::string_view stem,
                                 const std::function<Result<std::string>(const std::string& name)>& read);

}  // namespace docmill::engines::office
