#include "engines/ooxml/child/warm_up.h"

#include <fmt/format.h>
#include <zip.h>

#include <initializer_list>
#include <pugixml.hpp>
#include <string_view>
#include <vector>

#include "base/fd.h"
#include "engines/child/work.h"
#include "engines/ooxml/child/operations.h"
#include "ooxml/package.h"
#include "templating/formatter.h"
#include "templating/token.h"

namespace docmill::engines::ooxml {
namespace {

struct Entry {
  std::string_view name;
  std::string_view text;
};

constexpr Entry kTypes{
    "[Content_Types].xml",
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" "
    "ContentType=\"application/xml\"/><Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"};
constexpr Entry kLinks{"_rels/.rels",
                       "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
                       "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
                       "Target=\"word/document.xml\"/></Relationships>"};
constexpr std::string_view kCell =
    "<w:tc><w:tcPr><w:tcW w:w=\"1800\" w:type=\"dxa\"/></w:tcPr><w:p><w:pPr><w:spacing w:after=\"0\"/></w:pPr><w:r><w:rPr><w:rFonts "
    "w:ascii=\"Calibri\" w:hAnsi=\"Calibri\"/><w:sz w:val=\"20\"/></w:rPr><w:t>{}</w:t></w:r></w:p></w:tc>";

/// A letter with a table, each row of it 0.9 KB.
std::string letter() {
  std::string cells;
  for (const auto* token : {"{{rows.day}:format(d MMM yyyy)}", "{{rows.amount}:format(N2)}", "{{rows.amount}}", "for {{rows.day}}"})
    cells += fmt::format(kCell, token);
  return "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>For "
         "{{name}}</w:t></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid/><w:tr>" +
         cells + "</w:tr></w:tbl><w:sectPr/></w:body></w:document>";
}

/// A ZIP container with these parts; "" when there is no memory.
std::string packed(std::initializer_list<Entry> entries) {
  zip_error_t ignored;
  zip_error_init(&ignored);
  zip_source_t* memory = zip_source_buffer_create(nullptr, 0, 0, &ignored);
  if (memory == nullptr) return {};
  zip_source_keep(memory);
  zip_t* zip = zip_open_from_source(memory, ZIP_TRUNCATE | ZIP_CREATE, &ignored);
  std::string bytes;
  if (zip != nullptr) {
    for (const auto& entry : entries) {
      zip_file_add(zip, std::string(entry.name).c_str(), zip_source_buffer(zip, entry.text.data(), entry.text.size(), 0), 0);
    }
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_close(zip) == 0 && zip_source_open(memory) == 0 && zip_source_stat(memory, &about) == 0) {
      bytes.resize(static_cast<std::size_t>(about.size));
      zip_source_read(memory, bytes.data(), bytes.size());
      zip_source_close(memory);
    }
  }
  zip_source_free(memory);
  return bytes;
}

Result<void> rehearse() {
  const auto bytes = packed({kTypes});
  auto package = docmill::ooxml::Package::open(bytes);
  if (!package) return Failed(package.error());
  package->put("a.xml", "<a xmlns:x=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><x:p/></a>", "application/xml");
  if (auto tree = package->edit("a.xml"); !tree) return Failed(tree.error());
  auto written = package->write();
  return written ? Result<void>{} : Failed(written.error());
}

/// The first culture and the first zone of a process take ICU two milliseconds, as long as filling a table of a thousand rows. These are
/// what a template is printed in where nothing is asked for; children have them from here.
Result<void> learn_to_print() {
  auto culture = templating::Culture::named("en-US");
  if (!culture) return Failed(culture.error());
  auto zone = templating::TimeZone::named("UTC");
  if (!zone) return Failed(zone.error());
  templating::Context context;
  context.region = {*culture, *zone};
  context.data = templating::Value::object({{"day", templating::Value::of("2026-01-02")}, {"amount", templating::Value::of(12.5)}});
  const templating::Scope all(context.data);
  for (const auto& token :
       templating::find_tokens("{{day}:format(d MMM yyyy)} {{amount}:format(N2)} {{amount}:format(C)}", context.dialect)) {
    if (auto printed = templating::apply_token(token, all, context); !printed) return Failed(printed.error());
  }
  return {};
}

/// For every child, made in the zygote.
const std::string& small_template() {
  const auto text = letter();
  static const std::string bytes = packed({kTypes, kLinks, {"word/document.xml", text}});
  return bytes;
}

/// So many that the document is printed, and packed, as a long one is (fill.cc, packed.cc).
const std::string& rows() {
  static const std::string text = [] {
    std::string list;
    for (int i = 0; i < 90; ++i) list += fmt::format(R"({}{{"day":"2026-01-{:02}","amount":{}.5}})", i == 0 ? "" : ",", i % 28 + 1, i);
    return R"({"name":"Ada","rows":[)" + list + "]}";
  }();
  return text;
}

Result<void> fill_template() {
  std::vector<UniqueFd> inputs;
  for (const auto& text : {std::string_view(small_template()), std::string_view(rows())}) {
    auto file = memory_file("docmill-input");
    if (!file) return Failed(file.error());
    if (auto written = write_all(file->get(), text); !written) return written;
    inputs.push_back(*std::move(file));
  }
  Request request{.operation = "fill-docx", .target = "docx", .inputs = {}, .params = {}, .limits = {}};
  request.inputs.push_back({.extension = "docx", .field = "File", .name = {}});
  request.inputs.push_back({.extension = "json", .field = "Data", .name = {}});
  auto work = child::Work::rehearsal(std::move(request), std::move(inputs));
  return perform(work).map([](const auto&) {});
}

}  // namespace

Result<void> warm_up() {
  auto done = rehearse();
  if (done) done = learn_to_print();
  if (done) done = fill_template();
  if (done) return done;
  return Failed(fail(ErrorCode::Unavailable, "The OOXML engine does not start.").cause(done.error().describe()).at("ooxml.warm_up"));
}

void rehearse_filling() {
  // It worked in the zygote; what it cannot do here costs the document time and nothing else.
  if (auto filled = fill_template(); !filled) return;
}

std::string versions() {
  return fmt::format("{}/{}.{}", zip_libzip_version(), PUGIXML_VERSION / 1000, PUGIXML_VERSION % 1000 / 10);
}

}  // namespace docmill::engines::ooxml
