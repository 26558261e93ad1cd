#pragma once
// Documents made to harm, put together by hand: no library would write them. For tests only.
#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace docmill::documents {

/// A PDF of these objects, numbered from 1; the first is its catalog.
inline std::string pdf_of(const std::vector<std::string>& objects) {
  std::string pdf = "%PDF-1.7\n";
  std::string table;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    table += fmt::format("{:010} 00000 n \n", pdf.size());
    pdf += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  const auto start = pdf.size();
  const auto size = objects.size() + 1;
  pdf += fmt::format("xref\n0 {0}\n0000000000 65535 f \n{1}trailer\n<< /Size {0} /Root 1 0 R >>\n", size, table);
  return pdf + fmt::format("startxref\n{}\n%%EOF\n", start);
}

/// A node of the tree of pages that is its own child, and its parent's.
inline std::string pdf_whose_pages_go_round() {
  return pdf_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                 "<< /Type /Pages /Parent 2 0 R /Kids [3 0 R 2 0 R] /Count 1 >>"});
}

inline std::string pdf_without_pages() {
  return pdf_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"});
}

/// So many empty pages, each an object of its own.
inline std::string pdf_of_pages(int count) {
  std::string kids;
  std::vector<std::string> objects{"<< /Type /Catalog /Pages 2 0 R >>", ""};
  for (int i = 0; i < count; ++i) {
    kids += fmt::format("{} 0 R ", i + 3);
    objects.emplace_back("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Resources << >> >>");
  }
  objects[1] = fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids, count);
  return pdf_of(objects);
}

/// A form that is only there as XFA; the page says what such forms say to programs that do not know it.
inline std::string xfa_form() {
  const std::string xdp =
      "<xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\"><template xmlns=\"http://www.xfa.org/schema/xfa-template/3.3/\"><subform "
      "name=\"form\"><field name=\"Name\"/></subform></template></xdp:xdp>";
  const auto stream = [](const std::string& bytes) { return fmt::format("<< /Length {} >>\nstream\n{}\nendstream", bytes.size(), bytes); };
  return pdf_of({"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] /XFA 4 0 R >> /NeedsRendering true >>",
                 "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                 "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont "
                 "/Helvetica >> >> >> /Contents 5 0 R >>",
                 stream(xdp), stream("BT /F 12 Tf 20 100 Td (Please wait...) Tj ET")});
}

/// A TAR of one file (POSIX ustar), or of a symbolic link where `link` is given.
inline std::string tar_of(const std::string& path, const std::string& content, const std::string& link = "") {
  std::array<char, 512> header{};
  const auto put = [&](std::size_t at, std::string_view text) { text.copy(header.data() + at, text.size()); };
  put(0, path);
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, fmt::format("{:011o}", link.empty() ? content.size() : 0));
  put(136, "00000000000");
  put(148, "        ");
  put(156, link.empty() ? "0" : "2");
  put(157, link);
  put(257, std::string_view("ustar\00000", 8));
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(148, fmt::format("{:06o}", sum));
  header[154] = '\0';
  std::string tar(header.data(), header.size());
  if (link.empty()) tar += content + std::string((512 - content.size() % 512) % 512, '\0');
  return tar + std::string(1024, '\0');
}

/// A drawing that asks for `address` in every way a drawing has.
inline std::string fetching_drawing(const std::string& address) {
  return fmt::format(
      "<?xml version='1.0'?><?xml-stylesheet href='{0}/a.css'?><!DOCTYPE svg [<!ENTITY x SYSTEM '{0}/entity'>]><svg "
      "xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='90' height='60'><style>@import url({0}/b.css); "
      "@font-face {{ font-family: f; src: url({0}/f.ttf) }} text {{ font-family: f }}</style><image width='40' height='40' "
      "xlink:href='{0}/a.png'/><use href='{0}/b.svg#a'/><rect width='9' height='9' fill='url({0}/c.svg#b)'/><text "
      "y='50'>words</text></svg>",
      address);
}

}  // namespace docmill::documents
