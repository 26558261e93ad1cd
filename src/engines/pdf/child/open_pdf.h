#pragma once
#include <memory>
#include <string>
#include <vector>

#include "engines/child/file_bytes.h"
#include "engines/child/work.h"
#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// An opened PDF with the bytes it reads from.
struct Pdf {
  child::FileBytes bytes;
  std::unique_ptr<QPDF> file;
  std::string label;  // for messages: "The PDF", or "\"b.pdf\"" where there are several

  std::uint32_t pages() const;
};

/// Opens an input with the parameter "Password", or else "OwnerPassword"; a wrong one counts as none where the document opens without.
/// Errors: PasswordRequired, InputDamaged, TooManyPages.
Result<Pdf> open_pdf(child::Work& work, std::size_t index = 0);

/// What a library failure means to the customer: PasswordRequired or InputDamaged.
Error damaged(const QPDFExc& e, const std::string& label = "The PDF");

/// Sentences for the customer about what had to be repaired; takes them from the document.
std::vector<std::string> repairs_of(const Pdf& pdf);

/// Writes what `writer` makes into memory. The writer's settings are the caller's; the output is set here. Errors: EngineFailed.
Result<UniqueFd> write_pdf(QPDFWriter& writer);

/// The same, and gives it to the worker.
/// Errors: InputTooComplex, EngineFailed.
Result<void> give_pdf(child::Work& work, QPDFWriter& writer, const std::string& name = {});

/// Ends a step that rewrote one document: exports what `writer` makes of it, and tells when it was signed. Errors: as give_pdf.
Result<Finished> finish_pdf(child::Work& work, const Pdf& pdf, QPDFWriter& writer);

/// Ends a step that answers a question, in JSON. Errors: InputTooComplex.
Result<Finished> finish_json(child::Work& work, const std::string& text, std::size_t pages, std::vector<std::string> warnings = {});

/// The end of a step that made a PDF of so many pages.
Finished finished(std::size_t pages, std::vector<std::string> warnings = {});

}  // namespace docmill::engines::pdf
