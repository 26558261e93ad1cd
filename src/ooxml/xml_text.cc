#include "ooxml/xml_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/units.h"
#include "base/utf8.h"
#include "ooxml/namespaces.h"
#include "ooxml/part_names.h"
#include "ooxml/xml_walk.h"

namespace docmill::ooxml {
namespace {

/// The library goes on without the elements it has no memory for, and a document without its rows would pass for a whole one. So what has
/// no memory throws, or ends the child that may have no more.
[[maybe_unused]] const bool kMemoryEndsLoudly = [] {
  pugi::set_memory_management_functions([](std::size_t size) { return ::operator new(size); },
                                        [](void* memory) { ::operator delete(memory); });
  return true;
}();

constexpr unsigned kHow =
    pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_comments | pugi::parse_pi | pugi::parse_declaration | pugi::parse_doctype;

Error xml_damaged(std::string_view part, std::string cause) {
  return fail(ErrorCode::InputDamaged, fmt::format("The document's part {} is damaged: it is no XML that can be read.", shown(part)))
      .cause(std::move(cause))
      .at("ooxml.xml");
}

/// What to read bytes as. The library tells UTF-8, -16 and -32 and ISO 8859-1 by itself, and believes that all others are UTF-8.
std::optional<pugi::xml_encoding> encoding_of(std::string_view bytes) {
  if (bytes.substr(0, 4).find('\0') != std::string_view::npos || bytes.starts_with("\xFE\xFF") || bytes.starts_with("\xFF\xFE"))
    return pugi::encoding_auto;
  if (is_utf8(bytes)) return pugi::encoding_utf8;
  const auto head = folded(bytes.substr(0, std::min(bytes.find('>'), bytes.size())));
  // Of windows-1252 the few signs that ISO 8859-1 lacks are lost.
  const bool latin = head.find("8859-1") != std::string::npos || head.find("1252") != std::string::npos;
  return latin ? std::optional(pugi::encoding_latin1) : std::nullopt;
}

Result<void> check_tree(const pugi::xml_document& tree, std::string_view part, const Limits& limits) {
  for (const auto node : tree.children()) {
    if (node.type() == pugi::node_doctype) {
      return Failed(
          fail(ErrorCode::InputDamaged, fmt::format("The document's part {} has a document type, which is forbidden there.", shown(part)))
              .at("ooxml.xml"));
    }
  }
  const auto root = tree.document_element();
  int depth = 0;
  for (auto node = root; node; node = next_node(node, root, depth)) {
    if (depth > static_cast<int>(limits.xml_depth)) {
      return Failed(fail(ErrorCode::InputTooComplex, fmt::format("The document's part {} is nested more than {} levels deep, the limit.",
                                                                 shown(part), limits.xml_depth))
                        .at("ooxml.xml"));
    }
  }
  return {};
}

class Writer : public pugi::xml_writer {
 public:
  void write(const void* data, std::size_t size) override { text.append(static_cast<const char*>(data), size); }
  std::string text;
};

class PackingWriter : public pugi::xml_writer {
 public:
  explicit PackingWriter(PackedText& out) : out_(out) {}
  void write(const void* data, std::size_t size) override {
    out_.text().append(static_cast<const char*>(data), size);
    out_.settle();
  }

 private:
  PackedText& out_;
};

constexpr std::string_view kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

void write_nodes(const pugi::xml_document& tree, pugi::xml_writer& writer) {
  for (const auto node : tree.children()) {
    if (node.type() != pugi::node_declaration) node.print(writer, "", pugi::format_raw, pugi::encoding_utf8);
  }
}

}  // namespace

Result<std::unique_ptr<pugi::xml_document>> parse_xml(std::string_view bytes, std::string_view part, const Limits& limits) {
  if (bytes.size() > limits.xml_size) {
    return Failed(fail(ErrorCode::InputTooComplex, fmt::format("The document's part {} is larger than {}, the limit for text.", shown(part),
                                                               show_size(limits.xml_size)))
                      .at("ooxml.xml"));
  }
  const auto encoding = encoding_of(bytes);
  if (!encoding) return Failed(xml_damaged(part, "not UTF-8"));
  auto tree = std::make_unique<pugi::xml_document>();
  const auto parsed = tree->load_buffer(bytes.data(), bytes.size(), kHow, *encoding);
  if (parsed.status == pugi::status_out_of_memory)
    return Failed(fail(ErrorCode::MemoryExceeded, "The document needs more memory than one may use.").at("ooxml.xml"));
  if (!parsed) return Failed(xml_damaged(part, parsed.description()));
  if (auto checked = check_tree(*tree, part, limits); !checked) return Failed(std::move(checked.error()));
  use_usual_prefixes(*tree);
  return tree;
}

std::string written_xml(const pugi::xml_document& tree) {
  Writer writer;
  writer.text = kDeclaration;
  write_nodes(tree, writer);
  return std::move(writer.text);
}

void write_xml(const pugi::xml_document& tree, PackedText& out) {
  out.text() += kDeclaration;
  PackingWriter writer(out);
  write_nodes(tree, writer);
}

}  // namespace docmill::ooxml
