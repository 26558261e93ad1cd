#include "templating/corpus.h"

#include "templating/xlsx/xlsx.h"

namespace docmill::templating {
namespace {

TEST(XlsxCorpus, PublicTemplatesGiveTheirPublishedResults) {
  docmill::testing::expect_published_results(
      "xlsx", [](ooxml::Package& package, Context& context, const std::string&) -> Result<void> { return xlsx::fill(package, context); });
}

}  // namespace
}  // namespace docmill::templating
