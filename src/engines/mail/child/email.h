#pragma once
#include "engines/child/file_bytes.h"
#include "engines/child/work.h"
#include "engines/mail/child/budget.h"
#include "engines/mail/child/message.h"

namespace docmill::engines::mail {

/// The message that the work brings, EML or MSG by its first bytes. Throws TooComplex, Damaged. Errors: Unavailable.
Result<Message> read_email(child::Work& work, Budget& budget);

}  // namespace docmill::engines::mail
