#include "engines/mail/child/safe_css.h"

#include "base/small_letters.h"

namespace docmill::engines::mail {
namespace {

bool begins_ignoring_case(std::string_view text, std::string_view small) {
  return same_but_for_case(text.substr(0, small.size()), small);
}

}  // namespace

std::string safe_css(std::string_view css, const PictureSource& pictures) {
  std::string out;
  out.reserve(css.size());
  while (!css.empty()) {
    if (css.front() == '<') {  // no selector, property or value needs one, and "</style" would end the sheet
      css.remove_prefix(1);
    } else if (begins_ignoring_case(css, "@import")) {
      out += "@not-imported";
      css.remove_prefix(7);
    } else if (begins_ignoring_case(css, "cid:") &&
               (out.empty() || std::string_view("(\"' \n\t").find(out.back()) != std::string_view::npos)) {
      const auto address = css.substr(0, css.find_first_of("\"' )\n\t;,"));
      out += pictures(address).value_or("about:blank");
      css.remove_prefix(address.size());
    } else {
      out += css.front();
      css.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace docmill::engines::mail
