#pragma once
#include "engines/mail/child/budget.h"
#include "engines/mail/child/message.h"

namespace docmill::engines::mail {

/// Opens what an attached file holds when it is a message itself (EML, MSG) or a TNEF envelope ("winmail.dat"), whose files and body are
/// added to `message`. `depth`: of `message` within others. Returns: false when the file itself has nothing more to give.
/// Throws TooComplex.
bool open_attachment(Attachment& attachment, Message& message, Budget& budget, int depth);

}  // namespace docmill::engines::mail
