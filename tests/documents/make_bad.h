#pragma once
// Documents that go wrong, made from good ones. For tests of any folder; link libzip.
#include <zip.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace docmill::documents {

/// A file below tests/documents or examples, whole; the test fails at once when it is not there.
inline std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) std::abort();
  return {std::istreambuf_iterator<char>(file), {}};
}

/// `package` with one part replaced or added, deflated.
inline std::string with_part(const std::string& package, const std::string& name, std::string_view content) {
  zip_error_t error;
  zip_error_init(&error);
  auto* const copy = std::malloc(package.size());  // libzip frees what it replaces
  std::memcpy(copy, package.data(), package.size());
  // The source owns the copy from here on, which the analyzer cannot know.
  zip_source_t* memory = zip_source_buffer_create(copy, package.size(), 1, &error);  // NOLINT(clang-analyzer-unix.Malloc)
  if (memory == nullptr) std::abort();
  zip_source_keep(memory);
  zip_t* archive = zip_open_from_source(memory, 0, &error);
  if (archive == nullptr) std::abort();
  zip_source_t* part = zip_source_buffer(archive, content.data(), content.size(), 0);
  if (zip_file_add(archive, name.c_str(), part, ZIP_FL_OVERWRITE | ZIP_FL_ENC_UTF_8) < 0) std::abort();
  if (zip_close(archive) != 0) std::abort();
  zip_stat_t stat;
  zip_source_stat(memory, &stat);
  std::string out(stat.size, '\0');
  zip_source_open(memory);
  zip_source_read(memory, out.data(), out.size());
  zip_source_close(memory);
  zip_source_free(memory);
  return out;
}

/// Where the packed bytes of a part begin.
inline std::size_t data_of(const std::string& package, const std::string& name) {
  const auto at = package.find(name);  // the local header comes before the central directory
  if (at == std::string::npos) std::abort();
  const auto extra = static_cast<unsigned char>(package[at - 2]) + 256U * static_cast<unsigned char>(package[at - 1]);
  return at + name.size() + extra;
}

inline std::string truncated(const std::string& package) {
  return package.substr(0, package.size() * 6 / 10);
}

/// One bit of a part's packed bytes turned over.
inline std::string flipped(std::string package, const std::string& name) {
  package[data_of(package, name) + 40] ^= 0x10;
  return package;
}

/// A part that claims to unpack to `size` bytes, in both of its headers.
inline std::string lying_about_size(std::string package, const std::string& name, std::uint32_t size) {
  const auto put = [&](std::size_t at) {
    for (std::size_t i = 0; i < 4; ++i) package[at + i] = static_cast<char>(size >> (8 * i));
  };
  put(package.find(name) - 8);    // local header: 8 bytes before the name
  put(package.rfind(name) - 22);  // central directory: 22 bytes before it
  return package;
}

/// 64 MiB of zeros in a part of 64 KiB.
inline std::string zip_bomb(const std::string& docx) {
  return with_part(docx, "word/media/zeros.bin", std::string(64 << 20, '\0'));
}

/// A thousand million laughs, with quotes inside quotes for scanners that look for the end of a string.
inline std::string entity_bomb(const std::string& docx) {
  return with_part(docx, "word/document.xml",
                   R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE w:document [<!ENTITY a "it's > ]>"><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"'><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>)");
}

/// Two styles, each based on the other: LibreOffice 7.4.7 follows them until its stack is used up and dies of SIGSEGV.
inline std::string crashing_document(const std::string& docx) {
  const std::string space = R"(xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main")";
  const auto style = [](const std::string& name, const std::string& parent) {
    return R"(<w:style w:type="paragraph" w:styleId=")" + name + R"("><w:name w:val=")" + name + R"("/><w:basedOn w:val=")" + parent +
           R"("/></w:style>)";
  };
  const auto styled = with_part(docx, "word/styles.xml", "<w:styles " + space + ">" + style("A", "B") + style("B", "A") + "</w:styles>");
  return with_part(
      styled, "word/document.xml",
      "<w:document " + space + R"(><w:body><w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p></w:body></w:document>)");
}

inline std::string flat_spreadsheet(std::string_view rows) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:body><office:spreadsheet><table:table table:name="Sheet">)" +
         std::string(rows) + "</table:table></office:spreadsheet></office:body></office:document>";
}

/// Twenty products of matrices of 2,500 by 2,500, without cached values: minutes of work before the document is loaded.
inline std::string endless_workbook(const std::string& xlsx) {
  std::string sheet = R"(<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>)";
  for (int i = 1; i <= 20; ++i) {
    const auto n = std::to_string(i);
    const std::string matrix = "ROW($C$1:$C$2500)*TRANSPOSE(ROW($C$1:$C$2500))";
    sheet += "<row r=\"" + n + "\"><c r=\"A" + n + "\"><f>SUMPRODUCT(MMULT(" + matrix + "," + matrix + ")+" + n + ")</f></c></row>";
  }
  return with_part(xlsx, "xl/worksheets/sheet1.xml", sheet + "</sheetData></worksheet>");
}

/// Three thousand shapes, each in a group of its own inside the one before: loads at once and never prints.
inline std::string unprintable_drawing() {
  std::string open;
  std::string close;
  for (int i = 0; i < 3000; ++i) {
    open += "<draw:g>";
    close += "</draw:g>";
  }
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.graphics"><office:body><office:drawing><draw:page>)" +
         open + "<draw:rect/>" + close + "</draw:page></office:drawing></office:body></office:document>";
}

/// A thousand million cells in 700 bytes.
inline std::string huge_spreadsheet() {
  return flat_spreadsheet(R"(<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000" )"
                          R"(office:value-type="float" office:value="1"/></table:table-row>)");
}

}  // namespace docmill::documents
