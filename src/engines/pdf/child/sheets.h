#pragma once
#include "engines/child/work.h"

namespace docmill::engines::pdf {

/// Several pages on a sheet: PagesPerSheet (2, 4, 6, 8, 9 or 16), PaperSize, Margin and Gap (points), Border (a line around each page).
/// Forms and comments are drawn into the pages.
Result<Finished> nup(child::Work& work);

/// Two pages on each side of a sheet, in an order that makes a booklet when the sheets are printed on both sides, laid together and folded:
/// PaperSize, Margin, Gap.
Result<Finished> booklet(child::Work& work);

/// Every page on a sheet of PaperSize, as large as fits: Margin, Upscale (whether smaller ones grow too), Pages. Links go along.
Result<Finished> resize(child::Work& work);

/// Cuts the edges of pages off, as they are seen: Left, Top, Right and Bottom (points), Pages. What is cut is hidden, not removed.
/// Errors: BadRequest when nothing of a page would be left.
Result<Finished> crop(child::Work& work);

}  // namespace docmill::engines::pdf
