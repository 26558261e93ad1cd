#pragma once
#include <cstdint>
#include <string>

#include "engines/mail/child/message.h"

namespace docmill::engines::mail {

/// How many bytes of pictures may still be put into pages; shared by a message and those inside it.
struct PictureAllowance {
  std::uint64_t bytes_left = 0;
  bool exceeded = false;
};

/// A message as an HTML document that stands alone: who, to whom, when, what about, which files; then its body with the pictures that came
/// along inside it. Marks the attachments that it shows as inline. Throws TooComplex.
std::string message_page(Message& message, PictureAllowance& allowance);

/// The HTML body of a message without what acts, its "cid:" pictures left as they are; empty when it has none. Throws TooComplex.
std::string html_body(const Message& message);
/// Its text: the plain form where there is one, else what the HTML says. Throws TooComplex.
std::string text_body(const Message& message);

}  // namespace docmill::engines::mail
