#pragma once
#include <functional>

#include "engines/office/child/lok.h"
#include "engines/office/protocol.h"

namespace docmill::engines::office {

/// Told when a phase begins.
using OnPhase = std::function<void(Phase)>;

/// Turns the document behind `input` into `request.target` and writes it into `output`. Works in the current directory,
/// which is private to this process, and leaves its files and the document behind: the process ends next.
/// Errors: what a document can cause (protocol.h), each with its phase.
Result<Finished> convert(Lok& office, const Request& request, int input, int output, const OnPhase& on_phase);

/// The options LibreOffice loads a document of this type with; `bytes` decide the separator of a table in text form.
std::string load_options(std::string_view extension, std::string_view bytes);

}  // namespace docmill::engines::office
