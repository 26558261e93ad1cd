#pragma once
#include <string_view>

#include "engines/mail/child/budget.h"
#include "engines/mail/child/message.h"

namespace docmill::engines::mail {

/// Whether bytes begin like a TNEF envelope, the "winmail.dat" by which Outlook sends its own kind of message (MS-OXTNEF).
bool is_tnef(std::string_view bytes);

/// Adds an envelope's files to the message, and its HTML when the message has none. `depth`: of the message within others.
/// Returns: false when nothing was found in it. Throws TooComplex.
bool add_tnef(std::string_view bytes, Message& message, Budget& budget, int depth);

}  // namespace docmill::engines::mail
