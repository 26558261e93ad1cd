#include "engines/pdf/child/extract_images.h"

#include <fmt/format.h>

#include <set>

#include "engines/child/names.h"
#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/child/parameters.h"
#include "engines/pdf/child/picture_file.h"

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

constexpr std::uint64_t kMostPixelsTogether = 400'000'000;
constexpr std::size_t kFewestBytes = 0;  // of a picture inside a page's content that is one of its own

/// Goes through the pages and gives what it finds.
class Finder {
 public:
  explicit Finder(child::Work& work) : work_(work), prefix_(child::name_prefix(work)) {}

  Result<void> look_at(QPDFPageObjectHelper page, std::uint32_t number) {
    page.externalizeInlineImages(kFewestBytes);
    std::vector<Handle> found;
    const auto take = [&](Handle& image, Handle&, const std::string&) {
      if (!image.isIndirect() || seen_.insert(image.getObjGen()).second) found.push_back(image);
    };
    // A stencil, which a scan in black and white may be, is a picture too.
    page.forEachXObject(true, take, [](Handle one) { return one.isImage(false); });
    std::uint32_t count = 0;
    for (auto& image : found) {
      if (auto given = give(image, fmt::format("{}{}-{}", prefix_, number, ++count)); !given) return given;
    }
    return {};
  }

  std::size_t given() const { return given_; }
  std::size_t left_out() const { return left_out_; }

 private:
  Result<void> give(Handle image, const std::string& name) {
    auto file = picture_file(image, pixels_left_);
    if (!file && file.error().code() == ErrorCode::InputTooComplex) return Failed(file.error());
    if (!file) {
      ++left_out_;
      return {};
    }
    ++given_;
    return work_.give(file->bytes, {.extension = file->extension, .name = name});
  }

  child::Work& work_;
  std::string prefix_;
  std::set<QPDFObjGen> seen_;  // a letterhead stands on every page
  std::uint64_t pixels_left_ = kMostPixelsTogether;
  std::size_t given_ = 0;
  std::size_t left_out_ = 0;
};

}  // namespace

Result<Finished> extract_images(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  const auto chosen = page_set(work, *pdf);
  if (!chosen) return Failed(chosen.error());
  work.begin(Phase::Export);
  Finder finder(work);
  const auto pages = QPDFPageDocumentHelper(*pdf->file).getAllPages();
  for (const auto number : *chosen) {
    if (auto done = finder.look_at(pages.at(number - 1), number); !done) return Failed(done.error());
  }
  auto warnings = repairs_of(*pdf);
  if (finder.left_out() > 0)
    warnings.push_back(
        fmt::format("{} of the pictures were left out: they are damaged, or in a code that is no file by itself, like JBIG2. "
                    "convert/pdf-to-image draws them.",
                    finder.left_out()));
  if (finder.given() == 0 && finder.left_out() == 0)
    return Failed(fail(ErrorCode::NotApplicable, "There is no picture on these pages; text and lines are none."));
  if (finder.given() == 0) return Failed(fail(ErrorCode::NotApplicable, warnings.back()));
  return finished(pdf->pages(), std::move(warnings));
}

}  // namespace docmill::engines::pdf
