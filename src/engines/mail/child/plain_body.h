#pragma once
#include <string>

#include "engines/mail/child/message.h"

namespace docmill::engines::mail {

/// A plain body as HTML: lines as they were broken, or flowing where the sender said so (format=flowed, RFC 3676); quoted lines (">") in
/// blockquotes.
std::string html_of_text(const Body& body);

/// The same as plain text, with flowed lines put together.
std::string unfolded_text(const Body& body);

}  // namespace docmill::engines::mail
