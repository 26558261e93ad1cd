#pragma once
#include <string>
#include <string_view>

namespace docmill::engines::mail {

/// GitHub-flavoured Markdown as an HTML document for print: tables, strikethrough, task lists, autolinks and footnotes; HTML within it is
/// kept as far as it is harmless (safe_html.h). Throws TooComplex.
std::string html_of_markdown(std::string_view markdown);

}  // namespace docmill::engines::mail
