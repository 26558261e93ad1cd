#pragma once
#include "engines/mail/child/budget.h"
#include "engines/mail/child/glib.h"
#include "engines/mail/child/message.h"

namespace docmill::engines::mail {

/// A walk through one message's parts.
struct MimeWalk {
  Message& message;  // borrowed; what is found goes here
  Budget& budget;    // borrowed
  int depth = 0;     // of the message within others
};

/// Adds what a part and all below it hold. Throws TooComplex.
void walk_part(GMimeObject* part, MimeWalk& walk, int depth);

/// Adds a message's headers and parts. Throws TooComplex.
void read_message(GMimeMessage* from, MimeWalk& walk);

/// Marks the attachments that the HTML shows by their Content-ID as inline.
void mark_inline(Message& message);

}  // namespace docmill::engines::mail
