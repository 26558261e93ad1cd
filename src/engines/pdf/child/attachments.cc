#include "engines/pdf/child/attachments.h"

#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {
namespace {

/// "Report.Q1.xlsx" as name and extension; what is no extension stays in the name, and the file counts as bytes of any kind.
OutputNote note_of(const std::string& filename) {
  const auto dot = filename.rfind('.');
  auto extension = dot == std::string::npos ? std::string() : filename.substr(dot + 1);
  for (char& c : extension) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (!is_extension(extension)) return {.extension = "bin", .name = filename};
  return {.extension = std::move(extension), .name = filename.substr(0, dot)};
}

}  // namespace

Result<Finished> extract_attachments(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  work.begin(Phase::Export);
  std::size_t empty = 0;
  std::size_t given = 0;
  for (const auto& [key, file] : QPDFEmbeddedFileDocumentHelper(*pdf->file).getEmbeddedFiles()) {
    const auto bytes = file->getEmbeddedFileStream().getStreamData(qpdf_dl_all);
    if (bytes->getSize() == 0) {
      ++empty;
      continue;
    }
    const auto name = file->getFilename().empty() ? key : file->getFilename();
    const std::string_view view(reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize());
    if (auto handed = work.give(view, note_of(name)); !handed) return Failed(handed.error());
    ++given;
  }
  if (given == 0) return Failed(fail(ErrorCode::NotApplicable, "The PDF has no attached files.").in(Phase::Export));
  auto warnings = repairs_of(*pdf);
  if (empty != 0) warnings.push_back("Attached files of 0 bytes were left out.");
  return finished(pdf->pages(), std::move(warnings));
}

}  // namespace docmill::engines::pdf
