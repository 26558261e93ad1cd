#include "templating/corpus.h"

#include "templating/docx/docx.h"

namespace docmill::templating {
namespace {

TEST(DocxCorpus, PublicTemplatesGiveTheirPublishedResults) {
  docmill::testing::expect_published_results("docx",
                                             [](ooxml::Package& package, Context& context, const std::string& operation) -> Result<void> {
                                               const bool merge = operation.find("merge-fields") != std::string::npos;
                                               return merge ? docx::fill_merge_fields(package, context) : docx::fill(package, context);
                                             });
}

}  // namespace
}  // namespace docmill::templating
