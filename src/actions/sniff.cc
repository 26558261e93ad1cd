#include "actions/sniff.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

#include "actions/fields.h"
#include "base/small_letters.h"

namespace docmill::actions {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kMessage = "eml";

struct Magic {
  std::string_view bytes;
  Sniffed sniffed;
};

// First bytes as documented by the formats themselves.
constexpr std::array kMagic{
    Magic{"PK\x03\x04"sv, {Family::Zip, ""}},
    Magic{"PK\x05\x06"sv, {Family::Zip, ""}},  // an archive without entries
    Magic{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, {Family::Ole2, ""}},
    Magic{"{\\rtf"sv, {Family::Rtf, "rtf"}},
    Magic{"\x89PNG\r\n\x1A\n"sv, {Family::Image, "png"}},
    Magic{"\xFF\xD8\xFF"sv, {Family::Image, "jpg"}},
    Magic{"GIF87a"sv, {Family::Image, "gif"}},
    Magic{"GIF89a"sv, {Family::Image, "gif"}},
    Magic{"II*\0"sv, {Family::Image, "tiff"}},
    Magic{"MM\0*"sv, {Family::Image, "tiff"}},
    Magic{"\xD7\xCD\xC6\x9A"sv, {Family::Image, "wmf"}},
    Magic{"\xFFWPC"sv, {Family::WordPerfect, "wpd"}},
    Magic{"7z\xBC\xAF\x27\x1C"sv, {Family::Archive, "7z"}},
    Magic{"\x1F\x8B"sv, {Family::Archive, "gz"}},
    Magic{"\xFD"
          "7zXZ\0"sv,
          {Family::Archive, "xz"}},
    Magic{"\x28\xB5\x2F\xFD"sv, {Family::Archive, "zst"}},
};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::size_t little_endian16(std::string_view bytes, std::size_t at) {
  return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])) |
         (static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 1])) << 8U);
}

/// The mimetype entry that OpenDocument files store first and uncompressed (ODF 1.2 part 3, 3.3).
std::string_view opendocument_type(std::string_view head) {
  constexpr std::size_t kName = 30;  // where a local file header's name begins (APPNOTE 4.3.7)
  if (head.size() < kName + 8 || head.substr(kName, 8) != "mimetype") return {};
  const auto begin = kName + 8 + little_endian16(head, 28);
  if (begin >= head.size()) return {};
  const auto content = head.substr(begin, 80);
  // The longest match, since ".text" begins ".text-template".
  const model::DocumentType* best = nullptr;
  for (const auto& type : document_types()) {
    if (!may_begin_as(type, Family::Zip) || !content.starts_with(type.content_type)) continue;
    if (best == nullptr || type.content_type.size() > best->content_type.size()) best = &type;
  }
  return best == nullptr ? std::string_view{} : best->extension;
}

/// Entry names stand uncompressed in the local headers; the folder they name tells the three Office kinds apart. Only names
/// are looked at: the same letters inside compressed data mean nothing.
std::string_view ooxml_type(std::string_view head) {
  constexpr std::size_t kName = 30;
  for (auto at = head.find("PK\x03\x04"); at != std::string_view::npos; at = head.find("PK\x03\x04", at + 4)) {
    if (at + kName > head.size()) break;
    const auto name = head.substr(at + kName, little_endian16(head, at + 26));
    if (name.starts_with("word/")) return "docx";
    if (name.starts_with("xl/")) return "xlsx";
    if (name.starts_with("ppt/")) return "pptx";
    if (name.starts_with("visio/")) return "vsdx";
  }
  return {};
}

/// The entry of the directory that every Outlook message has, in UTF-16 (MS-OXMSG 2.2); often it lies further back than we look.
bool is_outlook_message(std::string_view head) {
  std::string wide;
  for (const char c : "__properties_version1.0"sv) wide += {c, '\0'};
  return contains(head, wide);
}

