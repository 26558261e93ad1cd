#include "engines/pdf/child/facts.h"

#include <fmt/format.h>

#include <array>
#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <regex>

#include "engines/child/json_text.h"
#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/child/xmp.h"
#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {
namespace {

namespace json = boost::json;

struct Entry {
  const char* key;
  const char* name;
};
constexpr std::array kTexts{Entry{"/Title", "title"},       Entry{"/Author", "author"},   Entry{"/Subject", "subject"},
                            Entry{"/Keywords", "keywords"}, Entry{"/Creator", "creator"}, Entry{"/Producer", "producer"}};
constexpr std::array kDates{Entry{"/CreationDate", "creationDate"}, Entry{"/ModDate", "modificationDate"}};

/// "D:20260131120000+01'00'" as "2026-01-31T12:00:00+01:00"; what is no such date as it stands (ISO 32000-1, 7.9.4).
std::string iso_date(const std::string& text) {
  static const std::regex date(R"(D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?([Z+-])?(\d\d)?'?(\d\d)?'?)");
  std::smatch part;
  if (text.size() > 40 || !std::regex_match(text, part, date)) return text;
  const auto two = [&](std::size_t i, const char* otherwise) { return part[i].matched ? part[i].str() : std::string(otherwise); };
  auto out = fmt::format("{}-{}-{}T{}:{}:{}", part[1].str(), two(2, "01"), two(3, "01"), two(4, "00"), two(5, "00"), two(6, "00"));
  if (!part[7].matched) return out;
  return part[7] == "Z" ? out + "Z" : fmt::format("{}{}{}:{}", out, part[7].str(), two(8, "00"), two(9, "00"));
}

std::string_view algorithm_of(QPDF::encryption_method_e method, int revision) {
  switch (method) {
    case QPDF::e_aesv3: return "AES-256";
    case QPDF::e_aes: return "AES-128";
    case QPDF::e_rc4: return "RC4";
    case QPDF::e_none:
    case QPDF::e_unknown: break;
  }
  return revision < 5 ? "RC4" : "AES-256";
}

json::object protection_of(QPDF& file) {
  json::object out{{"isPasswordProtected", file.isEncrypted()}, {"requiresPassword", false}};
  if (!file.isEncrypted()) return out;
  int revision = 0;
  int permissions = 0;
  int version = 0;
  QPDF::encryption_method_e stream{};
  QPDF::encryption_method_e string{};
  QPDF::encryption_method_e attachment{};
  file.isEncrypted(revision, permissions, version, stream, string, attachment);
  out["algorithm"] = algorithm_of(stream, revision);
  out["allowPrinting"] = file.allowPrintLowRes();
  out["allowModification"] = file.allowModifyOther();
  out["allowExtract"] = file.allowExtractAll();
  out["allowAnnotate"] = file.allowModifyAnnotation();
  return out;
}

Result<Finished> answered(child::Work& work, const json::object& value, std::size_t pages, std::vector<std::string> warnings = {}) {
  return finish_json(work, child::json_text(value), pages, std::move(warnings));
}

std::string text_of(QPDFObjectHandle value) {
  if (value.isString()) return value.getUTF8Value();
  if (value.isName()) return value.getName().substr(1);
  std::string several;
  if (!value.isArray()) return several;
  for (auto& item : value.aitems()) {
    if (item.isString()) several += (several.empty() ? "" : ", ") + item.getUTF8Value();
  }
  return several;
}

/// The same values in the metadata in XML, where a document has them: PDF/A wants both to agree. What cannot be read would say something
/// else than the document information, and goes.
void set_xmp(QPDF& file, const std::map<std::string, std::string>& values) {
  auto metadata = file.getRoot().getKey("/Metadata");
  std::optional<std::string> changed;
  try {
    const auto bytes = metadata.isStream() ? metadata.getStreamData(qpdf_dl_all) : nullptr;
    if (bytes) changed = xmp_with({reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()}, values);
  } catch (const std::exception&) {
    changed.reset();  // its filters are damaged
  }
  if (!changed) return file.getRoot().removeKey("/Metadata");
  metadata.replaceStreamData(*changed, QPDFObjectHandle::newNull(), QPDFObjectHandle::newNull());
}

}  // namespace

Result<Finished> protection_info(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf && pdf.error().code() == ErrorCode::PasswordRequired)
    return answered(work, {{"isPasswordProtected", true}, {"requiresPassword", true}}, 0);
  if (!pdf) return Failed(pdf.error());
  return answered(work, protection_of(*pdf->file), pdf->pages());
}

Result<Finished> get_metadata(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  json::object out;
  if (auto information = pdf->file->getTrailer().getKey("/Info"); information.isDictionary()) {
    for (const auto& [key, name] : kTexts) {
      if (auto value = information.getKey(key); value.isString()) out[name] = value.getUTF8Value();
    }
    for (const auto& [key, name] : kDates) {
      if (auto value = information.getKey(key); value.isString()) out[name] = iso_date(value.getUTF8Value());
    }
  }
  out["pages"] = pdf->pages();
  out["pdfVersion"] = pdf->file->getPDFVersion();
  out["encrypted"] = pdf->file->isEncrypted();
  return answered(work, out, pdf->pages(), repairs_of(*pdf));
}

Result<Finished> set_metadata(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  auto trailer = pdf->file->getTrailer();
  if (!trailer.getKey("/Info").isDictionary())
    trailer.replaceKey("/Info", pdf->file->makeIndirectObject(QPDFObjectHandle::newDictionary()));
  auto information = trailer.getKey("/Info");
  std::map<std::string, std::string> values;
  for (const auto* name : {"Title", "Author", "Subject", "Keywords", "Creator"}) {
    const auto& value = work.param(name);
    if (value.empty()) continue;
    information.replaceKey(std::string("/") + name, QPDFObjectHandle::newUnicodeString(value));
    values.emplace(name, value);
  }
  set_xmp(*pdf->file, values);
  QPDFWriter writer(*pdf->file);
  return finish_pdf(work, *pdf, writer);
}

Result<Finished> get_form(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  json::object out;
  for (auto& field : QPDFAcroFormDocumentHelper(*pdf->file).getFormFields()) {
    const auto name = field.getFullyQualifiedName();
    if (!name.empty() && field.getFieldType() != "/Sig" && !field.isPushbutton()) out[name] = text_of(field.getValue());
  }
  return answered(work, out, pdf->pages(), repairs_of(*pdf));
}

}  // namespace docmill::engines::pdf
