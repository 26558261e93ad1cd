#pragma once
#include <gumbo.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "templating/markup/fragment.h"

namespace docmill::templating::markup {

/// What holds inside an element, for all that is in it.
struct State {
  Look look;
  Align align = Align::None;
  std::optional<bool> rtl;  // of paragraphs and tables
  int heading = 0;
  int indent = 0;  // quotations
  int lists = 0;   // around, with this one
  std::size_t list = 0;
  bool keeps_blanks = false;
  std::string background;  // of paragraphs
};

using Declarations = std::vector<std::pair<std::string, std::string>>;

/// What an element's tag and attributes say of its text: <b>, <font color>, style="…".
void dress(State& state, const GumboNode* element, std::string_view tag, const Declarations& style);

/// The value of a property; empty when it is not among them. The last one counts.
std::string_view value_of(const Declarations& style, std::string_view property);

/// Whether its style says that it is not shown.
bool is_hidden(const Declarations& style);

Align align_of(std::string_view text);

/// Where a link may lead: http, https, ftp, mailto, tel and sms, "www.…", or "#name" in the document. Empty: nowhere.
std::string safe_link(std::string_view address);

}  // namespace docmill::templating::markup
