#include "engines/pdf/child/warm_up.h"
#include "engines/pdf/child/type/set_text.h"
#include "engines/pdf/qpdf.h"

#include <exception>

namespace docmill::engines::pdf {

namespace {

/// Finds the fonts, and reads what every child would read first of the usual ones.
void warm_up_fonts() {
  type::load_fonts();
  const auto fonts = type::fonts();
  if (!fonts) return;
  for (const auto family : {type::Family::Sans, type::Family::Serif, type::Family::Mono})
    static_cast<void>(type::set_line(**fonts, U"Draft 1 / 2", {.family = family}));
}

}  // namespace

Result<void> warm_up() {
  warm_up_fonts();
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
