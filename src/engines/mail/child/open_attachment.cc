#include "engines/mail/child/open_attachment.h"

#include "engines/mail/child/attachment_types.h"
#include "engines/mail/child/eml.h"
#include "engines/mail/child/msg.h"
#include "engines/mail/child/ole_storage.h"
#include "engines/mail/child/tnef.h"

namespace docmill::engines::mail {

bool open_attachment(Attachment& attachment, Message& message, Budget& budget, int depth) {
  if (is_tnef(attachment.bytes)) return !add_tnef(attachment.bytes, message, budget, depth);
  const auto extension = note_of(attachment).extension;
  if (extension != "eml" && extension != "msg") return true;
  if (depth + 1 > kDeepestMessage) {
    message.notes.push_back("Messages nested more than 5 deep were not opened.");
    return true;
  }
  try {
    auto inner = is_ole(attachment.bytes) ? read_msg(attachment.bytes, budget, depth + 1) : read_eml(attachment.bytes, budget, depth + 1);
    attachment.message = std::make_shared<Message>(std::move(inner));
  } catch (const Damaged&) {
    // A file with the name of a message and another content is a file.
  }
  return true;
}

}  // namespace docmill::engines::mail
