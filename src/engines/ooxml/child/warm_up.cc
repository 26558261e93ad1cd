#include "engines/ooxml/child/warm_up.h"

#include <fmt/format.h>
#include <zip.h>

#include <pugixml.hpp>

#include "ooxml/package.h"
#include "templating/formatter.h"
#include "templating/token.h"

namespace docmill::engines::ooxml {
namespace {

/// A ZIP container with the two parts without which there is no package.
std::string smallest_package() {
  static constexpr std::string_view kTypes =
      "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" "
      "ContentType=\"application/xml\"/></Types>";
  zip_error_t ignored;
  zip_error_init(&ignored);
  zip_source_t* memory = zip_source_buffer_create(nullptr, 0, 0, &ignored);
  if (memory == nullptr) return {};
  zip_source_keep(memory);
  zip_t* zip = zip_open_from_source(memory, ZIP_TRUNCATE | ZIP_CREATE, &ignored);
  std::string bytes;
  if (zip != nullptr) {
    zip_file_add(zip, "[Content_Types].xml", zip_source_buffer(zip, kTypes.data(), kTypes.size(), 0), 0);
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
  const auto bytes = smallest_package();
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

}  // namespace

Result<void> warm_up() {
  auto done = rehearse();
  if (done) done = learn_to_print();
  if (done) return done;
  return Failed(fail(ErrorCode::Unavailable, "The OOXML engine does not start.").cause(done.error().describe()).at("ooxml.warm_up"));
}

std::string versions() {
  return fmt::format("{}/{}.{}", zip_libzip_version(), PUGIXML_VERSION / 1000, PUGIXML_VERSION % 1000 / 10);
}

}  // namespace docmill::engines::ooxml
