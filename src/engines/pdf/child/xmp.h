#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace docmill::engines::pdf {

/// A document's metadata in XML (XMP, ISO 16684-1) with other values for what the document information calls Title, Author, Subject,
/// Keywords and Creator; the rest stays, such as what says that the document is PDF/A or holds an invoice's data.
/// Returns: nullopt when it is no XML of that kind, or larger or deeper than anyone writes it.
/// Source: which property belongs to which key is in ISO 19005-1, 6.7.3, table 1.
std::optional<std::string> xmp_with(std::string_view xmp, const std::map<std::string, std::string>& values);

}  // namespace docmill::engines::pdf
