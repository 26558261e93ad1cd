#pragma once
#include "engines/child/work.h"

namespace docmill::engines::raster {

/// A picture of each page. Parameters: StartPage, EndPage, Pages (which), FilenamePrefix (the page's number follows), Format (Jpeg, Png,
/// Gif, Bmp, Tiff, Webp), Dpi, Quality, Grayscale, Transparent (the paper is left out; PNG and WebP). All pictures are measured before
/// the first is drawn. Errors: InputTooComplex (a picture too large), TooManyPages, NotApplicable, BadRequest.
Result<Finished> pdf_to_image(child::Work& work);

/// A picture of one page that fits into Width by Height pixels. Parameters: Page, Width, Height, Format (Png, Jpeg), Quality.
/// Errors: NotApplicable when there is no such page.
Result<Finished> thumbnail(child::Work& work);

}  // namespace docmill::engines::raster
