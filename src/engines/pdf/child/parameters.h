#pragma once
#include <set>
#include <string>

#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/child/type/font_book.h"

namespace docmill::engines::pdf {

/// "FF8000", "#f80": operands of the operator rg. Black when it is not given. Errors: BadRequest.
Result<std::string> colour(const child::Work& work, const std::string& name);

/// The pages that "Pages" names, as a set, within "StartPage" and "EndPage" where they are given; all of them by default.
/// Errors: BadRequest, NotApplicable when nothing is left.
Result<std::set<std::uint32_t>> page_set(const child::Work& work, const Pdf& pdf);

/// The parameter "FontFamily": Sans, Serif or Mono.
type::Family font_family(const child::Work& work);

}  // namespace docmill::engines::pdf
