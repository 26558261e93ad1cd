#include "meaning/meaning.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "support/process.h"

namespace docmill::testing {
namespace {

namespace json = boost::json;

bool is_one_of(std::string_view extension, std::initializer_list<std::string_view> all) {
  return std::ranges::find(all, extension) != all.end();
}

bool is_text(std::string_view bytes) {
  return std::ranges::none_of(bytes, [](unsigned char c) { return c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f'; });
}

/// Members in the order of their names, so that an order that means nothing is not compared.
void print(std::string& out, const json::value& value, std::size_t depth) {
  const std::string margin(2 * depth + 2, ' ');
  if (value.is_object() && !value.as_object().empty()) {
    std::map<std::string_view, const json::value*> sorted;
    for (const auto& member : value.as_object()) sorted.emplace(member.key(), &member.value());
    for (const auto& [name, member] : sorted) {
      const bool deep = member->is_structured();
      out += fmt::format("{}{}:{}", margin, name, deep ? "\n" : " ");
      print(out, *member, depth + 1);
    }
  } else if (value.is_array() && !value.as_array().empty()) {
    for (const auto& element : value.as_array()) {
      out += margin + "-" + (element.is_structured() ? "\n" : " ");
      print(out, element, depth + 1);
    }
  } else {
    const auto shown = value.is_double() ? fmt::format("{}", value.get_double()) : json::serialize(value);
    out += (value.is_structured() ? margin : "") + shown + "\n";
  }
}

}  // namespace

std::string lines_of(std::string_view text, std::string_view margin) {
  std::string out;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string joined;
    for (std::string word; words >> word;) joined += (joined.empty() ? "" : " ") + word;
    if (!joined.empty()) out += fmt::format("{}{}\n", margin, joined);
  }
  return out;
}

std::string meaning_of_json(std::string_view text) {
  boost::system::error_code error;
  const auto value = json::parse(text, error);
  if (error) return fmt::format("  no JSON: {}\n", error.message());
  std::string out;
  print(out, value, 0);
  return out;
}

std::string meaning_of(const Named& document) {
  const auto extension = std::filesystem::path(document.name).extension().string();
  const auto kind = std::string_view(extension).substr(extension.empty() ? 0 : 1);
  const TempDir temp;
  const auto path = temp / ("document" + extension);
  std::ofstream(path, std::ios::binary) << document.bytes;
  if (kind == "pdf") return meaning_of_pdf(path, document.password);
  if (is_one_of(kind, {"png", "jpg", "jpeg", "gif", "bmp", "tiff", "webp"})) return meaning_of_picture(path);
  if (is_one_of(kind, {"docx", "xlsx", "pptx", "odt", "ods", "odp", "odg"})) return meaning_of_office(document.bytes);
  if (kind == "zip") return meaning_of_archive(document.bytes);
  if (kind == "json") return meaning_of_json(document.bytes);
  return is_text(document.bytes) ? lines_of(document.bytes) : fmt::format("  {} bytes\n", document.bytes.size());
}

}  // namespace docmill::testing
