#include "engines/pdf/child/protect.h"

#include "base/ids.h"
#include "engines/pdf/child/open_pdf.h"

namespace docmill::engines::pdf {
namespace {

// ISO 32000-2, 7.6.4.3.3: a password of revision 6 has at most 127 bytes of UTF-8.
constexpr std::size_t kLongestPassword = 127;

struct Rights {
  bool print = true;
  bool modify = true;
  bool extract = true;
  bool annotate = true;

  bool all() const { return print && modify && extract && annotate; }
};

/// Who sets rights but no owner password wants nobody to lift them.
std::string random_password() {
  return base32(random_bytes(20));
}

Result<void> check_length(const child::Work& work, const std::string& name) {
  if (work.param(name).size() <= kLongestPassword) return {};
  return Failed(fail(ErrorCode::BadRequest, name + ": a PDF's password has at most 127 bytes; send a shorter one."));
}

}  // namespace

Result<Finished> unprotect(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  QPDFWriter writer(*pdf->file);
  writer.setPreserveEncryption(false);
  return finish_pdf(work, *pdf, writer);
}

Result<Finished> protect(child::Work& work) {
  const Rights rights{.print = work.flag("AllowPrinting"),
                      .modify = work.flag("AllowModification"),
                      .extract = work.flag("AllowExtract"),
                      .annotate = work.flag("AllowAnnotate")};
  for (const auto* name : {"NewOwnerPassword", "NewUserPassword"}) {
    if (auto fits = check_length(work, name); !fits) return Failed(fits.error());
  }
  const auto& user = work.param("NewUserPassword");
  auto owner = work.param("NewOwnerPassword");
  if (rights.all() && user.empty() && owner.empty()) return unprotect(work);
  if (owner.empty()) owner = random_password();
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  QPDFWriter writer(*pdf->file);
  // Screen readers may always read: ISO 32000-2 deprecates the right to forbid it.
  writer.setR6EncryptionParameters(user.c_str(), owner.c_str(), true, rights.extract, rights.modify, rights.annotate, rights.annotate,
                                   rights.modify, rights.print ? qpdf_r3p_full : qpdf_r3p_none, true);
  return finish_pdf(work, *pdf, writer);
}

}  // namespace docmill::engines::pdf
