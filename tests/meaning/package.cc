#include <fmt/format.h>
#include <zip.h>

#include <map>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <vector>

#include "meaning/meaning.h"

namespace docmill::testing {
namespace {

struct Part {
  std::string name;
  std::string bytes;
  bool readable = true;  // false: protected by a password
};

/// The entries of a ZIP in their order; nothing when it is none.
std::optional<std::vector<Part>> parts_of(const std::string& bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  const std::unique_ptr<zip_t, void (*)(zip_t*)> archive(zip_open_from_source(source, 0, &error), zip_discard);
  if (!archive) {
    zip_source_free(source);
    return std::nullopt;
  }
  std::vector<Part> parts;
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive.get(), 0); ++i) {
    zip_stat_t stat;
    zip_stat_index(archive.get(), static_cast<zip_uint64_t>(i), 0, &stat);
    Part part{.name = stat.name, .bytes = std::string(stat.size, '\0')};
    zip_file_t* file = zip_fopen_index(archive.get(), static_cast<zip_uint64_t>(i), 0);
    part.readable = file != nullptr && zip_fread(file, part.bytes.data(), part.bytes.size()) == static_cast<zip_int64_t>(stat.size);
    if (file != nullptr) zip_fclose(file);
    parts.push_back(std::move(part));
  }
  return parts;
}

std::string local_name(const pugi::xml_node& node) {
  const std::string name = node.name();
  const auto colon = name.find(':');
  return colon == std::string::npos ? name : name.substr(colon + 1);
}

std::string text_below(const pugi::xml_node& node) {
  if (node.type() == pugi::node_pcdata) return node.value();
  std::string out;
  for (const auto& child : node.children()) out += text_below(child);
  return local_name(node) == "tab" || local_name(node) == "br" || local_name(node) == "tc" ? out + " " : out;
}

/// Every paragraph in the order of the document.
void add_paragraphs(std::string& out, const pugi::xml_node& node) {
  const auto name = local_name(node);
  if (name == "p" || name == "h") {
    out += lines_of(text_below(node), "    ");
    return;
  }
  for (const auto& child : node.children()) add_paragraphs(out, child);
}

std::vector<std::string> shared_strings(const std::vector<Part>& parts) {
  std::vector<std::string> out;
  for (const auto& part : parts) {
    if (part.name != "xl/sharedStrings.xml") continue;
    pugi::xml_document document;
    document.load_buffer(part.bytes.data(), part.bytes.size());
    for (const auto& item : document.document_element().children()) out.push_back(text_below(item));
  }
  return out;
}

/// "A1: Name", a line for each cell that is not empty; formulas with what they last gave.
void add_cells(std::string& out, const pugi::xml_node& node, const std::vector<std::string>& strings) {
  if (local_name(node) != "c") {
    for (const auto& child : node.children()) add_cells(out, child, strings);
    return;
  }
  const std::string kind = node.attribute("t").value();
  std::string value = kind == "inlineStr" ? text_below(node) : node.child("v").text().get();
  if (kind == "s") value = strings.at(std::stoul(value));
  const std::string formula = node.child("f").text().get();
  if (value.empty() && formula.empty()) return;
  out += fmt::format("    {}: {}{}{}\n", node.attribute("r").value(), formula.empty() ? "" : "=" + formula + " -> ", value,
                     kind == "s" || kind == "inlineStr" ? " (text)" : "");
}

bool holds_text(const std::string& name) {
  const auto numbered = [&](std::string_view start) {
    return name.starts_with(start) && name.find('/', start.size()) == std::string::npos;
  };
  return name == "content.xml" || name == "word/document.xml" || numbered("ppt/slides/slide") || numbered("xl/worksheets/sheet") ||
         numbered("word/header") || numbered("word/footer") || numbered("word/footnotes") || numbered("word/comments") ||
         numbered("ppt/notesSlides/notesSlide");
}

}  // namespace

std::string meaning_of_office(const std::string& bytes) {
  const auto parts = parts_of(bytes);
  if (!parts) return "  no package of parts\n";
  const auto strings = shared_strings(*parts);
  std::map<std::string, std::string> texts;  // in the order of names: the order in the package means nothing
  std::string media;
  for (const auto& part : *parts) {
    if (part.name.find("/media/") != std::string::npos || part.name.starts_with("Pictures/")) media = "  with pictures\n";
    if (!holds_text(part.name)) continue;
    pugi::xml_document document;
    const auto read = document.load_buffer(part.bytes.data(), part.bytes.size());
    auto& text = texts[part.name];
    if (!read) text = fmt::format("    no XML: {}\n", read.description());
    if (part.name.starts_with("xl/"))
      add_cells(text, document, strings);
    else
      add_paragraphs(text, document);
  }
  std::string out = media;
  for (const auto& [name, text] : texts) {
    if (!text.empty()) out += fmt::format("  {}\n{}", name, text);
  }
  return out;
}

std::string meaning_of_archive(const std::string& bytes) {
  const auto parts = parts_of(bytes);
  if (!parts) return "  no ZIP\n";
  std::string out;
  for (const auto& part : *parts) {
    out += fmt::format("  {}, {} bytes{}\n", part.name, part.bytes.size(), part.readable ? "" : ", protected");
    if (part.readable && part.bytes.size() < 500) out += lines_of(part.bytes, "    ");
  }
  return out;
}

}  // namespace docmill::testing
