#include "engines/pdf/child/warm_up.h"
#include "engines/pdf/qpdf.h"

#include <exception>

namespace docmill::engines::pdf {

Result<void> warm_up() {
  try {
    QPDF pdf;
    pdf.emptyPDF();
    const auto page = pdf.makeIndirectObject(QPDFObjectHandle::parse("<< /Type /Page /MediaBox [0 0 612 792] /Resources << >> >>"));
    QPDFPageDocumentHelper(pdf).addPage(QPDFPageObjectHelper(page), false);
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setR6EncryptionParameters("user", "owner", true, true, true, true, true, true, qpdf_r3p_full, true);
    writer.write();
    return {};
  } catch (const std::exception& e) {
    return Failed(fail(ErrorCode::Unavailable, "The PDF engine does not start.").cause(e.what()).at("pdf.warm_up"));
  }
}

}  // namespace docmill::engines::pdf
