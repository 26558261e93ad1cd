#include "engines/pdf/child/operations.h"

#include <map>
#include <string_view>

#include "engines/pdf/child/attachments.h"
#include "engines/pdf/child/bookmarks.h"
#include "engines/pdf/child/compress.h"
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

using Perform = Result<Finished> (*)(child::Work&);

const std::map<std::string_view, Perform>& operations() {
  static const std::map<std::string_view, Perform> all{
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

}  // namespace

Result<Finished> perform(child::Work& work) {
  const auto found = operations().find(work.request().operation);
  if (found == operations().end())
    return Failed(fail(ErrorCode::EngineFailed, "The PDF engine does not know this operation.").cause(work.request().operation));
  try {
    work.begin(Phase::Load);
    return found->second(work);
  } catch (const QPDFExc& e) {
    return Failed(damaged(e));
  } catch (const std::bad_alloc&) {
    throw;  // the guard answers for it
  } catch (const std::exception& e) {
    return Failed(fail(ErrorCode::InputDamaged, "The PDF cannot be worked on; it is damaged.").cause(e.what()).at("pdf.perform"));
  }
}

}  // namespace docmill::engines::pdf
