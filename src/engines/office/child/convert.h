#pragma once
#include "engines/child/work.h"
#include "engines/office/child/font_book.h"
#include "engines/office/child/lok.h"

namespace docmill::engines::office {

/// What a conversion works with.
struct Workshop {
  Lok& office;
  const FontBook& fonts;
};

/// Turns the one input of `work` into `request.target` and gives it to the worker. Works in the current directory, which is private to
/// this process, and leaves its files and the document behind: the process ends next.
/// Errors: what a document can cause (engines/protocol.h), each with its phase.
Result<Finished> convert(const Workshop& workshop, child::Work& work);

}  // namespace docmill::engines::office
