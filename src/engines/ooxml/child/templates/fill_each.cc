#include "engines/ooxml/child/templates/fill_each.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "engines/child/zip/zip_writer.h"
#include "engines/ooxml/child/parts/plain.h"
#include "templating/docx/docx.h"

namespace docmill::engines::ooxml {
namespace {

constexpr int kKeptMemory = 32 << 20;  // bytes; the most that the allocator heeds

/// Errors: as fill_docx_for_each().
Result<void> check_items(const templating::Value& data, bool printed) {
  constexpr auto kHow = "DocumentPerItem makes a document for each item: send Data as a list of objects, [{…}, {…}].";
  if (!data.is_list() || data.items().empty()) return Failed(fail(ErrorCode::BadRequest, kHow));
  const auto odd = std::ranges::find_if(data.items(), [](const auto& item) { return !item.is_object(); });
  if (odd != data.items().end())
    return Failed(fail(ErrorCode::BadRequest, fmt::format("{} Item {} is no object.", kHow, odd - data.items().begin() + 1)));
  const auto most = printed ? kMostInputs : kMostFilled;
  if (data.size() <= most) return {};
  return Failed(
      fail(ErrorCode::InputTooComplex, fmt::format("Data has {} items; at most {} documents are made at once{}. Send it in several lists.",
                                                   data.size(), most, printed ? " as PDF" : "")));
}

/// The template's name without folders and extension, as the beginning of other names.
std::string stem_of(const std::string& name) {
  auto stem = is_utf8(name) ? name.substr(name.find_last_of("/\\") + 1) : std::string();
  std::erase_if(stem, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  stem.resize(std::min(stem.size(), stem.rfind('.')));
  return stem.find_first_not_of(". ") == std::string::npos ? "document" : stem;
}

/// One template and the items it is filled with, one after the other.
class EachItem {
 public:
  EachItem(templating::docx::Template of, TemplateWork& read) : template_(std::move(of)), context_(read.context) {
    keep(template_.warnings());
  }

  /// Hands every document to `take` as it is made. Errors: those of filling and of `take`.
  template <class Take>
  Result<void> each(const Take& take) {
    const auto data = std::exchange(context_.data, {});
    for (std::size_t i = 0; i < data.size(); ++i) {
      auto bytes = document_of(data.items()[i], i);
      if (!bytes) return Failed(of_item(bytes.error(), i));
      if (auto taken = take(*bytes, i); !taken) return taken;
    }
    return {};
  }

  std::vector<std::string> warnings() const { return sentences_of(warnings_); }

 private:
  static Error of_item(const Error& error, std::size_t number) {
    return fail(error.code(), fmt::format("Item {} of Data: {}", number + 1, error.message())).cause(error.cause()).at(error.where());
  }

  Result<std::string> document_of(const templating::Value& item, std::size_t number) {
    templating::Context own;
    own.data = item;
    own.region = context_.region;
    own.dialect = context_.dialect;
    own.missing = context_.missing;
    own.now = context_.now;
    own.number = context_.number + static_cast<std::int64_t>(number);
    own.pictures = context_.pictures;
    own.work = context_.work;  // all documents together have what one has
    auto filled = template_.fill(own);
    context_.work = own.work;
    keep(own.warnings);
    if (!filled) return Failed(filled.error());
    return filled->write();
  }

  void keep(const templating::Warnings& more) {
    for (const auto& warning : more.list()) warnings_.add(warning);
  }

  templating::docx::Template template_;
  templating::Context& context_;
  templating::Warnings warnings_;
};

Result<void> give_each(child::Work& work, EachItem& items) {
  return items.each([&](std::string_view bytes, std::size_t) { return work.give(bytes, {.extension = "docm", .name = {}}); });
}

Result<void> give_zip(child::Work& work, EachItem& items, std::size_t count, const std::string& stem) {
  auto zip = child::ZipWriter::create({}, child::Packing::Store);
  if (!zip) return Failed(zip.error());
  const auto limit = work.request().limits.output_size;
  const auto digits = std::to_string(count).size();
  std::uint64_t size = 0;
  auto added = items.each([&](std::string_view bytes, std::size_t i) -> Result<void> {
    size += bytes.size();
    if (size > limit)
      return Failed(fail(ErrorCode::InputTooComplex, fmt::format("The documents are larger than is allowed; number {} did not fit. "
                                                                 "Send fewer items at once.",
                                                                 i + 1)));
    return zip->add(fmt::format("{}-{:0{}}.docx", stem, i + 1, digits), bytes);
  });
  if (!added) return added;
  auto file = zip->finish();
  if (!file) return Failed(file.error());
  work.begin(Phase::Export);
  return work.give(*std::move(file), {.extension = "zip", .name = {}});
}

}  // namespace

Result<Finished> fill_docx_for_each(child::Work& work, docmill::ooxml::Package package, TemplateWork& read) {
  // What one document gave back serves the next: otherwise a third of the time goes into asking the kernel for it again.
  ::mallopt(M_MMAP_THRESHOLD, kKeptMemory);
  ::mallopt(M_TRIM_THRESHOLD, kKeptMemory);
  const bool printed = work.param("OutputType") == "Pdf";
  if (work.param("OutputType") == "Odt")
    return Failed(fail(ErrorCode::BadRequest, "DocumentPerItem makes Word documents in a ZIP, or one PDF: choose OutputType Docx or Pdf."));
  const auto count = read.context.data.size();
  if (auto checked = check_items(read.context.data, printed); !checked) return Failed(checked.error());
  if (auto plain = make_plain(package, kWordType); !plain) return Failed(plain.error());
  auto made = templating::docx::Template::of(std::move(package), read.context.dialect);
  if (!made) return Failed(made.error());
  EachItem items(*std::move(made), read);
  auto given = printed ? give_each(work, items) : give_zip(work, items, count, stem_of(work.note(read.input).name));
  if (!given) return Failed(given.error());
  Finished finished;
  finished.warnings = items.warnings();
  return finished;
}

}  // namespace docmill::engines::ooxml
