#include "engines/ooxml/child/xlsx/book.h"

#include <fmt/format.h>

#include "engines/ooxml/child/parts/plain.h"

namespace docmill::engines::ooxml {
Result<Book> Book::open(std::string_view bytes, std::string label, const docmill::ooxml::Limits& limits) {
  const auto labelled = [&](const Error& error) {
    return Failed(fail(error.code(), fmt::format("{}: {}", label, error.message())).cause(error.cause()).in(Phase::Load));
  };
  auto package = Package::open(bytes, limits);
  if (!package) return labelled(package.error());
  Book book(*std::move(package), label);
  if (auto ready = book.prepare(); !ready) return labelled(ready.error());
  return book;
}

Result<void> Book::prepare() {
  auto main = package_.main_part();
  if (!main) return Failed(std::move(main.error()));
  main_ = *std::move(main);
  if (main_.ends_with(".bin"))
    return Failed(fail(ErrorCode::UnsupportedType, "This is a workbook in Excel's binary format; save it as .xlsx and send it again."));
  const auto type = package_.content_type(main_);
  if (type.find("wordprocessingml") != std::string::npos || type.find("presentationml") != std::string::npos)
    return Failed(fail(ErrorCode::UnsupportedType, "This is no workbook; send an .xlsx file."));
  const auto tree = package_.edit(main_);
  if (!tree) return Failed(tree.error());
  root_ = (*tree)->document_element();
  if (std::string_view(root_.name()) != "workbook")
    return Failed(fail(ErrorCode::UnsupportedType, "This is no workbook; send an .xlsx file."));
  if (sheets().empty()) return Failed(fail(ErrorCode::InputDamaged, "The workbook is damaged: it has no sheets."));
  make_plain(package_, main_, kWorkbookType);
  return {};
}

std::vector<pugi::xml_node> Book::sheets() const {
  std::vector<pugi::xml_node> all;
  for (const auto sheet : root_.child("sheets").children("sheet")) all.push_back(sheet);
  return all;
}

std::string Book::part_name(std::string_view kind) const {
  const auto found = package_.find(main_, kind);
  return found && !found->external && package_.has(found->target) ? found->target : std::string();
}

Result<pugi::xml_node> Book::part(std::string_view kind) {
  const auto name = part_name(kind);
  if (name.empty()) return pugi::xml_node();
  const auto tree = package_.edit(name);
  if (!tree) return Failed(tree.error());
  return (*tree)->document_element();
}

Result<pugi::xml_node> Book::part_or_new(std::string_view kind, const std::string& name, std::string_view content_type,
                                         const std::string& xml) {
  if (part_name(kind).empty()) {
    const auto free = package_.free_name(docmill::ooxml::resolved(main_, name));
    package_.put(free, xml, content_type);
    if (auto related = package_.relate(main_, kind, free); !related) return Failed(std::move(related.error()));
  }
  return part(kind);
}

bool Book::counts_from_1904() const {
  const std::string_view value = root_.child("workbookPr").attribute("date1904").value();
  return value == "1" || value == "true";
}

}  // namespace docmill::engines::ooxml
