#include "engines/mail/child/email.h"

#include "engines/mail/child/eml.h"
#include "engines/mail/child/msg.h"
#include "engines/mail/child/ole_storage.h"

namespace docmill::engines::mail {

Result<Message> read_email(child::Work& work, Budget& budget) {
  const auto file = child::FileBytes::of(work.input(0));
  if (!file) return Failed(file.error());
  const auto bytes = file->bytes();
  if (bytes.empty()) throw Damaged{"The file is empty; it holds no message."};
  return is_ole(bytes) ? read_msg(bytes, budget) : read_eml(bytes, budget);
}

}  // namespace docmill::engines::mail
