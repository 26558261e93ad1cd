#include "ooxml/part_names.h"

#include <algorithm>
#include <vector>

#include "base/small_letters.h"

namespace docmill::ooxml {
namespace {

std::string_view folder_of(std::string_view part) {
  const auto slash = part.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : part.substr(0, slash + 1);
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    const auto end = std::min(path.find_first_of("/\\"), path.size());
    const auto segment = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      segments.push_back(segment);
    } else if (!segments.empty()) {
      segments.pop_back();
    }
  }
  return segments;
}

}  // namespace

std::string folded(std::string_view part) {
  return small_letters(part);
}

bool same_part(std::string_view a, std::string_view b) {
  return folded(a) == folded(b);
}

std::string relationships_part(std::string_view source_part) {
  const auto folder = folder_of(source_part);
  return std::string(folder) + "_rels/" + std::string(source_part.substr(folder.size())) + ".rels";
}

bool is_relationships_part(std::string_view part) {
  return part.ends_with(".rels") && (part.starts_with("_rels/") || part.find("/_rels/") != std::string_view::npos);
}

bool leads_astray(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.front() == '\\' || name.find(':') == 1) return true;
  if (name.find('\0') != std::string_view::npos) return true;
  while (!name.empty()) {
    const auto end = std::min(name.find_first_of("/\\"), name.size());
    if (name.substr(0, end) == "..") return true;
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return false;
}

std::string shown(std::string_view part) {
  std::string out(part.substr(0, 120));
  for (auto& c : out) c = c >= 0x20 && c < 0x7F ? c : '?';
  return out;
}

std::string extension_of(std::string_view part) {
  const auto name = part.substr(folder_of(part).size());
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string{} : folded(name.substr(dot + 1));
}

std::string resolved(std::string_view source_part, std::string_view target) {
  const bool absolute = target.starts_with('/') || target.starts_with('\\');
  const auto whole = absolute ? std::string(target) : std::string(folder_of(source_part)) + std::string(target);
  std::string out;
  for (const auto segment : segments_of(whole)) {
    if (!out.empty()) out += '/';
    out += segment;
  }
  return out;
}

std::string relative(std::string_view source_part, std::string_view target_part) {
  const auto folder = folder_of(source_part);
  if (target_part.starts_with(folder)) return std::string(target_part.substr(folder.size()));
  const auto above = folder.empty() ? folder : folder_of(folder.substr(0, folder.size() - 1));
  if (!above.empty() && target_part.starts_with(above)) return "../" + std::string(target_part.substr(above.size()));
  return "/" + std::string(target_part);
}

std::string relationship_type(std::string_view kind) {
  return "http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + std::string(kind);
}

}  // namespace docmill::ooxml
