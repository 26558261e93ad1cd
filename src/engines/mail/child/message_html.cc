#include "engines/mail/child/message_html.h"

#include "engines/mail/child/budget.h"
#include "gumbo/depth.h"

namespace docmill::engines::mail {
namespace {

constexpr std::size_t kLargestHtml = std::size_t{50} << 20;   // bytes
constexpr std::size_t kLargestTree = std::size_t{640} << 20;  // bytes; gumbo makes about ten of each
constexpr std::size_t kDeepest = 50'000;                      // elements within elements; what each of them costs grows with it

}  // namespace

std::unique_ptr<gumbo::HtmlTree> message_html(std::string_view html) {
  if (html.size() > kLargestHtml) throw TooComplex{"The message's HTML is larger than 50 MB, the limit."};
  if (gumbo::depth_of(html, kDeepest) > kDeepest) {
    throw TooComplex{"The message's HTML has elements within elements, more than 50,000 deep, the limit."};
  }
  auto tree = std::make_unique<gumbo::HtmlTree>(html, kLargestTree);
  if (tree->root() == nullptr) throw TooComplex{"The message's HTML needs a tree of more than 640 MB, the limit."};
  return tree;
}

}  // namespace docmill::engines::mail
