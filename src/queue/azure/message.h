#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "queue/queue.h"

namespace docmill::queue {

/// A message as Azure Queue Storage hands it out. Its moments have whole seconds.
struct AzureMessage {
  std::string id;
  std::string receipt;  // empty when it was only peeked at
  std::string body;
  std::uint32_t delivery = 0;  // dequeue count
  Timestamp put_at;
  Timestamp visible_at;  // of a taken one: when the lease ends
};

/// The body of "Put Message": base64, as Azure's own tools and Functions write and expect it.
std::string write_message(std::string_view body);

/// Reads the answer of "Get Messages" and "Peek Messages". A text that is not base64 of UTF-8 was put by somebody who does not
/// encode; it is taken as it stands. Errors: Corrupt.
Result<std::vector<AzureMessage>> read_messages(std::string_view xml);

/// True for what the service uses as a message id; anything else never reaches a URL.
bool is_message_id(std::string_view text);

/// The body of a dead letter: the message with what is known about its end, as JSON. A message so large that this would not fit
/// is kept bare, as Azure Functions keeps its poison messages.
std::string write_letter(const Lease& lease, std::string_view reason);

/// What lies in a poison queue as a dead letter. Its id is the one the message had before it was buried. A bare message (written by
/// Azure Functions, or too large for more) is a letter without a reason, under its own id.
DeadLetter read_letter(const AzureMessage& message);

}  // namespace docmill::queue