/// Three letters begin many texts; the first block's mark, six digits of pi, does not.
bool is_bzip2(std::string_view head) {
  return head.starts_with("BZh") && head.size() >= 10 && head.substr(4, 6) == "\x31\x41\x59\x26\x53\x59";
}

/// POSIX.1-1988 and GNU alike (IEEE 1003.1, pax: ustar interchange format).
bool is_tar(std::string_view head) {
  return head.size() >= 512 && head.substr(257, 5) == "ustar";
}

bool is_bmp(std::string_view head) {
  return head.size() >= 18 && head.starts_with("BM") && head.substr(6, 4) == "\0\0\0\0"sv && head[15] == '\0' && head[16] == '\0';
}

/// Pictures in files of ISO/IEC 14496-12, told by their brands, the major one first (ISO/IEC 23008-12, annex B; AVIF 1.1, 6).
std::optional<Sniffed> sniff_heif(std::string_view head) {
  if (head.size() < 16 || head.substr(0, 2) != "\0\0"sv || head.substr(4, 4) != "ftyp") return std::nullopt;
  const auto length = static_cast<std::size_t>(static_cast<unsigned char>(head[2])) * 256U + static_cast<unsigned char>(head[3]);
  std::optional<Sniffed> found;
  for (std::size_t at = 8; at + 4 <= std::min(length, head.size()); at += 4) {
    const auto brand = head.substr(at, 4);
    if (brand == "avif" || brand == "avis") return Sniffed{Family::Image, "avif"};
    if (brand.starts_with("hei") || brand.starts_with("hev")) return Sniffed{Family::Image, "heic"};
    if (brand == "mif1" || brand == "msf1") found = Sniffed{Family::Image, "heif"};
  }
  return found;
}

std::optional<Sniffed> sniff_magic(std::string_view head) {
  for (const auto& magic : kMagic) {
    if (head.starts_with(magic.bytes)) return magic.sniffed;
  }
  // Readers accept a PDF header anywhere in the first kilobyte (ISO 32000-1 annex H, note 13).
  if (contains(head.substr(0, 1024), "%PDF-")) return Sniffed{Family::Pdf, "pdf"};
  if (is_bzip2(head)) return Sniffed{Family::Archive, "bz2"};
  if (is_tar(head)) return Sniffed{Family::Archive, "tar"};
  if (is_bmp(head)) return Sniffed{Family::Image, "bmp"};
  if (const auto heif = sniff_heif(head)) return heif;
  if (head.starts_with("RIFF") && head.size() >= 12 && head.substr(8, 4) == "WEBP") return Sniffed{Family::Image, "webp"};
  if (head.starts_with("\x01\0\0\0"sv) && head.size() >= 44 && head.substr(40, 4) == " EMF") return Sniffed{Family::Image, "emf"};
  return std::nullopt;
}

bool is_utf16(std::string_view head) {
  return head.starts_with("\xFF\xFE"sv) || head.starts_with("\xFE\xFF"sv);
}

/// Text in any encoding of one to three bytes a character: no control characters but the usual ones.
bool is_text(std::string_view head) {
  if (is_utf16(head)) return true;
  return std::ranges::none_of(head, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1B' && c != '\x1A';
  });
}

std::string lower_start(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const auto begin = head.find_first_not_of(" \t\r\n");
  std::string start(begin == std::string_view::npos ? "" : head.substr(begin, 2048));
  std::ranges::transform(start, start.begin(), small_letter);
  return start;
}

/// What stands before a message's body: lines of "Name: value" (RFC 5322, 2.2), of which these names are in every one that was sent or
/// saved.
bool is_message(std::string_view start) {
  static constexpr std::array<std::string_view, 12> kNames{
      "from:",         "to:",          "subject:",      "date:",         "received:", "message-id:",
      "mime-version:", "return-path:", "content-type:", "delivered-to:", "reply-to:", "sender:"};
  std::size_t known = 0;
  for (bool first = true; !start.empty(); first = false) {
    const auto line = start.substr(0, start.find('\n'));
    start.remove_prefix(std::min(line.size() + 1, start.size()));
    if (first && line.starts_with("from ")) continue;  // how a mailbox separates its messages
    if (line.starts_with(' ') || line.starts_with('\t')) continue;
    const auto name = line.substr(0, line.find(':'));
    if (name.empty() || name.size() == line.size() || name.find_first_of(" \t\"<;,") != std::string_view::npos) break;
    if (std::ranges::any_of(kNames, [&](std::string_view one) { return line.starts_with(one); })) ++known;
  }
  return known >= 3;
}

