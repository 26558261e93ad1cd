#include "actions/previews.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "actions/catalogue.h"

namespace docmill::actions {
namespace {

TEST(Previews, TheirActionIsFoundButStandsInNoList) {
  EXPECT_EQ(find_action("preview/pdf"), &preview_action());
  EXPECT_TRUE(std::ranges::none_of(catalogue(), [](const auto& listed) { return listed.group() == "preview"; }));
  EXPECT_EQ(find_action("preview/png"), nullptr);
}

TEST(Previews, ThereAreSomeOfWhatNoBrowserShows) {
  for (const auto* type : {"docx", "doc", "odt", "rtf", "xlsx", "ods", "pptx", "odp", "tiff", "heic"})
    EXPECT_TRUE(has_preview(type)) << type;
  for (const auto* type : {"pdf", "png", "svg", "txt", "csv", "html", "json", "zip", "bin", "eml", ""})
    EXPECT_FALSE(has_preview(type)) << type;
}

TEST(Previews, AreMarkedAndShort) {
  const auto params = preview_params();
  EXPECT_EQ(params.at("ExtractRange"), "1-20");
  EXPECT_EQ(params.at("Text"), "PREVIEW");
  EXPECT_EQ(preview_action().steps.back().operation, "watermark-text");
}

}  // namespace
}  // namespace docmill::actions
