#pragma once
#include <poppler-document.h>
#include <poppler-page.h>

#include <boost/json/value.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engines/child/file_bytes.h"
#include "engines/child/work.h"

namespace docmill::engines::raster {

/// An opened PDF with the bytes it reads from.
struct Pdf {
  child::FileBytes bytes;
  std::unique_ptr<poppler::document> file;
  std::string label;  // for messages: "The PDF", or "\"b.pdf\"" where there are two

  std::uint32_t pages() const;
  /// The page with this number, counted from 1. Errors: InputDamaged.
  Result<std::unique_ptr<poppler::page>> page(std::uint32_t number) const;
};

/// Opens an input. The password is the parameter "Password"; a wrong one counts as none where the document opens without.
/// Errors: PasswordRequired, InputDamaged, InputTooComplex, TooManyPages.
Result<Pdf> open_pdf(child::Work& work, std::size_t index = 0);

/// The pages that Pages names, in its order and with its repeats, as far as they lie between StartPage and EndPage; all by default.
/// Errors: BadRequest, NotApplicable (none is left), TooManyPages (more than `most`).
Result<std::vector<std::uint32_t>> chosen_pages(const child::Work& work, const Pdf& pdf, std::uint32_t most);

/// From now on poppler tells us what it finds wrong with documents, not stderr. Call once.
void listen_to_poppler();

/// Sentences for the customer about what poppler found wrong so far with the documents of this process.
std::vector<std::string> complaints();

/// poppler's own words for the first of it, for the log; empty when there was nothing.
const std::string& first_complaint();

/// As JSON, to two places: 612, 595.28.
boost::json::value number_json(double value);

/// Ends a step that read so many pages.
Finished finished(std::size_t pages);

/// The text as UTF-8; halves of surrogate pairs become U+FFFD.
std::string utf8_of(const poppler::ustring& text);
/// The text as code points.
std::u32string code_points_of(const poppler::ustring& text);
/// Appends one code point, as UTF-8.
void append_utf8(std::string& out, char32_t point);

}  // namespace docmill::engines::raster
