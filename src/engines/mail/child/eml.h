#pragma once
#include <string_view>

#include "engines/mail/child/budget.h"
#include "engines/mail/child/message.h"

namespace docmill::engines::mail {

/// Reads a message in the Internet's format (RFC 5322, MIME). `depth`: of the message within others, 0 for the outermost.
/// Throws TooComplex and Damaged (budget.h).
Message read_eml(std::string_view bytes, Budget& budget, int depth = 0);

/// The date of a "Date:" header as Message::date has it; empty when it cannot be read.
std::string date_from_header(const char* header);

}  // namespace docmill::engines::mail
