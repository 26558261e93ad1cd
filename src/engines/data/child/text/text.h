#pragma once
#include "engines/child/text/text.h"

namespace docmill::engines::data {

using child::Text;

}  // namespace docmill::engines::data
