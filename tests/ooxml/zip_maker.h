#pragma once
// ZIP containers put together entry by entry, for documents that no office program would write. For tests only.
#include <zip.h>

#include <string>
#include <utility>
#include <vector>

namespace docmill::ooxml {

using Entries = std::vector<std::pair<std::string, std::string>>;

/// What the entries make, stored or packed. A name may come twice and may be any; nothing ("") of entries that no container can hold.
inline std::string zip_of(const Entries& entries, bool packed = true) {
  zip_error_t error;
  zip_error_init(&error);
  auto* const memory = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(memory);
  auto* const zip = zip_open_from_source(memory, ZIP_TRUNCATE | ZIP_CREATE, &error);
  std::vector<std::pair<std::string, std::string>> twins;
  for (const auto& [name, content] : entries) {
    auto* const source = zip_source_buffer(zip, content.data(), content.size(), 0);
    auto index = zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {  // the library refuses a second entry of one name: it gets one as long, put right below
      auto other = name;
      other.back() = static_cast<char>(other.back() ^ 1);
      index = zip_file_add(zip, other.c_str(), source, ZIP_FL_ENC_UTF_8);
      twins.emplace_back(other, name);
    }
    if (index < 0) zip_source_free(source);
    zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
  }
  const bool written = zip_close(zip) == 0;
  if (!written) zip_discard(zip);
  zip_stat_t about;
  zip_stat_init(&about);
  if (!written || zip_source_open(memory) != 0) {
    zip_source_free(memory);
    return {};
  }
  zip_source_stat(memory, &about);
  std::string bytes(about.size, '\0');
  zip_source_read(memory, bytes.data(), bytes.size());
  zip_source_close(memory);
  zip_source_free(memory);
  for (const auto& [from, to] : twins) {
    for (std::size_t at = 0; (at = bytes.find(from, at)) != std::string::npos; at += to.size()) bytes.replace(at, to.size(), to);
  }
  return bytes;
}

inline const std::string kTypesOfNothing =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>)";

inline std::string rels_of(const std::string& rows) {
  return R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)" + rows + "</Relationships>";
}

inline std::string rel(const std::string& id, const std::string& kind, const std::string& target, const std::string& more = "") {
  return "<Relationship Id=\"" + id + "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + kind +
         "\" Target=\"" + target + "\" " + more + "/>";
}

}  // namespace docmill::ooxml
