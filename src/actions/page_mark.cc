#include "actions/page_mark.h"

#include <string>
#include <utility>

namespace docmill::actions {

model::Step mark_step(model::When when) {
  return {.engine = "pdf", .operation = "watermark-text", .target = "pdf", .only = {"pdf"}, .when = when};
}

void mark_across(Params& params, std::string_view word, std::string_view opacity) {
  for (const auto& [name, value] :
       {std::pair("Text", word), std::pair("FontFamily", std::string_view("Sans")), std::pair("FontSize", std::string_view("120")),
        std::pair("Color", std::string_view("808080")), std::pair("Angle", std::string_view("45")),
        std::pair("Position", std::string_view("Center")), std::pair("Margin", std::string_view("18")), std::pair("Opacity", opacity),
        std::pair("Tile", std::string_view("false")), std::pair("LayerPosition", std::string_view("Foreground"))})
    params[name] = std::string(value);
}

}  // namespace docmill::actions
