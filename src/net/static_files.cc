#include "net/static_files.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/small_letters.h"
#include "net/text.h"

namespace docmill::net {
namespace {

int rank(std::string_view encoding) {
  if (encoding == "br") return 0;
  return encoding == "gzip" ? 1 : 2;
}

/// "gzip;q=0.5" → whether it is wanted; only q=0 says no.
bool wanted(std::string_view parameters) {
  const auto text = small_letters(parameters);
  const auto q = text.find("q=");
  if (q == std::string::npos) return true;
  return text.find_first_of("123456789", q) != std::string::npos;
}

}  // namespace

bool accepts_encoding(std::string_view field, std::string_view encoding) {
  std::optional<bool> any;
  while (!field.empty()) {
    const auto end = std::min(field.find(','), field.size());
    const auto item = trimmed(field.substr(0, end));
    field.remove_prefix(std::min(end + 1, field.size()));
    const auto semicolon = std::min(item.find(';'), item.size());
    const auto name = trimmed(item.substr(0, semicolon));
    if (same_but_for_case(name, encoding)) return wanted(item.substr(semicolon));
    if (name == "*") any = wanted(item.substr(semicolon));
  }
  return any.value_or(false);
}

StaticFiles::StaticFiles(std::span<const StaticFile> files) {
  for (const auto& file : files) files_[file.path].push_back(file);
  for (auto& [path, forms] : files_) std::ranges::sort(forms, {}, [](const auto& form) { return rank(form.encoding); });
}

Response StaticFiles::answer(const Request& request, std::string_view path) const {
  const auto found = files_.find(path);
  DOCMILL_CHECK(found != files_.end());
  const auto accepted = request.headers.find("Accept-Encoding").value_or("");
  // Whoever accepts nothing that there is gets the last form, which is the plain one.
  const auto* form = &found->second.back();
  for (const auto& one : found->second) {
    if (one.encoding != "identity" && !accepts_encoding(accepted, one.encoding)) continue;
    form = &one;
    break;
  }
  const auto known = request.headers.find("If-None-Match");
  const bool unchanged = known && !form->etag.empty() && known->find(form->etag) != std::string_view::npos;
  Response response{.status = unchanged ? 304 : 200, .headers = {}, .body = {}};
  response.headers.add("ETag", std::string(form->etag));
  response.headers.add("Vary", "Accept-Encoding");
  response.headers.add("Cache-Control", form->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (unchanged) return response;
  response.headers.add("Content-Type", std::string(form->type));
  if (form->encoding != "identity") response.headers.add("Content-Encoding", std::string(form->encoding));
  response.body = form->bytes;  // the server leaves it out for HEAD, and tells its length
  return response;
}

}  // namespace docmill::net
