#include "engines/ooxml/child/templates/fill_xlsx.h"

#include "engines/ooxml/child/parts/merge_work.h"
#include "engines/ooxml/child/templates/template_work.h"
#include "templating/xlsx/xlsx.h"

namespace docmill::engines::ooxml {
namespace {

constexpr std::string_view kWorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

/// What is made is a workbook, also of a template or of a workbook with macros, which would not run under its name.
Result<void> make_plain_workbook(docmill::ooxml::Package& package) {
  auto main = package.main_part();
  if (!main) return Failed(main.error());
  package.set_content_type(*main, kWorkbookType);
  if (const auto macros = package.find(*main, "vbaProject")) {
    package.unrelate(*main, macros->id);
    package.remove(macros->target);
  }
  return {};
}

}  // namespace

Result<Finished> fill_xlsx(child::Work& work) {
  auto read = read_template_work(work);
  if (!read) return Failed(read.error());
  auto package = docmill::ooxml::Package::open(read->document.bytes(), limits_of(work));
  if (!package) return Failed(package.error());
  auto text = templating::xlsx::text_of(*package);
  if (!text) return Failed(text.error());
  read->context.dialect = dialect_of(work, *text);
  // What is printed is calculated by LibreOffice.
  const templating::xlsx::Options options{.names_tables = work.param("OutputType") == "Pdf"};
  if (auto filled = templating::xlsx::fill(*package, read->context, options); !filled) return Failed(filled.error());
  if (auto plain = make_plain_workbook(*package); !plain) return Failed(plain.error());
  auto bytes = package->write();
  if (!bytes) return Failed(bytes.error());
  return give_package(work, *bytes, extension_for(work, "xlsx", "xlsm"), sentences_of(read->context.warnings));
}

}  // namespace docmill::engines::ooxml
