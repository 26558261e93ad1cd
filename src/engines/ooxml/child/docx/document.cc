#include "engines/ooxml/child/docx/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engines/ooxml/child/parts/plain.h"

namespace docmill::engines::ooxml {
Result<Document> Document::open(std::string_view bytes, std::string label, const docmill::ooxml::Limits& limits) {
  const auto labelled = [&](const Error& error) {
    return Failed(fail(error.code(), fmt::format("{}: {}", label, error.message())).cause(error.cause()).in(Phase::Load));
  };
  auto package = Package::open(bytes, limits);
  if (!package) return labelled(package.error());
  Document document(*std::move(package), label);
  if (auto ready = document.prepare(); !ready) return labelled(ready.error());
  return document;
}

Result<void> Document::prepare() {
  auto main = package_.main_part();
  if (!main) return Failed(std::move(main.error()));
  main_ = *std::move(main);
  const auto type = package_.content_type(main_);
  const bool other = type.find("spreadsheetml") != std::string::npos || type.find("presentationml") != std::string::npos ||
                     type.find("ms-excel") != std::string::npos || type.find("ms-powerpoint") != std::string::npos;
  if (other) return Failed(fail(ErrorCode::UnsupportedType, "This is no Word document; send a .docx file."));
  const auto tree = package_.edit(main_);
  if (!tree) return Failed(tree.error());
  root_ = (*tree)->document_element();
  if (std::string_view(root_.name()) != "w:document" || !body())
    return Failed(fail(ErrorCode::UnsupportedType, "This is no Word document; send a .docx file."));
  leave_out_macros();
  package_.set_content_type(main_, kWordType);
  return {};
}

void Document::leave_out_macros() {
  const auto links = package_.relationships(main_);
  if (!links) return;
  for (const auto& link : *links) {
    if (link.kind() != "vbaProject" && link.kind() != "keyMapCustomizations") continue;
    if (const auto data = package_.find(link.target, "wordVbaData")) package_.remove(data->target);
    package_.remove(link.target);
    package_.unrelate(main_, link.id);
  }
}

std::string Document::part_name(std::string_view kind) const {
  const auto found = package_.find(main_, kind);
  return found && !found->external && package_.has(found->target) ? found->target : std::string();
}

Result<pugi::xml_node> Document::part(std::string_view kind) {
  const auto name = part_name(kind);
  if (name.empty()) return pugi::xml_node();
  const auto tree = package_.edit(name);
  if (!tree) return Failed(tree.error());
  return (*tree)->document_element();
}

Result<pugi::xml_node> Document::part_or_new(std::string_view kind, const std::string& name, std::string_view content_type,
                                             const std::string& xml) {
  if (part_name(kind).empty()) {
    const auto free = package_.free_name(docmill::ooxml::resolved(main_, name));
    package_.put(free, xml, content_type);
    // The kinds of Microsoft's own are never made, only those of the standard.
    if (auto related = package_.relate(main_, kind, free); !related) return Failed(std::move(related.error()));
  }
  return part(kind);
}

std::vector<std::string> Document::stories() const {
  static constexpr std::array<std::string_view, 5> kKinds{"header", "footer", "footnotes", "endnotes", "comments"};
  std::vector<std::string> names{main_};
  const auto links = package_.relationships(main_);
  if (!links) return names;
  for (const auto& link : *links) {
    if (std::ranges::find(kKinds, link.kind()) != kKinds.end() && !link.external && package_.has(link.target)) names.push_back(link.target);
  }
  return names;
}

}  // namespace docmill::engines::ooxml
