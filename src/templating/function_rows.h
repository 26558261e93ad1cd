#pragma once
#include <span>

#include "templating/functions.h"

namespace docmill::templating {

/// The functions of the Modern dialect, one table for each kind of thing they work on. A new one is a function and a row.
std::span<const FunctionRow> list_functions();
std::span<const FunctionRow> number_functions();
std::span<const FunctionRow> text_functions();

}  // namespace docmill::templating
