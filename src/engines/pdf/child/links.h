#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// Tells where in the target the page is that a source's link leads to: by the page's object, or by its number counted from 1.
struct PlaceFinder {
  std::function<std::optional<std::size_t>(QPDFObjGen)> of_page;
  std::function<std::optional<std::size_t>(std::uint32_t)> of_number;
};

/// Where an annotation or a bookmark leads within its document, by itself or by its action, straight or by a name; null when it does not
/// (ISO 32000-1, 12.3.3 and 12.5.6.5).
QPDFObjectHandle destination_of(QPDFObjectHandle item);

/// Makes the links of a copied page lead to the copies of the pages they led to, also those by name, which stay behind in the source's
/// catalogue. A link to a page that was not copied keeps its place and leads nowhere. `from` and `to` are pages with the same
/// annotations in the same order, of which the library has copied all but what leads to other pages.
void mend_links(QPDF& source, QPDFObjectHandle from, QPDF& target, QPDFObjectHandle to, const PlaceFinder& places);

}  // namespace docmill::engines::pdf
