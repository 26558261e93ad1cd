#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/qpdf.h"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "engines/child/names.h"

namespace docmill::engines::pdf {
namespace {

/// Damage that only shows on a page is the library's to repair; a document whose pages cannot be counted is refused.
Result<void> check_pages(const Pdf& pdf, std::uint32_t limit) {
  const auto pages = pdf.pages();
  if (pages == 0) return Failed(fail(ErrorCode::InputDamaged, fmt::format("{} has no pages.", pdf.label)));
  if (pages > limit)
    return Failed(fail(ErrorCode::TooManyPages, fmt::format("{} has {} pages; the limit is {}.", pdf.label, pages, limit)));
  return {};
}

void read(Pdf& pdf, const std::string& password) {
  pdf.file = std::make_unique<QPDF>();
  pdf.file->setSuppressWarnings(true);
  pdf.file->processMemoryFile("document", pdf.bytes.bytes().data(), pdf.bytes.bytes().size(),
                              password.empty() ? nullptr : password.c_str());
}

/// With either of the passwords that were given.
void read(Pdf& pdf, const std::string& password, const std::string& owner_password) {
  try {
    read(pdf, password.empty() ? owner_password : password);
  } catch (const QPDFExc& e) {
    if (e.getErrorCode() != qpdf_e_password || password.empty() || owner_password.empty()) throw;
    read(pdf, owner_password);
  }
}

/// The form says so (ISO 32000-1, table 219), without a look at every field.
bool is_signed(const Pdf& pdf) {
  auto flags = pdf.file->getRoot().getKey("/AcroForm").getKeyIfDict("/SigFlags");
  return flags.isInteger() && (flags.getIntValue() & 1) != 0;
}

}  // namespace

std::uint32_t Pdf::pages() const {
  return static_cast<std::uint32_t>(file->getAllPages().size());
}

Error damaged(const QPDFExc& e, const std::string& label) {
  if (e.getErrorCode() == qpdf_e_password)
    return fail(ErrorCode::PasswordRequired, fmt::format("{} is protected by a password; send the right one as Password.", label))
        .at("pdf");
  if (e.getErrorCode() == qpdf_e_unsupported)
    return fail(ErrorCode::UnsupportedType, fmt::format("{} is protected in a way that is not known.", label)).cause(e.what()).at("pdf");
  return fail(ErrorCode::InputDamaged, fmt::format("{} is damaged and cannot be repaired.", label)).cause(e.what()).at("pdf");
}

Result<Pdf> open_pdf(child::Work& work, std::size_t index) {
  auto bytes = child::FileBytes::of(work.input(index));
  if (!bytes) return Failed(bytes.error());
  Pdf pdf{std::move(*bytes), nullptr, child::label_of(work, index, "The PDF", "Document")};
  try {
    read(pdf, work.param("Password"), work.param("OwnerPassword"));
    if (auto checked = check_pages(pdf, work.request().limits.pages); !checked) return Failed(std::move(checked.error()).in(Phase::Load));
  } catch (const QPDFExc& e) {
    return Failed(damaged(e, pdf.label).in(Phase::Load));
  }
  return pdf;
}

std::vector<std::string> repairs_of(const Pdf& pdf) {
  if (pdf.file->getWarnings().empty()) return {};
  return {fmt::format("{} was damaged and has been repaired; look whether everything is there.", pdf.label)};
}

Result<UniqueFd> write_pdf(QPDFWriter& writer) {
  auto file = memory_file("docmill-output");
  if (!file) return Failed(file.error());
  UniqueFd copy(::dup(file->get()));
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(copy.valid() ? ::fdopen(copy.get(), "wb") : nullptr, &std::fclose);
  if (!stream) return Failed(fail(ErrorCode::EngineFailed, "The PDF could not be written."));
  static_cast<void>(copy.release());  // the stream owns it
  writer.setOutputFile("output", stream.get(), false);
  writer.write();
  return file;
}

Result<void> give_pdf(child::Work& work, QPDFWriter& writer, const std::string& name) {
  auto file = write_pdf(writer);
  if (!file) return Failed(file.error());
  return work.give(*std::move(file), {.extension = "pdf", .name = name});
}

Result<Finished> finish_pdf(child::Work& work, const Pdf& pdf, QPDFWriter& writer) {
  work.begin(Phase::Export);
  const bool was_signed = is_signed(pdf);
  if (auto given = give_pdf(work, writer); !given) return Failed(given.error());
  auto warnings = repairs_of(pdf);
  if (was_signed) warnings.push_back(fmt::format("{} was signed; its signature does not hold for what was changed.", pdf.label));
  return finished(pdf.pages(), std::move(warnings));
}

Result<Finished> finish_json(child::Work& work, const std::string& text, std::size_t pages, std::vector<std::string> warnings) {
  work.begin(Phase::Export);
  if (auto given = work.give(text, {.extension = "json", .name = {}}); !given) return Failed(given.error());
  return finished(pages, std::move(warnings));
}

Finished finished(std::size_t pages, std::vector<std::string> warnings) {
  return {.pages = static_cast<std::uint32_t>(pages), .fonts = {}, .warnings = std::move(warnings), .peak_memory = 0};
}

}  // namespace docmill::engines::pdf
