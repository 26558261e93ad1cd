#include "engines/office/child/html_pictures.h"

#include <algorithm>
#include <array>

#include "base/base64.h"

namespace docmill::engines::office {
namespace {

constexpr std::size_t kLongestName = 200;

std::string_view type_of(std::string_view name) {
  struct Row {
    std::string_view ending;
    std::string_view type;
  };
  static constexpr std::array kTypes{Row{".png", "image/png"}, Row{".gif", "image/gif"}, Row{".jpg", "image/jpeg"},
                                     Row{".jpeg", "image/jpeg"}, Row{".svg", "image/svg+xml"}};
  const auto found = std::ranges::find_if(kTypes, [&](const Row& row) { return name.ends_with(row.ending); });
  return found == kTypes.end() ? std::string_view() : found->type;
}

}  // namespace

std::string with_pictures_inside(std::string_view html, std::string_view stem,
                                 const std::function<Result<std::string>(const std::string& name)>& read) {
  const std::string mark = "\"" + std::string(stem);
  std::string out;
  for (auto at = html.find(mark); at != std::string_view::npos; at = html.find(mark)) {
    const auto name = html.substr(at + 1, std::min(kLongestName, html.find('"', at + 1) - at - 1));
    const auto type = name.find('/') == std::string_view::npos ? type_of(name) : std::string_view();
    const auto bytes = type.empty() ? Result<std::string>(std::string()) : read(std::string(name));
    out.append(html.substr(0, at + 1));
    if (bytes && !bytes->empty()) {
      out.append("data:").append(type).append(";base64,").append(base64_of(*bytes));
    } else {
      out.append(name);
    }
    html.remove_prefix(at + 1 + name.size());
  }
  return out.append(html);
}

}  // namespace docmill::engines::office
