#pragma once
#include "engines/child/work.h"

namespace docmill::engines::pdf {

/// AES-256 with the passwords NewOwnerPassword and NewUserPassword and the rights AllowPrinting, AllowModification, AllowExtract and
/// AllowAnnotate. All rights and no new password takes the protection off (spec O-33).
Result<Finished> protect(child::Work& work);

/// Takes the protection off; needs Password where the document does not open without.
Result<Finished> unprotect(child::Work& work);

}  // namespace docmill::engines::pdf