std::string_view flat_xml_type(std::string_view start) {
  if (contains(start, "office:mimetype=\"application/vnd.oasis.opendocument.text")) return "fodt";
  if (contains(start, "office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet")) return "fods";
  if (contains(start, "office:mimetype=\"application/vnd.oasis.opendocument.presentation")) return "fodp";
  if (contains(start, "office:mimetype=\"application/vnd.oasis.opendocument.graphics")) return "fodg";
  return contains(start, "<svg") ? "svg" : std::string_view{};
}

Sniffed sniff_text(std::string_view head) {
  if (is_utf16(head)) return {Family::Text, ""};
  const auto start = lower_start(head);
  if (is_message(start)) return {Family::Text, kMessage};
  if (contains(start.substr(0, 512), "<!doctype html") || contains(start.substr(0, 512), "<html")) return {Family::Html, "html"};
  if (start.starts_with("<svg")) return {Family::Xml, "svg"};
  if (start.starts_with("<?xml") || start.starts_with("<office:document")) return {Family::Xml, flat_xml_type(start)};
  return {Family::Text, ""};
}

using Extensions = std::vector<std::string_view>;

bool holds(const Extensions& accepted, std::string_view extension) {
  return std::ranges::find(accepted, extension) != accepted.end();
}

std::string list_of(const Extensions& extensions) {
  std::string list;
  for (const auto& extension : extensions) {
    if (!list.empty()) list += ", ";
    for (const char c : extension) list += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return list;
}

Error unsupported(const model::Action& action, const model::Field& field, const Sniffed& sniffed, std::string_view what_to_do) {
  const auto taker = field.accepts.empty() ? action.title : field.name;
  return fail(ErrorCode::UnsupportedType, fmt::format("The document looks like {}; {} takes {}.{}", describe(sniffed), taker,
                                                      list_of(types_taken(action, field)), what_to_do));
}

struct Variants {
  std::string_view proven;
  std::vector<std::string_view> named;
};

/// Types whose first bytes are those of another and that the same import filter reads: only the name tells them apart.
bool is_variant(std::string_view named, std::string_view proven) {
  static const std::vector<Variants> kVariants{
      {"docx", {"docm", "dotx", "dotm"}},
      {"xlsx", {"xlsm", "xlsb", "xltx", "xltm"}},
      {"pptx", {"pptm", "potx", "potm", "ppsx", "ppsm"}},
      {"html", {"htm", "xhtml", "txt", "md", "csv", "tsv"}},
      {kMessage, {"txt", "md", "html", "htm", "xhtml", "csv", "tsv", "json"}},
      {"doc", {"dot"}},
      {"xls", {"xlt"}},
      {"ppt", {"pot", "pps"}},
  };
  const auto row = std::ranges::find(kVariants, proven, &Variants::proven);
  return row != kVariants.end() && std::ranges::find(row->named, named) != row->named.end();
}

/// The accepted types that may begin like this, in their order.
std::vector<const model::DocumentType*> candidates(const Extensions& accepted, Family family) {
  std::vector<const model::DocumentType*> fitting;
  for (const auto& extension : accepted) {
    const auto* type = type_with_extension(extension);
    if (type != nullptr && may_begin_as(*type, family)) fitting.push_back(type);
  }
  return fitting;
}

/// Where files of any kind are taken, one of no known type is a "bin".
const model::DocumentType* any_type(const Sniffed& sniffed, std::string_view filename) {
  const auto* named = type_with_extension(extension_of(filename));
  if (named != nullptr && may_begin_as(*named, sniffed.family)) return named;
  return type_with_extension(sniffed.extension.empty() ? kAnyType : sniffed.extension);
}

/// "docx-to-pdf" needs no file name to know what it got: whatever fits is the first one or a variant of it.
bool all_one_kind(const std::vector<const model::DocumentType*>& types) {
  return std::ranges::all_of(
      types, [&](const auto* type) { return type == types.front() || is_variant(type->extension, types.front()->extension); });
}

}  // namespace

