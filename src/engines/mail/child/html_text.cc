#include <algorithm>
#include <set>

#include "engines/mail/child/message_html.h"
#include "engines/mail/child/safe_html.h"

namespace docmill::engines::mail {
namespace {

using gumbo::is_element;
using gumbo::tag_name;

bool is_block(std::string_view tag) {
  static const std::set<std::string_view> kBlocks{
      "address",  "article", "aside",  "blockquote", "body", "caption", "center",  "dd",    "details", "div", "dl",     "dt",
      "fieldset", "figure",  "footer", "form",       "h1",   "h2",      "h3",      "h4",    "h5",      "h6",  "header", "hr",
      "li",       "main",    "nav",    "ol",         "p",    "pre",     "section", "table", "tr",      "ul"};
  return kBlocks.contains(tag);
}

bool is_silent(const GumboNode* element) {
  static const std::set<std::string_view> kSilent{"head",   "script",  "style",  "title",    "iframe",   "object", "noframes",
                                                  "select", "noembed", "applet", "textarea", "template", "audio",  "video"};
  return element->v.element.tag_namespace != GUMBO_NAMESPACE_HTML || kSilent.contains(tag_name(element));
}

class TextWriter {
 public:
  bool enter(const GumboNode* node) {
    if (!is_element(node)) return text(node), false;
    if (is_silent(node)) return false;
    const auto tag = tag_name(node);
    if (tag == "br") out_ += '\n';
    if (tag == "p") line(2);
    if (is_block(tag)) line(1);
    if (tag == "pre") ++preformatted_;
    return true;
  }

  void leave(const GumboNode* node) {
    if (is_silent(node)) return;
    const auto tag = tag_name(node);
    if (is_block(tag)) line(tag == "p" ? 2 : 1);
    if (tag == "td" || tag == "th") space_ = true;
    if (tag == "pre") --preformatted_;
  }

  std::string take() {
    while (!out_.empty() && (out_.back() == '\n' || out_.back() == ' ')) out_.pop_back();
    return std::move(out_);
  }

 private:
  /// At least so many line ends before what comes.
  void line(std::size_t wanted) {
    space_ = false;
    if (out_.empty()) return;
    std::size_t ends = 0;
    while (ends < wanted && ends < out_.size() && out_[out_.size() - 1 - ends] == '\n') ++ends;
    out_.append(wanted - ends, '\n');
  }

  void text(const GumboNode* node) {
    if (node->type != GUMBO_NODE_TEXT && node->type != GUMBO_NODE_WHITESPACE && node->type != GUMBO_NODE_CDATA) return;
    for (const char c : std::string_view(node->v.text.text)) {
      if (preformatted_ == 0 && (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f')) {
        space_ = true;
        continue;
      }
      if (space_ && !out_.empty() && out_.back() != '\n') out_ += ' ';
      space_ = false;
      out_ += c;
    }
  }

  std::string out_;
  bool space_ = false;
  int preformatted_ = 0;
};

}  // namespace

std::string text_of_html(std::string_view html) {
  TextWriter writer;
  const auto tree = message_html(html);
  gumbo::walk_tree(tree->root(), writer);
  return writer.take();
}

}  // namespace docmill::engines::mail
