#include "actions/previews.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "actions/document_types.h"
#include "actions/fields.h"
#include "actions/page_mark.h"

namespace docmill::actions {
namespace {

/// Office documents and pictures that a browser shows itself, as text or as they are.
constexpr std::array kShown{"txt", "csv",  "tsv", "html", "htm", "xhtml", "xml",  "md",   "svg", "png",
                            "jpg", "jpeg", "gif", "webp", "bmp", "avif",  "fodt", "fods", "fodp"};

std::vector<std::string_view> previewed_by(std::string_view engine) {
  auto types = types_paged_by(engine);
  std::erase_if(types, [](auto type) { return std::ranges::find(kShown, type) != kShown.end(); });
  return types;
}

std::vector<std::string_view> previewed() {
  auto types = previewed_by("office");
  const auto pictures = previewed_by("image");
  types.insert(types.end(), pictures.begin(), pictures.end());
  return types;
}

}  // namespace

const model::Action& preview_action() {
  static const model::Action action{
      .id = "preview/pdf",
      .title = "Preview",
      .summary = "Makes a PDF of a result's first pages, to be looked at.",
      .accepts = previewed(),
      .makes = "pdf",
      .fields = {source_file("The result.")},
      .documents = 1,
      .steps = {{.engine = "office", .operation = "convert", .target = "pdf", .only = previewed_by("office")},
                {.engine = "image", .operation = "to-pdf", .target = "pdf", .only = previewed_by("image")},
                {.engine = "pdf", .operation = "split", .target = "pdf"},
                mark_step()},
  };
  return action;
}

Params preview_params() {
  Params params{{"ExtractRange", fmt::format("1-{}", kPreviewPages)}};
  mark_across(params, "PREVIEW", "15");
  return params;
}

bool has_preview(std::string_view extension) {
  return std::ranges::find(preview_action().accepts, extension) != preview_action().accepts.end();
}

}  // namespace docmill::actions