Sniffed sniff(std::string_view head) {
  if (head.empty()) return {Family::Empty, ""};
  if (const auto known = sniff_magic(head)) {
    if (known->family == Family::Ole2 && is_outlook_message(head)) return {Family::Ole2, "msg"};
    if (known->family != Family::Zip) return *known;
    const auto opendocument = opendocument_type(head);
    return {Family::Zip, opendocument.empty() ? ooxml_type(head) : opendocument};
  }
  return is_text(head) ? sniff_text(head) : Sniffed{Family::Unknown, ""};
}

std::string describe(const Sniffed& sniffed) {
  if (const auto* type = type_with_extension(sniffed.extension)) {
    const bool vowel = std::string_view("AEIOaeio").find(type->title.front()) != std::string_view::npos;
    return fmt::format("{} {}", vowel ? "an" : "a", type->title);
  }
  switch (sniffed.family) {
    case Family::Empty: return "an empty file";
    case Family::Zip: return "a ZIP archive";
    case Family::Ole2: return "an Office 97-2003 or protected Office file";
    case Family::Xml: return "an XML file";
    case Family::Archive: return "an archive";
    case Family::Text: return "plain text";
    default: return "a file of unknown type";
  }
}

Result<void> check_beginning(const model::Action& action, const model::Field& field, const Sniffed& sniffed) {
  const auto& accepted = types_taken(action, field);
  if (holds(accepted, kAnyType) || !candidates(accepted, sniffed.family).empty()) return {};
  return Failed(unsupported(action, field, sniffed, ""));
}

Result<const model::DocumentType*> recognise(const model::Action& action, const model::Field& field, const Sniffed& sniffed,
                                             std::string_view filename) {
  const auto& accepted = types_taken(action, field);
  if (holds(accepted, kAnyType)) return any_type(sniffed, filename);
  // Text that begins like a message is a message only to who takes messages.
  if (sniffed.extension == kMessage && !holds(accepted, kMessage)) return recognise(action, field, {Family::Text, ""}, filename);
  // A Word document is a ZIP archive too, and any archive may have a folder named as Word does.
  if (sniffed.family == Family::Zip && holds(accepted, "zip") && !holds(accepted, sniffed.extension)) return type_with_extension("zip");
  const auto* named = type_with_extension(extension_of(filename));
  const bool name_fits = named != nullptr && holds(accepted, named->extension) && may_begin_as(*named, sniffed.family);
  if (!sniffed.extension.empty()) {
    if (name_fits && is_variant(named->extension, sniffed.extension)) return named;
    if (holds(accepted, sniffed.extension)) return type_with_extension(sniffed.extension);
  }
  if (name_fits && sniffed.extension.empty()) return named;
  const auto* text = type_with_extension("txt");
  const bool takes_text = holds(accepted, text->extension) && may_begin_as(*text, sniffed.family);
  if (!sniffed.extension.empty()) {
    // HTML may begin with a drawing, a logo.
    if (sniffed.extension == "svg" && holds(accepted, "html")) return type_with_extension("html");
    if (takes_text) return text;  // mark-up is text where mark-up is not asked for
    return Failed(unsupported(action, field, sniffed, ""));
  }
  const auto fitting = candidates(accepted, sniffed.family);
  if (fitting.empty()) return Failed(unsupported(action, field, sniffed, ""));
  if (all_one_kind(fitting)) return fitting.front();
  if (takes_text) return text;
  return Failed(unsupported(action, field, sniffed, " Name the file with its extension, or set Filename, so that its type is known."));
}

}  // namespace docmill::actions
