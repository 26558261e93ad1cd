#pragma once
#include <cstdint>
#include <string_view>

#include "actions/validate.h"
#include "model/action.h"

/// How a result that no browser shows is looked at: the console has a second job make a PDF of it. Like the runs of processes its action
/// is found by find_action(), as a worker does, but stands in no list.
namespace docmill::actions {

/// The most pages that a preview shows.
constexpr std::uint32_t kPreviewPages = 20;

/// "preview/pdf": a PDF of the first pages of an office document or a picture, marked as a preview. The console charges nothing for it.
const model::Action& preview_action();

/// What a job of it is asked.
Params preview_params();

/// Whether there is a preview of documents of this type: of those that an engine makes pages of and a browser does not show by itself.
bool has_preview(std::string_view extension);

}  // namespace docmill::actions
