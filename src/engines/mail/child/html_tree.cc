#include "engines/mail/child/html_tree.h"

#include "engines/mail/child/budget.h"

namespace docmill::engines::mail {
namespace {

constexpr std::size_t kLargestHtml = std::size_t{50} << 20;  // bytes; gumbo makes about ten of each

}  // namespace

const GumboNode* parse_html(std::string_view html) {
  if (html.size() > kLargestHtml) throw TooComplex{"The message's HTML is larger than 50 MB, the limit."};
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;  // nobody reads them
  return ::gumbo_parse_with_options(&options, html.data(), html.size())->root;
}

std::string_view tag_name(const GumboNode* element) {
  const auto& it = element->v.element;
  if (it.tag == GUMBO_TAG_UNKNOWN || it.tag_namespace != GUMBO_NAMESPACE_HTML) return {};
  return ::gumbo_normalized_tagname(it.tag);
}

}  // namespace docmill::engines::mail
