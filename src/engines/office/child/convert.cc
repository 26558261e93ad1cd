#include "engines/office/child/convert.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cctype>

#include "base/fd.h"
#include "base/small_letters.h"
#include "base/units.h"
#include "engines/child/file_bytes.h"
#include "engines/child/text/text.h"
#include "engines/office/child/font_record.h"
#include "engines/office/child/html_pictures.h"
#include "engines/office/child/input_name.h"
#include "engines/office/child/inspect.h"
#include "engines/office/child/page_setup.h"
#include "engines/office/child/pdf_facts.h"
#include "engines/office/child/pdf_options.h"
#include "engines/office/child/plain_text.h"
#include "model/page_list.h"

namespace docmill::engines::office {
namespace {

using child::FileBytes;

// The working directory by the name that is the same in every child.
constexpr std::string_view kHere = "file:///proc/self/cwd/";
constexpr int kSaveTries = 2;

Error engine_failed(std::string message, std::string cause) {
  return fail(ErrorCode::EngineFailed, std::move(message)).cause(std::move(cause)).at("office.convert");
}

Error too_many_pages(std::uint64_t pages, std::uint32_t limit) {
  return fail(ErrorCode::TooManyPages, fmt::format("The document has {} pages; the limit is {}.", pages, limit)).at("office.convert");
}

Result<void> write_file(const std::string& name, std::string_view bytes) {
  const UniqueFd file(::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!file.valid()) return Failed(system_error(errno, "write the input"));
  return write_all(file.get(), bytes);
}

Result<FileBytes> map_file(const std::string& name) {
  const UniqueFd file(::open(name.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return Failed(system_error(errno, "read the output"));
  return FileBytes::of(file.get());
}

/// Text as UTF-8 where it is in one of the encodings that have to be guessed; else as it is.
std::string readable_text(const child::Work& work, std::string_view bytes) {
  const auto text = child::Text::of(work.input(0));
  return std::string(text ? text->view() : bytes);
}

/// A folder of its own, so that no name of a customer is one of ours.
constexpr const char* kInputFolder = "in";

/// Puts the document where LibreOffice loads it from, in a form that needs no dialog; returns the rest of its URL.
Result<std::string> place_input(const Readable& type, std::string_view bytes, const child::Work& work) {
  const bool table = type.extension == "csv" || type.extension == "tsv";
  const bool text = type.extension == "txt";
  const auto name = input_name(work.note(0).name, table ? "fods" : text ? "fodt" : type.extension);
  if (::mkdir(kInputFolder, 0700) != 0 && errno != EEXIST) return Failed(system_error(errno, "make the input's folder"));
  const auto path = std::string(kInputFolder) + "/" + name;
  const auto written = table  ? write_file(path, flat_spreadsheet_of(readable_text(work, bytes)))
                       : text ? write_file(path, flat_text_of(readable_text(work, bytes)))
                              : write_file(path, bytes);
  if (!written) return Failed(written.error());
  return std::string(kInputFolder) + "/" + as_url_part(name);
}

Result<std::string> place(const Readable& type, std::string_view bytes, const child::Work& work) {
  if (type.container != Container::Html) return place_input(type, bytes, work);
  auto page = with_page_setup(bytes, work);
  if (!page) return Failed(std::move(page.error()).at("office.convert"));
  return place_input(type, *page, work);
}

Result<LokDocument> load(Lok& office, const Readable& type, std::string_view bytes, const child::Work& work) {
  const auto name = place(type, bytes, work);
  if (!name) return Failed(name.error());
  // Batch: nobody is there to answer a dialog.
  // LibreOffice 7.4 crashes when it is given the password of a binary document.
  if (type.container == Container::Ooxml) office.set_password(work.param("Password"));
  auto document = office.load(std::string(kHere) + *name, "Language=en-US,Batch=true");
  if (document) return *document;
  return Failed(
      fail(ErrorCode::InputDamaged, fmt::format("The {} could not be read.", type.title)).cause(office.error()).at("office.load"));
}

/// About one spreadsheet in 1,900 fails to save for no stated reason and saves when asked again.
Result<FileBytes> save(Lok& office, LokDocument& document, const std::string& target, const std::string& options) {
  const auto name = "output." + target;
  for (int i = 0; i < kSaveTries; ++i) {
    if (!document.save(std::string(kHere) + name, target, options)) continue;
    auto saved = map_file(name);
    if (saved && !saved->bytes().empty()) return saved;
  }
  return Failed(engine_failed("The document could not be written.", office.error()));
}

Expected expected_of(const Request& request) {
  const auto by = request.params.find("TypeBy");
  return {.extension = request.inputs.front().extension,
          .by_content = by != request.params.end() && by->second == "content",
          .has_password = request.params.contains("Password")};
}

/// What is wanted: what the step says or, of a step that leaves it open, what the caller chose.
std::string target_of(const child::Work& work) {
  return small_letters(work.request().target == "bin" ? work.param("Format") : work.request().target);
}

std::set<std::string> recorded_names() {
  std::set<std::string> names;
  for (const auto& [requested, used] : recorded_fonts()) names.insert(requested);
  return names;
}

Result<void> check_target(const Request& request, const std::string& target, const Readable& type) {
  if (request.operation != "convert") return Failed(engine_failed("The office engine does not know this operation.", request.operation));
  const auto formats = written(type.family);
  if (target == "pdf" || std::ranges::find(formats, target) != formats.end()) return {};
  return Failed(fail(ErrorCode::UnsupportedType, fmt::format("The {} cannot become a .{} file; what it can become is pdf, {}.", type.title,
                                                             target, fmt::join(formats, ", ")))
                    .at("office.convert"));
}

/// Sums up the finished output, or refuses it for its size.
Result<Finished> sum_up(const Request& request, const std::string& target, std::string_view result, FontQuestion question,
                        const FontBook& fonts) {
  if (result.size() > request.limits.output_size)
    return Failed(fail(ErrorCode::InputTooComplex,
                       fmt::format("The result has {}; the limit is {}.", show_size(result.size()), show_size(request.limits.output_size)))
                      .at("office.convert"));
  Finished out;
  if (target == "pdf") {
    auto facts = pdf_facts(result);
    if (facts.pages > request.limits.pages) return Failed(too_many_pages(facts.pages, request.limits.pages));
    out.pages = facts.pages;
    question.embedded = std::move(facts.fonts);
  }
  out.fonts = fonts_of(question, recorded_fonts(), fonts);
  out.warnings = warnings_of(out.fonts);
  return out;
}

/// Every page that was asked for lies behind the last one. Of a spreadsheet only the attempt shows that.
Error no_such_pages(std::uint32_t pages) {
  return fail(ErrorCode::NotApplicable, pages == 0 ? std::string("Pages: none of these pages is in the document, which is shorter.")
                                                   : fmt::format("Pages: none of these pages is in the document, which has {}.", pages))
      .at("office.convert");
}

bool has_pages_asked_for(const child::Work& work, std::uint32_t pages) {
  const auto list = model::parse_page_list(work.param("Pages"));
  return pages == 0 || !list || list->empty() || std::ranges::any_of(*list, [&](const auto& range) { return range.first <= pages; });
}

/// What LibreOffice wrote, as it leaves the engine.
std::string finished_bytes(const child::Work& work, const std::string& target, std::string_view saved) {
  if (target == "html")
    return with_pictures_inside(saved, "output_html_", [](const std::string& name) -> Result<std::string> {
      const auto picture = map_file(name);
      if (!picture) return Failed(picture.error());
      return std::string(picture->bytes());
    });
  std::string out(saved);
  // LibreOffice 7.4 writes 1.6 whatever is asked for; all of that is PDF 1.7 too (ISO 32000-1, annex I).
  if (work.param("PdfFormat") == "PDF1.7" && out.starts_with("%PDF-1.6")) out[7] = '7';
  return out;
}

Result<Finished> export_document(const Workshop& workshop, LokDocument& document, child::Work& work, FontQuestion question,
                                 std::uint32_t pages) {
  const auto& request = work.request();
  const auto target = target_of(work);
  const bool pdf = target == "pdf";
  if (pdf && !has_pages_asked_for(work, pages)) return Failed(no_such_pages(pages));
  auto saved = save(workshop.office, document, target, pdf ? pdf_options(work) : std::string());
  if (!saved && pdf && !work.param("Pages").empty()) return Failed(no_such_pages(0));
  if (!saved) return Failed(std::move(saved.error()));
  const bool changed = target == "html" || !work.param("PdfFormat").empty();
  const auto bytes = changed ? finished_bytes(work, target, saved->bytes()) : std::string();
  const std::string_view result = changed ? std::string_view(bytes) : saved->bytes();
  auto finished = sum_up(request, target, result, std::move(question), workshop.fonts);
  if (!finished) return finished;
  if (auto given = work.give(result, {.extension = target, .name = {}}); !given)
    return Failed(engine_failed("The document could not be written.", given.error().describe()));
  return finished;
}

}  // namespace

Result<Finished> convert(const Workshop& workshop, child::Work& work) {
  const auto& request = work.request();
  work.begin(Phase::Load);
  if (work.input_count() != 1) return Failed(engine_failed("The office engine takes one document at a time.", "").in(Phase::Load));
  auto mapped = FileBytes::of(work.input(0));
  if (!mapped) return Failed(engine_failed("The document could not be opened.", mapped.error().describe()).in(Phase::Load));
  auto inspected = inspect(mapped->bytes(), expected_of(request), request.limits);
  if (!inspected) return Failed(std::move(inspected.error()).in(Phase::Load));
  if (auto allowed = check_target(request, target_of(work), *inspected->type); !allowed)
    return Failed(std::move(allowed.error()).in(Phase::Load));
  FontQuestion question{.named = std::move(inspected->fonts), .inherited = recorded_names(), .bytes = {}, .embedded = {}};
  if (question.named.empty()) question.bytes = mapped->bytes();
  auto document = load(workshop.office, *inspected->type, mapped->bytes(), work);
  if (!document) return Failed(std::move(document.error()).in(Phase::Load));

  work.begin(Phase::Layout);
  if (work.flag("UpdateIndexes")) document->update_indexes();
  const auto pages = document->pages();
  if (pages > request.limits.pages) return Failed(too_many_pages(pages, request.limits.pages).in(Phase::Layout));

  work.begin(Phase::Export);
  auto finished = export_document(workshop, *document, work, std::move(question), pages);
  if (!finished) return Failed(std::move(finished.error()).in(Phase::Export));
  if (finished->pages == 0) finished->pages = pages;
  return finished;
}

}  // namespace docmill::engines::office
