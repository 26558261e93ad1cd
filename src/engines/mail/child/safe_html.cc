#include "engines/mail/child/safe_html.h"

#include <algorithm>
#include <set>

#include "base/small_letters.h"
#include "engines/mail/child/escape.h"
#include "engines/mail/child/message_html.h"
#include "engines/mail/child/safe_css.h"

namespace docmill::engines::mail {
namespace {

using gumbo::is_element;
using gumbo::tag_name;

using Names = std::set<std::string_view>;

bool is_kept(std::string_view tag) {
  static const Names kKept{
      "a",       "abbr",    "acronym",  "address",    "article", "aside",    "b",      "bdi", "bdo",   "big",    "blockquote", "br",
      "caption", "center",  "cite",     "code",       "col",     "colgroup", "dd",     "del", "dfn",   "dir",    "div",        "dl",
      "dt",      "em",      "fieldset", "figcaption", "figure",  "font",     "footer", "h1",  "h2",    "h3",     "h4",         "h5",
      "h6",      "header",  "hgroup",   "hr",         "i",       "img",      "ins",    "kbd", "label", "legend", "li",         "main",
      "mark",    "menu",    "nav",      "nobr",       "ol",      "p",        "pre",    "q",   "rp",    "rt",     "ruby",       "s",
      "samp",    "section", "small",    "span",       "strike",  "strong",   "sub",    "sup", "table", "tbody",  "td",         "tfoot",
      "th",      "thead",   "time",     "tr",         "tt",      "u",        "ul",     "var", "wbr"};
  return kKept.contains(tag);
}

/// Elements whose content is no text for readers. Whatever is in neither list loses its tags and keeps its content.
bool is_dropped(const GumboNode* element) {
  static const Names kDropped{"script",   "iframe",   "frame",  "frameset", "noframes", "object", "embed",  "applet", "noembed",
                              "template", "textarea", "select", "title",    "audio",    "video",  "canvas", "link",   "meta",
                              "base",     "param",    "input",  "keygen",   "datalist", "map",    "area"};
  return element->v.element.tag_namespace != GUMBO_NAMESPACE_HTML || kDropped.contains(tag_name(element));
}

bool is_void(std::string_view tag) {
  static const Names kVoid{"br", "hr", "img", "wbr", "col"};
  return kVoid.contains(tag);
}

bool is_plain_attribute(std::string_view name) {
  static const Names kPlain{"abbr",   "align",   "alt",     "bgcolor", "border",  "cellpadding", "cellspacing", "class",    "clear",
                            "color",  "colspan", "compact", "dir",     "face",    "frame",       "headers",     "height",   "hspace",
                            "id",     "lang",    "link",    "name",    "noshade", "nowrap",      "open",        "reversed", "rowspan",
                            "rules",  "scope",   "size",    "span",    "start",   "summary",     "text",        "title",    "type",
                            "valign", "value",   "vlink",   "vspace",  "width"};
  return kPlain.contains(name);
}

/// The scheme of an address in small letters, read past the blanks and control characters that browsers overlook.
std::string scheme_of(std::string_view address) {
  std::string scheme;
  for (const char c : address) {
    if (static_cast<unsigned char>(c) <= 0x20) continue;
    if (c == ':') return scheme;
    if (c == '/' || c == '?' || c == '#') break;
    scheme += small_letter(c);
  }
  return {};
}

bool may_lead_to(std::string_view address) {
  static const Names kSchemes{"http", "https", "ftp", "mailto", "tel"};
  const auto scheme = scheme_of(address);
  return kSchemes.contains(scheme) || (scheme.empty() && (address.starts_with('#') || address.starts_with("//")));
}

bool is_color(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
}

class SafeWriter {
 public:
  explicit SafeWriter(const PictureSource& pictures) : pictures_(pictures) {}

  bool enter(const GumboNode* node) {
    if (!is_element(node)) return text(node), false;
    const auto tag = tag_name(node);
    if (tag == "style") return styles(node), false;
    if (tag == "input") return tick(node), false;
    if (is_dropped(node)) return false;
    if (tag == "body") out_.body_attributes += body_attributes(node);
    if (is_kept(tag)) out_.body.append("<").append(tag).append(attributes(node)).append(">");
    if (is_preformatted(tag)) out_.body += "<pre>";
    return true;
  }

