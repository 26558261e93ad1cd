#pragma once
#include <functional>

#include "engines/office/child/font_book.h"
#include "engines/office/child/lok.h"
#include "engines/office/protocol.h"

namespace docmill::engines::office {

/// Told when a phase begins.
using OnPhase = std::function<void(Phase)>;

/// What a conversion works with.
struct Workshop {
  Lok& office;
  const FontBook& fonts;
};

struct Descriptors {
  int input = -1;
  int output = -1;
};

/// Turns the document behind `files.input` into `request.target` and writes it into `files.output`. Works in the current
/// directory, which is private to this process, and leaves its files and the document behind: the process ends next.
/// Errors: what a document can cause (protocol.h), each with its phase.
Result<Finished> convert(const Workshop& workshop, const Request& request, Descriptors files, const OnPhase& on_phase);

}  // namespace docmill::engines::office
