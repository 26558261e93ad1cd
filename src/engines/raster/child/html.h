#pragma once
#include <poppler-global.h>
#include <poppler-page.h>

#include <string>

namespace docmill::engines::raster {

/// A page's text as HTML 4.01: a `div` that ends with a page break, a `p` for each paragraph, `b` around bold words.
std::string html_page(const poppler::page& page);

/// What comes before the first page. `title` is customer text; "Document" where it is empty.
std::string html_head(const poppler::ustring& title);
/// What comes after the last.
std::string html_tail();

}  // namespace docmill::engines::raster
