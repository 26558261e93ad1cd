#include "engines/pdf/child/compress.h"

#include <sys/stat.h>

#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/child/shrink_image.h"
#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {
namespace {

constexpr int kHardestFlate = 9;

void shrink_images(Pdf& pdf) {
  std::set<QPDFObjGen> seen;  // one picture may stand on every page
  for (auto& page : QPDFPageDocumentHelper(*pdf.file).getAllPages()) {
    page.forEachImage(true, [&](QPDFObjectHandle& image, QPDFObjectHandle&, const std::string&) {
      if (!image.isIndirect() || seen.insert(image.getObjGen()).second) shrink_image(image);
    });
  }
}

std::uint64_t size_of(int file) {
  struct stat status{};
  return ::fstat(file, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : UINT64_MAX;
}

}  // namespace

Result<Finished> compress(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  QPDFPageDocumentHelper(*pdf->file).removeUnreferencedResources();
  if (work.param("LosslessMode") == "Off") shrink_images(*pdf);
  work.begin(Phase::Export);
  Pl_Flate::setCompressionLevel(kHardestFlate);
  QPDFWriter writer(*pdf->file);
  writer.setObjectStreamMode(qpdf_o_generate);
  writer.setCompressStreams(true);
  writer.setDecodeLevel(qpdf_dl_generalized);
  writer.setRecompressFlate(true);
  auto smaller = write_pdf(writer);
  if (!smaller) return Failed(smaller.error());
  const bool won = size_of(smaller->get()) < pdf->bytes.bytes().size();
  auto given = won ? work.give(*std::move(smaller), {.extension = "pdf", .name = {}})
                   : work.give(pdf->bytes.bytes(), {.extension = "pdf", .name = {}});
  if (!given) return Failed(given.error());
  return finished(pdf->pages(), repairs_of(*pdf));
}

}  // namespace docmill::engines::pdf
