#include "engines/pdf/child/operations.h"

#include "engines/child/operations.h"
#include "engines/pdf/child/attachments.h"
#include "engines/pdf/child/bookmarks.h"
#include "engines/pdf/child/compress.h"
#include "engines/pdf/child/extract_images.h"
#include "engines/pdf/child/facts.h"
#include "engines/pdf/child/fill_form.h"
#include "engines/pdf/child/merge.h"
#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/child/pages.h"
#include "engines/pdf/child/protect.h"
#include "engines/pdf/child/sheets.h"
#include "engines/pdf/child/split.h"
#include "engines/pdf/child/watermark.h"
#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {
namespace {

const child::Operations& operations() {
  static const child::Operations all{
      {"merge", merge},
      {"split", split},
      {"protect", protect},
      {"unprotect", unprotect},
      {"protection-info", protection_info},
      {"compress", compress},
      {"rotate", rotate},
      {"delete-pages", delete_pages},
      {"reorder-pages", reorder_pages},
      {"flatten", flatten},
      {"linearize", linearize},
      {"get-metadata", get_metadata},
      {"set-metadata", set_metadata},
      {"get-bookmarks", get_bookmarks},
      {"set-bookmarks", set_bookmarks},
      {"extract-attachments", extract_attachments},
      {"extract-images", extract_images},
      {"add-attachments", add_attachments},
      {"remove-attachments", remove_attachments},
      {"get-form", get_form},
      {"get-form-fields", get_form_fields},
      {"fill-form", fill_form},
      {"watermark-text", watermark_text},
      {"watermark-pdf", watermark_pdf},
      {"watermark-image", watermark_image},
      {"add-page-numbers", add_page_numbers},
      {"nup", nup},
      {"booklet", booklet},
      {"resize", resize},
      {"crop", crop},
  };
  return all;
}

/// What an exception of a library means.
Error explained() {
  try {
    throw;
  } catch (const QPDFExc& e) {
    return damaged(e);
  } catch (const std::exception& e) {
    return fail(ErrorCode::InputDamaged, "The PDF cannot be worked on; it is damaged.").cause(e.what()).at("pdf.perform");
  }
}

}  // namespace

Result<Finished> perform(child::Work& work) {
  return child::perform(work, "PDF", operations(), explained);
}

}  // namespace docmill::engines::pdf
