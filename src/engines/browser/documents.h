#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "engines/browser/intercept.h"
#include "engines/engine.h"

namespace docmill::engines::browser {

/// The addresses at which the documents of a step are served to its page.
constexpr std::string_view kMainUrl = "http://document.docmill.localhost/";
constexpr std::string_view kHeaderUrl = "http://document.docmill.localhost/docmill.header";
constexpr std::string_view kFooterUrl = "http://document.docmill.localhost/docmill.footer";

struct ServedDocuments {
  bool main = false;
  std::string html;  // the page itself, where a page that waits at kMainUrl may be given it as text; else empty
  bool header = false;
  bool footer = false;
};

/// Serves what came with the job: "File" as the page, "Header" and "Footer", and "Assets" by their names.
/// Errors: PayloadTooLarge, BadRequest (an asset without a name), Unavailable.
Result<ServedDocuments> serve_documents(const std::vector<Document>& inputs, Intercept& intercept);

/// The content type of an HTML document: with charset=utf-8 when it is valid UTF-8 and does not begin like UTF-16; else Chromium guesses,
/// from what the document says of itself first.
std::string content_type_of_page(std::string_view extension, std::string_view bytes);

/// What a page at kMainUrl may be given instead of fetching it, and become the same: HTML that is no longer than is worth while and would
/// be read as UTF-8 either way, without its mark. Empty for what is not.
std::string text_of_page(std::string_view extension, std::string_view bytes);

/// "my logo.png" as Chromium asks for it: "my%20logo.png".
std::string path_of_asset(std::string_view name);

}  // namespace docmill::engines::browser
