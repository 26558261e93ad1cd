#include "engines/mail/child/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstdlib>
#include <memory>

#include "engines/child/file_bytes.h"
#include "engines/mail/child/charset.h"
#include "engines/mail/child/escape.h"
#include "engines/mail/child/markdown_anchors.h"
#include "engines/mail/child/operations.h"
#include "engines/mail/child/safe_html.h"

namespace docmill::engines::mail {
namespace {

constexpr std::string_view kPrintStyle = R"(@page { margin: 20mm }
body { margin: 0 auto; max-width: 46em; font: 11pt/1.5 "Liberation Sans", Arial, sans-serif; color: #1b1f23; background: #fff;
  overflow-wrap: break-word }
h1, h2, h3, h4, h5, h6 { margin: 1.4em 0 0.5em; line-height: 1.25; break-after: avoid }
h1 { font-size: 1.9em; margin-top: 0 }
h2 { font-size: 1.45em; border-bottom: 1px solid #d0d7de; padding-bottom: 0.2em }
h3 { font-size: 1.2em }
p, ul, ol, dl, table, pre, blockquote { margin: 0 0 0.9em }
li > ul, li > ol { margin-bottom: 0 }
a { color: #0b5cad }
code { font: 0.9em/1.45 "Liberation Mono", monospace; background: #f2f4f6; padding: 0.1em 0.3em; border-radius: 3px }
pre { background: #f2f4f6; padding: 0.8em 1em; border-radius: 4px; white-space: pre-wrap }
pre code { background: none; padding: 0 }
blockquote { margin-left: 0; padding-left: 1em; border-left: 4px solid #d0d7de; color: #57606a }
table { border-collapse: collapse }
th, td { border: 1px solid #c4ccd4; padding: 0.3em 0.7em; vertical-align: top }
th { background: #f2f4f6 }
tr, img, figure { break-inside: avoid }
img { max-width: 100% }
hr { border: 0; border-top: 1px solid #c4ccd4; margin: 1.5em 0 }
.footnotes { margin-top: 2em; border-top: 1px solid #c4ccd4; font-size: 0.9em }
)";

constexpr int kOptions = CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES;  // what is unsafe is taken out afterwards

struct Free {
  void operator()(cmark_parser* parser) const { ::cmark_parser_free(parser); }
  void operator()(cmark_node* node) const { ::cmark_node_free(node); }
  void operator()(char* text) const { std::free(text); }
};

std::string title_of(cmark_node* document) {
  for (auto* node = ::cmark_node_first_child(document); node != nullptr; node = ::cmark_node_next(node)) {
    if (::cmark_node_get_type(node) != CMARK_NODE_HEADING) continue;
    const std::unique_ptr<char, Free> text(::cmark_render_plaintext(node, CMARK_OPT_DEFAULT, 0));
    return clean_line(text.get());
  }
  return {};
}

}  // namespace

std::string html_of_markdown(std::string_view markdown) {
  const auto utf8 = to_utf8(markdown, "");
  const auto [named, text] = split_front_matter(utf8);
  const std::unique_ptr<cmark_parser, Free> parser(::cmark_parser_new(kOptions));
  for (const char* name : {"table", "strikethrough", "autolink", "tasklist", "tagfilter"}) {
    if (auto* extension = ::cmark_find_syntax_extension(name)) ::cmark_parser_attach_syntax_extension(parser.get(), extension);
  }
  ::cmark_parser_feed(parser.get(), text.data(), text.size());
  const std::unique_ptr<cmark_node, Free> document(::cmark_parser_finish(parser.get()));
  const auto title = named.empty() ? title_of(document.get()) : named;
  add_anchors(document.get());
  const std::unique_ptr<char, Free> html(::cmark_render_html(document.get(), kOptions, ::cmark_parser_get_syntax_extensions(parser.get())));
  const auto safe = safe_html(html.get(), [](std::string_view) { return std::nullopt; });
  std::string out = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>" + escape(title) + "</title>\n<style>\n";
  out.append(kPrintStyle).append("</style>\n");
  if (!safe.styles.empty()) out.append("<style>\n").append(safe.styles).append("</style>\n");
  return out.append("</head><body>\n").append(safe.body).append("</body></html>\n");
}

Result<Finished> markdown_to_html(child::Work& work) {
  const auto file = child::FileBytes::of(work.input(0));
  if (!file) return Failed(file.error());
  const auto html = html_of_markdown(file->bytes());
  work.begin(Phase::Export);
  if (auto given = work.give(html, {.extension = "html", .name = ""}); !given) return Failed(given.error());
  return Finished{};
}

}  // namespace docmill::engines::mail
