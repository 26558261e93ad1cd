#pragma once
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "net/http.h"

namespace docmill::net {

/// One form of a file that is part of the program (cmake/embed.cmake makes them): plain or compressed.
struct StaticFile {
  std::string_view path;      // "assets/main-AB12CD34.js"
  std::string_view type;      // content type
  std::string_view etag;      // "\"4f1c…\"", another one for each form
  std::string_view encoding;  // "identity", "gzip" or "br"
  bool immutable = false;     // its name changes with its content
  std::string_view bytes;
};

/// Serves files from memory by their exact paths: whatever else a path says leads nowhere.
class StaticFiles {
 public:
  /// What `files` refers to is borrowed.
  explicit StaticFiles(std::span<const StaticFile> files);

  bool has(std::string_view path) const { return files_.contains(path); }
  /// The file in the best form that the request accepts: 200 or 304, with ETag, Vary and how long it may be kept. It must be there.
  Response answer(const Request& request, std::string_view path) const;

 private:
  std::map<std::string_view, std::vector<StaticFile>, std::less<>> files_;  // the best form first
};

/// Whether an Accept-Encoding field allows an encoding: it is named, or '*' is, and not with q=0.
bool accepts_encoding(std::string_view field, std::string_view encoding);

}  // namespace docmill::net
