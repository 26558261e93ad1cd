#include "engines/data/child/tables/workbook.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "engines/data/child/tables/mappings.h"
#include "engines/data/child/tables/sheet_sink.h"
#include "engines/data/child/tables/xml_reader.h"

namespace docmill::engines::data {
namespace {

int whole_number(std::string_view text) {
  int number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// Id → target of a .rels part; those outside the file are left out.
class Relationships final : public XmlSink {
 public:
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes.get("TargetMode") == "External") return;
    targets_.emplace(attributes.get("Id"), attributes.get("Target"));
    if (attributes.get("Type").ends_with("/officeDocument")) document_ = attributes.get("Target");
    if (attributes.get("Type").ends_with("/sharedStrings")) strings_ = attributes.get("Target");
    if (attributes.get("Type").ends_with("/styles")) styles_ = attributes.get("Target");
  }
  void end(std::string_view) override {}

  std::map<std::string, std::string, std::less<>> targets_;
  std::string document_;
  std::string strings_;
  std::string styles_;
};

class WorkbookSink final : public XmlSink {
 public:
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr") from_1904_ = attributes.get("date1904") == "1" || attributes.get("date1904") == "true";
    if (name == "sheet") sheets_.emplace_back(attributes.get("name"), attributes.get("id"));
  }
  void end(std::string_view) override {}

  std::vector<std::pair<std::string, std::string>> sheets_;  // name, relationship
  bool from_1904_ = false;
};

class StylesSink final : public XmlSink {
 public:
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt") codes_[whole_number(attributes.get("numFmtId"))] = kind_of_code(attributes.get("formatCode"));
    if (name == "cellXfs") inside_ = true;
    if (name != "xf" || !inside_) return;
    const auto id = whole_number(attributes.get("numFmtId"));
    const auto own = codes_.find(id);
    kinds_.push_back(own == codes_.end() ? kind_of_built_in(id) : own->second);
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") inside_ = false;
  }

  std::vector<NumberKind> kinds_;

 private:
  std::map<int, NumberKind> codes_;
  bool inside_ = false;
};

class StringsSink final : public XmlSink {
 public:
  void start(std::string_view name, const XmlAttributes&) override {
    if (name == "si") strings_.emplace_back();
    if (name == "rPh") phonetic_ = true;
    if (name == "t") inside_ = !phonetic_;
  }
  void end(std::string_view name) override {
    if (name == "t") inside_ = false;
    if (name == "rPh") phonetic_ = false;
    if (name == "si" && !strings_.empty()) strings_.back() = unescaped_cell(std::move(strings_.back()));
  }
  void text(std::string_view piece) override {
    if (inside_ && !strings_.empty()) strings_.back() += piece;
  }

  std::vector<std::string> strings_;

 private:
  bool inside_ = false;
  bool phonetic_ = false;
};

Result<void> read_xml(XlsxPackage& package, const std::string& part, XmlSink& sink) {
  XmlReader reader(sink);
  bool whole = true;
  auto read = package.read(part, [&](std::string_view piece) {
    auto more = reader.feed(piece);
    whole = more && *more;
    return more;
  });
  if (!read) return Failed(read.error());
  return whole ? reader.finish() : Result<void>{};
}

/// A relationship's target as the name of a part: beside `folder`, or from the root when it begins with a slash.
std::string resolved(const std::string& folder, std::string_view target) {
  std::vector<std::string_view> steps;
  const auto path = target.starts_with('/') ? std::string(target) : folder + "/" + std::string(target);
  for (std::size_t at = 0; at < path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    const auto step = std::string_view(path).substr(at, end - at);
    if (step == ".." && !steps.empty()) steps.pop_back();
    if (!step.empty() && step != "." && step != "..") steps.push_back(step);
    at = end + 1;
  }
  return fmt::format("{}", fmt::join(steps, "/"));
}

}  // namespace

bool SheetRow::empty() const {
  return std::ranges::all_of(cells, [](const CellValue& cell) { return std::holds_alternative<std::monostate>(cell); });
}

Result<Workbook> Workbook::open(std::string_view bytes, const DocumentLimits& limits) {
  auto package = XlsxPackage::open(bytes, limits);
  if (!package) return Failed(package.error());
  Workbook workbook(*std::move(package));
  if (auto read = workbook.read_parts(); !read) return Failed(read.error());
  return workbook;
}

Result<void> Workbook::read_parts() {
  Relationships root;
  if (auto read = read_xml(package_, "_rels/.rels", root); !read) return read;
  const auto document = resolved("", root.document_.empty() ? "xl/workbook.xml" : root.document_);
  const auto slash = document.rfind('/');
  const auto folder = slash == std::string::npos ? std::string() : document.substr(0, slash);
  WorkbookSink book;
  if (auto read = read_xml(package_, document, book); !read) return read;
  from_1904_ = book.from_1904_;
  Relationships parts;
  if (auto read = read_xml(package_, resolved(folder, "_rels/" + document.substr(slash + 1) + ".rels"), parts); !read) return read;
  for (auto& [name, id] : book.sheets_) {
    if (const auto target = parts.targets_.find(id); target != parts.targets_.end())
      sheets_.push_back({std::move(name), resolved(folder, target->second)});
  }
  if (!parts.strings_.empty()) {
    StringsSink strings;
    if (auto read = read_xml(package_, resolved(folder, parts.strings_), strings); !read) return read;
    strings_ = std::move(strings.strings_);
  }
  if (!parts.styles_.empty()) {
    StylesSink styles;
    if (auto read = read_xml(package_, resolved(folder, parts.styles_), styles); !read) return read;
    styles_ = std::move(styles.kinds_);
  }
  return {};
}

Result<std::string> Workbook::part_of(const std::string& sheet) const {
  std::vector<std::string> names;
  for (const auto& each : sheets_) names.push_back(each.name);
  if (names.empty()) return Failed(fail(ErrorCode::InputDamaged, "The workbook has no sheets."));
  const auto found = sheet.empty() ? std::optional<std::size_t>(0) : find_column(names, sheet);
  if (found) return sheets_[*found].part;
  names.resize(std::min<std::size_t>(names.size(), 10));
  return Failed(
      fail(ErrorCode::BadRequest, fmt::format("Sheet: the workbook has no sheet \"{}\"; it has {}.", sheet, fmt::join(names, ", "))));
}

Result<void> Workbook::each_row(const std::string& sheet, const std::function<Result<bool>(const SheetRow&)>& row) {
  const auto part = part_of(sheet);
  if (!part) return Failed(part.error());
  SheetSink sink({.strings = strings_, .styles = styles_, .from_1904 = from_1904_}, row);
  return read_xml(package_, *part, sink);
}

}  // namespace docmill::engines::data
