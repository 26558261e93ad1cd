#pragma once
#include "engines/child/work.h"

namespace docmill::engines::pdf {

/// Sets Text on the Pages: FontFamily, FontSize, Color, Opacity, LayerPosition (in front by default), and where it goes as read_placing()
/// reads it.
Result<Finished> watermark_text(child::Work& work);

/// Lays the pages of the second input over or under those of the first: page k uses page min(k, last) of it (spec U23). Opacity,
/// LayerPosition (behind by default), StartPage, EndPage, Pages, and where it goes as read_placing() reads it.
Result<Finished> watermark_pdf(child::Work& work);

/// The same with a picture that has become a PDF: its first page on all pages (a moving picture has several), in front by default.
Result<Finished> watermark_image(child::Work& work);

/// Writes each page's number on it: Format with {page} and {pages}, Start (the first page's number), FontFamily, FontSize, Color, Pages,
/// and where it goes as read_placing() reads it.
Result<Finished> add_page_numbers(child::Work& work);

}  // namespace docmill::engines::pdf
