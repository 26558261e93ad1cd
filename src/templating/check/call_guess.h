#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "templating/check/data_shape.h"
#include "templating/token.h"

namespace docmill::templating {

/// What a formatter or function says of the value it is given.
struct CallGuess {
  Guess guess = Guess::Unknown;
  bool passes = false;                      // what comes behind it is given the same value
  std::optional<std::string> example = {};  // a value it knows: a key of `map`
};
CallGuess guess_of_call(const Call& call);

/// count, filter, sum, …: it is for lists.
bool takes_list(std::string_view name);
/// Of those: what it gives has the same items (filter), or is one of them (first); it adds up numbers (sum), it puts texts together (join).
bool keeps_items(std::string_view name);
bool gives_items(std::string_view name);
bool takes_numbers(std::string_view name);
bool joins(std::string_view name);

}  // namespace docmill::templating
