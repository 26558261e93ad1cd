#include "engines/mail/child/attachment_types.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/small_letters.h"
#include "engines/mail/child/charset.h"

namespace docmill::engines::mail {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLongestName = 200;

std::string extension_in(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return {};
  auto extension = small_letters(name.substr(dot + 1));
  return is_extension(extension) ? extension : std::string();
}

/// How a file may begin. A name can lie, and a file that is not what it says would fail the whole message.
enum class Start { Zip, Ole2, ZipOrOle2, Pdf, Rtf, Picture, WordPerfect, Text };

/// What convert/any-to-pdf takes (actions/document_types.cc) and messages.
const std::map<std::string_view, Start>& convertible() {
  using enum Start;
  static const std::map<std::string_view, Start> all{
      {"docx", ZipOrOle2}, {"docm", ZipOrOle2}, {"dotx", ZipOrOle2}, {"dotm", ZipOrOle2}, {"xlsx", ZipOrOle2},  {"xlsm", ZipOrOle2},
      {"xlsb", ZipOrOle2}, {"xltx", ZipOrOle2}, {"xltm", ZipOrOle2}, {"pptx", ZipOrOle2}, {"pptm", ZipOrOle2},  {"potx", ZipOrOle2},
      {"potm", ZipOrOle2}, {"ppsx", ZipOrOle2}, {"ppsm", ZipOrOle2}, {"vsdx", ZipOrOle2}, {"doc", Ole2},        {"dot", Ole2},
      {"xls", Ole2},       {"xlt", Ole2},       {"ppt", Ole2},       {"pot", Ole2},       {"pps", Ole2},        {"vsd", Ole2},
      {"pub", Ole2},       {"msg", Ole2},       {"odt", Zip},        {"ott", Zip},        {"ods", Zip},         {"ots", Zip},
      {"odp", Zip},        {"otp", Zip},        {"odg", Zip},        {"otg", Zip},        {"sxw", Zip},         {"sxc", Zip},
      {"sxi", Zip},        {"sxd", Zip},        {"pdf", Pdf},        {"rtf", Rtf},        {"wpd", WordPerfect}, {"png", Picture},
      {"jpg", Picture},    {"jpeg", Picture},   {"gif", Picture},    {"bmp", Picture},    {"tif", Picture},     {"tiff", Picture},
      {"webp", Picture},   {"heic", Picture},   {"heif", Picture},   {"avif", Picture},   {"emf", Picture},     {"wmf", Picture},
      {"svg", Text},       {"fodt", Text},      {"fods", Text},      {"fodp", Text},      {"fodg", Text},       {"txt", Text},
      {"html", Text},      {"htm", Text},       {"xhtml", Text},     {"csv", Text},       {"tsv", Text},        {"slk", Text},
      {"md", Text},        {"eml", Text},
  };
  return all;
}

const std::map<std::string_view, std::string_view>& extension_of_type() {
  static const std::map<std::string_view, std::string_view> all{
      {"application/pdf", "pdf"},
      {"application/msword", "doc"},
      {"application/vnd.ms-excel", "xls"},
      {"application/vnd.ms-powerpoint", "ppt"},
      {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
      {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
      {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
      {"application/vnd.oasis.opendocument.text", "odt"},
      {"application/vnd.oasis.opendocument.spreadsheet", "ods"},
      {"application/vnd.oasis.opendocument.presentation", "odp"},
      {"application/vnd.ms-outlook", "msg"},
      {"application/rtf", "rtf"},
      {"text/rtf", "rtf"},
      {"application/zip", "zip"},
      {"application/json", "json"},
      {"application/ics", "ics"},
      {"application/pgp-signature", "asc"},
      {"application/pkcs7-signature", "p7s"},
      {"application/pkcs7-mime", "p7m"},
      {"application/ms-tnef", "dat"},
      {"message/rfc822", "eml"},
      {"text/calendar", "ics"},
      {"text/csv", "csv"},
      {"text/html", "html"},
      {"text/markdown", "md"},
      {"text/plain", "txt"},
      {"text/rfc822-headers", "txt"},
      {"text/vcard", "vcf"},
      {"text/x-vcard", "vcf"},
      {"text/xml", "xml"},
      {"image/png", "png"},
      {"image/jpeg", "jpg"},
      {"image/jpg", "jpg"},
      {"image/gif", "gif"},
      {"image/bmp", "bmp"},
      {"image/tiff", "tiff"},
      {"image/webp", "webp"},
      {"image/svg+xml", "svg"},
  };
  return all;
}

struct Magic {
  std::string_view bytes;
  Start start;
  std::string_view extension;  // when it is proven
  std::string_view picture;    // content type of what browsers show
};

constexpr std::array kMagics{
    Magic{"PK\x03\x04"sv, Start::Zip, ""sv, ""sv},
    Magic{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, Start::Ole2, ""sv, ""sv},
    Magic{"{\\rtf"sv, Start::Rtf, "rtf"sv, ""sv},
    Magic{"\xFFWPC"sv, Start::WordPerfect, "wpd"sv, ""sv},
    Magic{"\x89PNG\r\n\x1A\n"sv, Start::Picture, "png"sv, "image/png"sv},
    Magic{"\xFF\xD8\xFF"sv, Start::Picture, "jpg"sv, "image/jpeg"sv},
    Magic{"GIF87a"sv, Start::Picture, "gif"sv, "image/gif"sv},
    Magic{"GIF89a"sv, Start::Picture, "gif"sv, "image/gif"sv},
    Magic{"II*\0"sv, Start::Picture, "tiff"sv, ""sv},
    Magic{"MM\0*"sv, Start::Picture, "tiff"sv, ""sv},
    Magic{"BM"sv, Start::Picture, "bmp"sv, "image/bmp"sv},
    Magic{"\xD7\xCD\xC6\x9A"sv, Start::Picture, "wmf"sv, ""sv},
    Magic{"\x01\0\0\0"sv, Start::Picture, "emf"sv, ""sv},
    Magic{"%PDF-"sv, Start::Pdf, "pdf"sv, ""sv},
};

constexpr Magic kPdfWithinFirstKilobyte{"%PDF-"sv, Start::Pdf, "pdf"sv, ""sv};  // ISO 32000-1 annex H, note 13
constexpr Magic kWebp{"RIFF"sv, Start::Picture, "webp"sv, "image/webp"sv};

constexpr Magic kHeif{"ftyp"sv, Start::Picture, ""sv, ""sv};  // HEIC, HEIF, AVIF: told apart by their names

const Magic* magic_of(std::string_view bytes) {
  const auto found = std::ranges::find_if(kMagics, [&](const Magic& magic) { return bytes.starts_with(magic.bytes); });
  if (found != kMagics.end()) return &*found;
  if (bytes.starts_with("RIFF") && bytes.substr(0, 16).find("WEBP") == 8) return &kWebp;
  if (bytes.size() > 12 && bytes.substr(4, 4) == kHeif.bytes) return &kHeif;
  return bytes.substr(0, 1024).find("%PDF-") == std::string_view::npos ? nullptr : &kPdfWithinFirstKilobyte;
}

bool looks_like_text(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return true;
  return bytes.substr(0, 4096).find('\0') == std::string_view::npos;
}

bool agrees(Start named, const Magic* magic, std::string_view bytes) {
  if (named == Start::Text) return (magic == nullptr || magic->extension == "bmp") && looks_like_text(bytes);
  if (magic == nullptr) return false;
  return magic->start == named || (named == Start::ZipOrOle2 && (magic->start == Start::Zip || magic->start == Start::Ole2));
}

std::string claimed_extension(const Attachment& attachment) {
  auto extension = extension_in(attachment.name);
  if (!extension.empty()) return extension;
  const auto found = extension_of_type().find(attachment.type);
  return found == extension_of_type().end() ? std::string() : std::string(found->second);
}

}  // namespace

std::string clean_file_name(std::string_view name) {
  auto out = clean_line(name);
  if (const auto slash = out.find_last_of("/\\"); slash != std::string::npos) out.erase(0, slash + 1);
  std::erase_if(out, [](char c) { return std::string_view(":*?\"<>|").find(c) != std::string_view::npos; });
  if (out == "." || out == "..") return {};
  if (out.size() <= kLongestName) return out;
  const auto extension = extension_in(out);
  auto cut = kLongestName - extension.size() - 1;
  while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xC0U) == 0x80U) --cut;
  return out.substr(0, cut) + (extension.empty() ? "" : "." + extension);
}

OutputNote note_of(const Attachment& attachment) {
  const auto named = extension_in(attachment.name);
  const auto known = claimed_extension(attachment);
  auto stem = named.empty() ? attachment.name : attachment.name.substr(0, attachment.name.size() - named.size() - 1);
  return {.extension = known.empty() ? "bin" : known, .name = std::move(stem)};
}

std::string convertible_extension(const Attachment& attachment) {
  const auto claimed = claimed_extension(attachment);
  const auto* magic = magic_of(attachment.bytes);
  const auto found = convertible().find(claimed);
  if (found != convertible().end() && agrees(found->second, magic, attachment.bytes)) {
    // A picture is what it begins like, whatever it is called.
    return found->second == Start::Picture && !magic->extension.empty() ? std::string(magic->extension) : claimed;
  }
  const bool two_letters = magic != nullptr && magic->bytes.size() < 4;  // too little to believe against the name
  return magic == nullptr || two_letters ? std::string() : std::string(magic->extension);
}

std::string picture_type(const Attachment& attachment) {
  if (const auto* magic = magic_of(attachment.bytes); magic != nullptr) return std::string(magic->picture);
  return attachment.type == "image/svg+xml" ? attachment.type : std::string();
}

}  // namespace docmill::engines::mail