  void leave(const GumboNode* node) {
    const auto tag = tag_name(node);
    if (is_kept(tag) && !is_void(tag)) out_.body.append("</").append(tag).append(">");
    if (is_preformatted(tag)) out_.body += "</pre>";
  }

  SafeHtml take() { return std::move(out_); }

 private:
  static bool is_preformatted(std::string_view tag) { return tag == "xmp" || tag == "listing" || tag == "plaintext"; }

  void text(const GumboNode* node) {
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA)
      append_escaped(out_.body, node->v.text.text);
  }

  void styles(const GumboNode* element) {
    const auto* media = ::gumbo_get_attribute(&element->v.element.attributes, "media");
    const bool limited = media != nullptr && std::string_view(media->value).find_first_of("{};@") == std::string_view::npos;
    if (limited) out_.styles.append("@media ").append(safe_css(media->value, pictures_)).append(" {\n");
    const auto& children = element->v.element.children;
    for (unsigned i = 0; i < children.length; ++i) {
      const auto* child = static_cast<const GumboNode*>(children.data[i]);
      if (!is_element(child)) out_.styles.append(safe_css(child->v.text.text, pictures_)).append("\n");
    }
    if (limited) out_.styles += "}\n";
  }

  /// A list of tasks loses its boxes with the forms; these are to be seen, not clicked.
  void tick(const GumboNode* element) {
    const auto& attributes = element->v.element.attributes;
    const auto* type = ::gumbo_get_attribute(&attributes, "type");
    if (type == nullptr || std::string_view(type->value) != "checkbox") return;
    out_.body += ::gumbo_get_attribute(&attributes, "checked") == nullptr ? "\xE2\x98\x90" : "\xE2\x98\x91";  // U+2610, U+2611
  }

  std::string attributes(const GumboNode* element) {
    const auto& all = element->v.element.attributes;
    std::string out;
    for (unsigned i = 0; i < all.length; ++i) {
      const auto* attribute = static_cast<const GumboAttribute*>(all.data[i]);
      const std::string_view name = attribute->name;
      if (const auto value = safe_value(name, attribute->value))
        out.append(" ").append(name).append("=\"").append(escape(*value)).append("\"");
    }
    return out;
  }

  /// A div has no colours of its own, so those of the body become a style.
  std::string body_attributes(const GumboNode* body) {
    const auto& all = body->v.element.attributes;
    std::string style;
    for (const auto& [name, property] : {std::pair{"bgcolor", "background-color"}, std::pair{"text", "color"}}) {
      const auto* attribute = ::gumbo_get_attribute(&all, name);
      if (attribute != nullptr && is_color(attribute->value)) style.append(property).append(": ").append(attribute->value).append("; ");
    }
    if (const auto* own = ::gumbo_get_attribute(&all, "style")) style += safe_css(own->value, pictures_);
    std::string out = style.empty() ? std::string() : " style=\"" + escape(style) + "\"";
    for (const char* name : {"class", "id", "dir", "lang", "align"}) {
      if (const auto* attribute = ::gumbo_get_attribute(&all, name))
        out.append(" ").append(name).append("=\"").append(escape(attribute->value)).append("\"");
    }
    return out;
  }

  std::optional<std::string> safe_value(std::string_view name, std::string_view value) {
    if (name == "style") return safe_css(value, pictures_);
    if (name == "src" || name == "background") return picture(value);
    if (name == "href") return may_lead_to(value) ? std::optional<std::string>(value) : std::nullopt;
    if (is_plain_attribute(name)) return std::string(value);
    return std::nullopt;
  }

  std::optional<std::string> picture(std::string_view address) {
    const auto scheme = scheme_of(address);
    if (scheme == "http" || scheme == "https" || address.starts_with("//")) return std::string(address);
    if (scheme == "data") return address.starts_with("data:image/") ? std::optional<std::string>(address) : std::nullopt;
    return scheme.empty() || scheme == "cid" ? pictures_(address) : std::nullopt;
  }

  const PictureSource& pictures_;
  SafeHtml out_;
};

}  // namespace

SafeHtml safe_html(std::string_view html, const PictureSource& pictures) {
  SafeWriter writer(pictures);
  const auto tree = message_html(html);
  gumbo::walk_tree(tree->root(), writer);
  return writer.take();
}

}  // namespace docmill::engines::mail
