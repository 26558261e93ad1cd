#pragma once
#include "engines/child/work.h"

namespace docmill::engines::pdf {

/// The same document in fewer bytes, never more: where nothing is won it comes back as it was. LosslessMode "On" packs what there is;
/// "Off" also makes JPEG pictures out of photographs, in the resolution of a good print.
Result<Finished> compress(child::Work& work);

}  // namespace docmill::engines::pdf
