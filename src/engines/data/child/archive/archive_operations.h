#pragma once
#include "engines/child/work.h"

namespace docmill::engines::data {

/// All inputs as one ZIP, each under the caller's name for it; equal names get a number. Password protects with AES-256, FileName names the
/// archive. Errors: InputTooComplex.
Result<Finished> archive_create(child::Work& work);

/// Every file of an archive as an output, in its order; those in folders only with IncludeFolders, then under their own names. Password
/// opens it. Files of 0 bytes and links are left out, with a warning. Errors: as ArchiveReader; NotApplicable (nothing to give),
/// InputTooComplex (over 1000 files or too large).
Result<Finished> archive_extract(child::Work& work);

/// {"entries": [{"path", "size", "isFolder", "isEncrypted", "modified"}], "format": "zip"}, with "isLink" for links; a ZIP needs no
/// password for it. Errors: as ArchiveReader.
Result<Finished> archive_list(child::Work& work);

}  // namespace docmill::engines::data
