#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>
#include <set>
#include <sstream>

#include "meaning/meaning.h"
#include "meaning/shades.h"
#include "support/process.h"

namespace docmill::testing {
namespace {

namespace json = boost::json;

constexpr int kColumns = 24;

/// "Title:  Pitch" of pdfinfo. What depends on the day or on a program's version, or says nothing, is left out.
std::string facts(const std::string& info) {
  static const std::set<std::string> kLeftOut{"Creator",  "Producer",  "CreationDate", "ModDate",       "File size",
                                              "Suspects", "Page size", "Page rot",     "UserProperties"};
  std::string out;
  std::istringstream lines(info);
  for (std::string line; std::getline(lines, line);) {
    const auto name = line.substr(0, line.find(':'));
    const auto value = lines_of(line.substr(std::min(line.size(), name.size() + 1)), "");
    if (name.starts_with("Page ") || kLeftOut.contains(name) || value.empty() || value == "no\n" || value == "none\n") continue;
    out += fmt::format("  {}: {}", name, value);
  }
  return out;
}

/// "Page    2 size:  595.3 x 841.9 pts (A4)" and "Page    2 rot:  90" of pdfinfo.
std::string page_size(const std::string& info, int page) {
  double width = 0;
  double height = 0;
  int turned = 0;
  std::istringstream lines(info);
  for (std::string line; std::getline(lines, line);) {
    int number = 0;
    double first = 0;
    double second = 0;
    if (std::sscanf(line.c_str(), "Page %d size: %lf x %lf", &number, &first, &second) == 3 && number == page) {
      width = first;
      height = second;
    }
    if (std::sscanf(line.c_str(), "Page %d rot: %lf", &number, &first) == 2 && number == page) turned = static_cast<int>(first);
  }
  const auto rotation = turned == 0 ? std::string() : fmt::format(", turned by {}", turned);
  return fmt::format("  page {}: {:.0f} x {:.0f} points{}\n", page, width, height, rotation);
}

std::string text_of(const json::value* value) {
  if (value == nullptr || value->is_null()) return "-";
  if (!value->is_string()) return json::serialize(*value);
  const std::string text(value->as_string());
  return text.starts_with("u:") ? text.substr(2) : text;
}

void add_outlines(std::string& out, const json::array& items, const std::string& margin) {
  for (const auto& item : items) {
    const auto& entry = item.as_object();
    out += fmt::format("{}bookmark: {} -> page {}\n", margin, text_of(entry.if_contains("title")),
                       text_of(entry.if_contains("destpageposfrom1")));
    if (const auto* kids = entry.if_contains("kids"); kids != nullptr && kids->is_array())
      add_outlines(out, kids->as_array(), margin + "  ");
  }
}

/// Bookmarks, fields and what is attached, as qpdf sees them.
std::string structure(const std::string& path, const std::string& password) {
  const auto shown =
      run({"qpdf", "--password=" + password, "--json=2", "--json-key=outlines", "--json-key=acroform", "--json-key=attachments", path});
  boost::system::error_code error;
  const auto value = json::parse(shown.out, error);
  if (error || !value.is_object()) return lines_of("qpdf: " + shown.err);
  std::string out;
  const auto& root = value.as_object();
  if (const auto* outlines = root.if_contains("outlines")) add_outlines(out, outlines->as_array(), "  ");
  if (const auto* form = root.if_contains("acroform")) {
    for (const auto& item : form->at("fields").as_array()) {
      const auto& field = item.as_object();
      out += fmt::format("  field: {} ({}) = {}\n", text_of(field.if_contains("fullname")), text_of(field.if_contains("fieldtype")),
                         text_of(field.if_contains("value")));
    }
  }
  if (const auto* attachments = root.if_contains("attachments")) {
    for (const auto& attachment : attachments->as_object()) out += fmt::format("  attached: {}\n", std::string_view(attachment.key()));
  }
  return out;
}

std::string page_of(const std::string& path, const std::string& password, const std::string& info, int page) {
  const auto number = std::to_string(page);
  const auto words = run({"pdftotext", "-layout", "-upw", password, "-f", number, "-l", number, path, "-"});
  const auto drawn = run({"pdftoppm", "-upw", password, "-r", "36", "-f", number, "-l", number, path});
  const auto complaints = lines_of(words.err + drawn.err, "  poppler: ");
  return page_size(info, page) + complaints + lines_of(words.out, "    ") + shades_of(drawn.out, kColumns);
}

}  // namespace

std::string meaning_of_pdf(const std::string& path, const std::string& password) {
  const auto info = run({"pdfinfo", "-upw", password, "-f", "1", "-l", "1000", path});
  if (info.status != 0) return lines_of("poppler: " + info.err);
  auto out = facts(info.out) + structure(path, password);
  int pages = 0;
  const auto at = info.out.find("\nPages:");
  if (at != std::string::npos) std::sscanf(info.out.c_str() + at, "\nPages: %d", &pages);
  for (int page = 1; page <= pages; ++page) out += page_of(path, password, info.out, page);
  return out;
}

}  // namespace docmill::testing
