#pragma once
#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/async.h"

namespace docmill::sandbox {

using Descriptor = boost::asio::posix::stream_descriptor;

/// Waits until the descriptor can be read (or written), has hung up, or the wait is cancelled: true. False at the deadline.
Async<bool> wait_until_readable(Descriptor& descriptor, Deadline until);
Async<bool> wait_until_writable(Descriptor& descriptor, Deadline until);

}  // namespace docmill::sandbox
