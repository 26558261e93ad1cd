#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace docmill::engines::mail {

/// What stands in for an address in the HTML: given "cid:…" or a relative address, a "data:" URL, or nothing.
using PictureSource = std::function<std::optional<std::string>(std::string_view address)>;

/// Somebody's HTML with everything that acts taken out, to be put inside a page of ours.
struct SafeHtml {
  std::string styles;           // what stood in style elements
  std::string body;             // well-formed; elements and attributes of text, tables and pictures only
  std::string body_attributes;  // of its body element: ` style="…" bgcolor="…"`
};

/// Parses as a browser does (HTML5, by gumbo) and writes only what is known to be harmless: no scripts, event handlers, forms, frames,
/// plug-ins, redirects, base addresses or linked style sheets; links lead to http, https, ftp, mailto, tel or into the page. Remote
/// pictures stay. Throws TooComplex.
SafeHtml safe_html(std::string_view html, const PictureSource& pictures);

/// What the HTML says, as plain text: a line for every block. Throws TooComplex.
std::string text_of_html(std::string_view html);

}  // namespace docmill::engines::mail
