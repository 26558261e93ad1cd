#pragma once
#include "model/action.h"

/// The declarations of what libqpdf performs.
namespace docmill::actions {

// pdf_pages.cc
model::Action pdf_merge();
model::Action pdf_split();
model::Action pdf_extract_pages();
model::Action pdf_delete_pages();
model::Action pdf_reorder_pages();
model::Action pdf_rotate();

// pdf_protection.cc
model::Action pdf_protect();
model::Action pdf_unprotect();
model::Action pdf_protection_info();

// pdf_rewrite.cc
model::Action pdf_compress();
model::Action pdf_linearize();
model::Action pdf_flatten();

// pdf_facts.cc
model::Action pdf_get_metadata();
model::Action pdf_set_metadata();
model::Action pdf_get_bookmarks();
model::Action pdf_set_bookmarks();
model::Action pdf_extract_attachments();
model::Action pdf_extract_images();
model::Action pdf_get_form();

// pdf_watermark.cc
model::Action watermark_text_to_pdf();
model::Action watermark_image_to_pdf();
model::Action watermark_pdf_to_pdf();
model::Action watermark_html_to_pdf();
model::Action pdf_add_page_numbers();

// pdf_forms.cc
model::Action pdf_fill_form();
model::Action pdf_get_form_fields();
model::Action pdf_add_attachments();
model::Action pdf_remove_attachments();

// pdf_sheets.cc
model::Action pdf_nup();
model::Action pdf_booklet();
model::Action pdf_resize();
model::Action pdf_crop();

/// The one step of an action that makes a PDF.
std::vector<model::Step> pdf_step(std::string_view operation);
/// An action that asks one PDF something and answers in JSON.
model::Action pdf_question(std::string_view id, std::string_view title, std::string_view summary, std::string_view operation);
/// The fields of an action that merges, for the bookmarks of what it makes.
model::Field generated_bookmarks();
model::Field preserved_bookmarks();
/// The field "Pages": which ones, all when it is not given.
model::Field page_list(std::string_view summary);

}  // namespace docmill::actions
