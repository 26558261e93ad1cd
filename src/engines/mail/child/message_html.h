#pragma once
#include <memory>
#include <string_view>

#include "gumbo/html_tree.h"

namespace docmill::engines::mail {

/// The tree of a message's page, which it has in any case. Throws TooComplex when the page is larger, deeper or costlier than we take.
std::unique_ptr<gumbo::HtmlTree> message_html(std::string_view html);

}  // namespace docmill::engines::mail
