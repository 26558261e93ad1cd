#pragma once
#include <string>
#include <string_view>

#include "engines/mail/child/message.h"
#include "engines/protocol.h"

namespace docmill::engines::mail {

/// What a sender called a file, without folders and control characters, at most 200 bytes; it may be empty.
std::string clean_file_name(std::string_view name);

/// Name and extension under which an attached file is handed over; the extension comes from its name, then its type; else it is "bin".
OutputNote note_of(const Attachment& attachment);

/// The extension by which some engine makes pages of this file: one that convert/any-to-pdf takes and that the first bytes agree with.
/// Empty when there is none: an archive, a sound, a file that is not what its name says.
std::string convertible_extension(const Attachment& attachment);

/// "image/png" when a browser shows the bytes as a picture, by their first bytes ("image/svg+xml" by the sender's word); else empty.
std::string picture_type(const Attachment& attachment);

}  // namespace docmill::engines::mail
