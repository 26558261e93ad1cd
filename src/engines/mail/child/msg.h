#pragma once
#include <string_view>

#include "engines/mail/child/budget.h"
#include "engines/mail/child/message.h"

namespace docmill::engines::mail {

/// Reads a message as Outlook saves it (MS-OXMSG). `depth`: of the message within others, 0 for the outermost.
/// Throws TooComplex and Damaged (budget.h).
Message read_msg(std::string_view bytes, Budget& budget, int depth = 0);

}  // namespace docmill::engines::mail
