#include "engines/browser/documents.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/small_letters.h"
#include "base/units.h"
#include "base/utf8.h"

namespace docmill::engines::browser {
namespace {

// As base64 in one message of the DevTools protocol, which carries at most 100 MB.
constexpr std::uint64_t kLargestDocument = 70'000'000;

// Longer ones are fetched: they are parsed in pieces then, while they come.
constexpr std::size_t kLongestText = 2'000'000;

struct TypeOfAsset {
  std::string_view extension;
  std::string_view content_type;
};
constexpr std::array<TypeOfAsset, 20> kTypesOfAssets{{{"css", "text/css; charset=utf-8"},
                                                      {"js", "text/javascript; charset=utf-8"},
                                                      {"mjs", "text/javascript; charset=utf-8"},
                                                      {"json", "application/json"},
                                                      {"html", "text/html"},
                                                      {"htm", "text/html"},
                                                      {"txt", "text/plain; charset=utf-8"},
                                                      {"svg", "image/svg+xml"},
                                                      {"png", "image/png"},
                                                      {"jpg", "image/jpeg"},
                                                      {"jpeg", "image/jpeg"},
                                                      {"gif", "image/gif"},
                                                      {"webp", "image/webp"},
                                                      {"avif", "image/avif"},
                                                      {"bmp", "image/bmp"},
                                                      {"ico", "image/x-icon"},
                                                      {"woff", "font/woff"},
                                                      {"woff2", "font/woff2"},
                                                      {"ttf", "font/ttf"},
                                                      {"otf", "font/otf"}}};

std::string content_type_of_asset(const Document& asset, std::string_view bytes) {
  const auto dot = asset.name.rfind('.');
  const auto extension = small_letters(dot == std::string::npos ? asset.extension : asset.name.substr(dot + 1));
  if (extension == "html" || extension == "htm") return content_type_of_page(extension, bytes);
  const auto found = std::ranges::find(kTypesOfAssets, std::string_view(extension), &TypeOfAsset::extension);
  return std::string(found == kTypesOfAssets.end() ? "application/octet-stream" : found->content_type);
}

Result<std::string> bytes_of_document(const Document& document, std::uint64_t& total) {
  struct stat status{};
  if (::fstat(document.bytes.get(), &status) != 0) return Failed(system_error(errno, "fstat"));
  const auto size = static_cast<std::uint64_t>(status.st_size);
  total += size;
  if (size > kLargestDocument || total > 4 * kLargestDocument) {
    return Failed(fail(ErrorCode::PayloadTooLarge, fmt::format("The page or a file beside it is larger than {}, or all together than {}.",
                                                               show_size(kLargestDocument), show_size(4 * kLargestDocument))));
  }
  return read_at(document.bytes.get(), 0, size);
}

}  // namespace

std::string content_type_of_page(std::string_view extension, std::string_view bytes) {
  const std::string type(extension == "xhtml" ? "application/xhtml+xml" : extension == "svg" ? "image/svg+xml" : "text/html");
  return is_utf8(bytes) ? type + "; charset=utf-8" : type;
}

std::string text_of_page(std::string_view extension, std::string_view bytes) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  const bool html = extension == "html" || extension == "htm";
  if (!html || bytes.size() > kLongestText || bytes.find('\0') != std::string_view::npos || !is_utf8(bytes)) return {};
  return std::string(bytes.starts_with(kMark) ? bytes.substr(kMark.size()) : bytes);
}

std::string path_of_asset(std::string_view name) {
  std::string out = "/";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte > 0x20 && byte < 0x7F && std::string_view("\"#<>?`{}%").find(c) == std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out;
}

Result<ServedDocuments> serve_documents(const std::vector<Document>& inputs, Intercept& intercept) {
  ServedDocuments served;
  std::uint64_t total = 0;
  for (const auto& input : inputs) {
    auto bytes = bytes_of_document(input, total);
    if (!bytes) return Failed(bytes.error());
    Resource resource{.bytes = *std::move(bytes)};
    if (input.field == "Assets") {
      if (input.name.empty())
        return Failed(fail(ErrorCode::BadRequest, "Assets: a file came without a name; the page asks for files by name."));
      resource.content_type = content_type_of_asset(input, resource.bytes);
      intercept.serve(path_of_asset(input.name), std::move(resource));
      continue;
    }
    resource.content_type = content_type_of_page(input.extension, resource.bytes);
    const bool header = input.field == "Header";
    const bool footer = input.field == "Footer";
    const auto url = header ? kHeaderUrl : footer ? kFooterUrl : kMainUrl;
    (header ? served.header : footer ? served.footer : served.main) = true;
    if (!header && !footer) served.html = text_of_page(input.extension, resource.bytes);
    intercept.serve(std::string(url.substr(kDocumentOrigin.size())), std::move(resource));
  }
  return served;
}

}  // namespace docmill::engines::browser
