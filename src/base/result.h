#pragma once
#include <tl/expected.hpp>  // Debian's libexpected-dev; std::expected comes with libstdc++ 13
#include <utility>

#include "base/error.h"

namespace docmill {

/// The value, or why there is none. Expected trouble travels this way; library exceptions stop in the adapter.
template <class T>
using Result = tl::expected<T, Error>;

/// Turns an Error into a failed Result of any type: `return Failed(fail(...));`
inline tl::unexpected<Error> Failed(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace docmill
