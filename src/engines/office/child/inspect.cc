#include "engines/office/child/inspect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/units.h"
#include "engines/office/child/ole.h"
#include "engines/office/child/sniff.h"
#include "engines/office/child/xml_guard.h"
#include "engines/office/child/zip_package.h"

namespace docmill::engines::office {
namespace {

using Kind = Sniffed::Kind;

constexpr std::size_t kLargestFontPart = 8 * kMiB;
constexpr std::size_t kLongestTypeList = kMiB;

Error password_required() {
  return fail(ErrorCode::PasswordRequired, "The document is protected by a password.").at("office.inspect");
}

/// No program writes such a document by itself, so opening and saving it puts it right.
Error forbidden(std::string_view where, const XmlGuard& guard) {
  return fail(ErrorCode::InputDamaged,
              fmt::format("{} holds {}, which is not allowed. Open the document in the program it is for, and save it anew.", where,
                          guard.found()))
      .at("office.inspect");
}

bool is_xml(std::string_view name) {
  for (const std::string_view ending : {".xml", ".rels", ".vml", ".rdf"}) {
    if (name.ends_with(ending)) return true;
  }
  return false;
}

/// Old OpenOffice wrote a DOCTYPE into manifests and script libraries, so only ODF's own four parts must be free of it.
XmlGuard::Rule rule_for(std::string_view name, Container container) {
  if (container == Container::Ooxml) return XmlGuard::Rule::NoDoctype;
  const auto base = name.substr(name.rfind('/') == std::string_view::npos ? 0 : name.rfind('/') + 1);
  if (container == Container::OldOpenOffice) return XmlGuard::Rule::NoEntity;
  const bool own = base == "content.xml" || base == "styles.xml" || base == "meta.xml" || base == "settings.xml";
  return own ? XmlGuard::Rule::NoDoctype : XmlGuard::Rule::NoEntity;
}

bool names_fonts(const ZipPackage::Part& part) {
  return part.size <= kLargestFontPart && part.name.find("worksheets/") == std::string::npos &&
         part.name.find(".rels") == std::string::npos;
}

/// Inflates every part once: that is what finds flipped bits, lying headers and entity bombs alike.
Result<std::set<std::string>> read_parts(ZipPackage& package, Container container) {
  FontNames fonts;
  for (const auto& part : package.parts()) {
    XmlGuard guard(rule_for(part.name, container));
    const bool xml = is_xml(part.name);
    const bool with_fonts = xml && names_fonts(part);
    const auto look = [&](std::string_view piece) -> Result<void> {
      if (xml && !guard.feed(piece)) return Failed(forbidden(fmt::format("The document's part {}", shown(part.name)), guard));
      if (with_fonts) fonts.feed(piece);
      return {};
    };
    if (auto done = package.inflate(part, look); !done) return Failed(std::move(done.error()));
  }
  return fonts.names();
}

/// A flat ODF file is one XML part.
Result<void> check_flat(std::string_view bytes) {
  XmlGuard guard(XmlGuard::Rule::NoDoctype);
  if (guard.feed(bytes)) return {};
  return Failed(forbidden("The document", guard));
}

Result<Sniffed> type_of_package(ZipPackage& package) {
  if (package.find("[Content_Types].xml") != nullptr) {
    const auto types = package.head("[Content_Types].xml", kLongestTypeList);
    if (!types) return Failed(types.error());
    return sniff_ooxml(*types);
  }
  const auto mime_type = package.head("mimetype", 256);
  if (!mime_type) return Failed(mime_type.error());
  auto found = sniff_odf(*mime_type);
  if (found.kind != Kind::Office) return found;
  const auto manifest = package.head("META-INF/manifest.xml", kLongestTypeList);
  if (!manifest) return Failed(manifest.error());
  // ODF 1.2 part 3, section 4.8.2: an encrypted part carries manifest:encryption-data.
  if (manifest->find(":encryption-data") != std::string::npos) return Failed(password_required());
  return found;
}

/// What a package is called that cannot be looked into.
const Readable& type_of_protected(const Expected& expected) {
  const auto* named = readable(expected.extension);
  return named != nullptr && named->container == Container::Ooxml ? *named : *readable("docx");
}

Result<Sniffed> type_of_ole(std::string_view bytes) {
  const auto names = ole_names(bytes);
  if (!names) return Failed(names.error());
  const auto has = [&](std::string_view name) { return std::find(names->begin(), names->end(), name) != names->end(); };
  if (has("EncryptedPackage")) return Failed(password_required());  // [MS-OFFCRYPTO] section 2.3.4.4
  if (has("WordDocument")) return Sniffed{Kind::Office, "doc", looks_like("doc")};
  if (has("Workbook") || has("Book")) return Sniffed{Kind::Office, "xls", looks_like("xls")};
  if (has("PowerPoint Document")) return Sniffed{Kind::Office, "ppt", looks_like("ppt")};
  if (has("VisioDocument")) return Sniffed{Kind::Office, "vsd", looks_like("vsd")};
  if (has("Quill")) return Sniffed{Kind::Office, "pub", looks_like("pub")};
  if (has("__properties_version1?0") || has("__properties_version1.0")) return Sniffed{Kind::Other, "", "an Outlook message"};
  return Sniffed{Kind::Other, "", "an OLE2 file of an unknown type"};
}

/// Whether a document named `named` may hold what the bytes were found to be.
bool agrees(const Readable& named, const Sniffed& found) {
  const bool holds_text = named.container == Container::Plain || named.container == Container::Html;
  if (found.kind == Kind::Text || found.kind == Kind::Html) return holds_text;
  if (found.extension == "svg" && holds_text) return true;  // a page with a drawing in it, or a text about one
  const auto* type = readable(found.extension);
  return type != nullptr && type->family == named.family && type->container == named.container;
}

Result<const Readable*> decide(const Sniffed& found, const Expected& expected) {
  const auto* named = readable(expected.extension);
  // Bytes cannot tell a template or a slide show of 97-2003 from a document, nor CSV from text: the name does.
  if (named != nullptr && agrees(*named, found))
    return found.kind == Kind::Office && named->container == readable(found.extension)->container && named->container != Container::Ole
               ? readable(found.extension)
               : named;
  const bool bytes_decide = expected.by_content || expected.extension.empty();
  if (bytes_decide && found.kind == Kind::Office) return readable(found.extension);
  if (bytes_decide && found.kind == Kind::Html) return readable("html");
  if (bytes_decide && found.kind == Kind::Text) return readable("txt");
  const auto wanted = named == nullptr ? std::string("a document this engine reads") : looks_like(named->extension);
  return Failed(fail(ErrorCode::UnsupportedType, fmt::format("The document should be {} but looks like {}.", wanted, found.looks_like))
                    .at("office.inspect"));
}

}  // namespace

Result<Inspected> inspect(std::string_view bytes, const Expected& expected, const DocumentLimits& limits) {
  if (bytes.empty()) return Failed(fail(ErrorCode::InputDamaged, "The document is empty.").at("office.inspect"));
  auto found = sniff(bytes);
  std::optional<ZipPackage> package;
  if (found.kind == Kind::Zip) {
    auto opened = ZipPackage::open(bytes, limits);
    if (!opened) return Failed(std::move(opened.error()));
    package = *std::move(opened);
    auto inside = type_of_package(*package);
    if (!inside) return Failed(std::move(inside.error()));
    found = *std::move(inside);
  } else if (found.kind == Kind::Ole) {
    auto inside = type_of_ole(bytes);
    const bool locked = !inside && inside.error().code() == ErrorCode::PasswordRequired;
    if (locked && expected.has_password) return Inspected{.type = &type_of_protected(expected), .fonts = {}};
    if (!inside) return Failed(std::move(inside.error()));
    found = *std::move(inside);
  }
  auto type = decide(found, expected);
  if (!type) return Failed(std::move(type.error()));
  Inspected out{.type = *type, .fonts = {}};
  if (package) {
    auto fonts = read_parts(*package, out.type->container);
    if (!fonts) return Failed(std::move(fonts.error()));
    out.fonts = *std::move(fonts);
  }
  if (out.type->container == Container::FlatOdf) {
    if (auto clean = check_flat(bytes); !clean) return Failed(std::move(clean.error()));
  }
  return out;
}

}  // namespace docmill::engines::office
