#include "templating/corpus.h"

#include "templating/pptx/pptx.h"

namespace docmill::templating {
namespace {

TEST(PptxCorpus, PublicTemplatesGiveTheirPublishedResults) {
  docmill::testing::expect_published_results(
      "pptx", [](ooxml::Package& package, Context& context, const std::string&) -> Result<void> { return pptx::fill(package, context); });
}

}  // namespace
}  // namespace docmill::templating
