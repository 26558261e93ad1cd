#include "engines/pdf/child/attachments.h"

#include "base/small_letters.h"
#include "engines/pdf/child/open_pdf.h"
#include "engines/pdf/qpdf.h"

#include <fmt/format.h>

#include <set>
#include <sstream>

namespace docmill::engines::pdf {
namespace {

/// "Report.Q1.xlsx" as name and extension; what is no extension stays in the name, and the file counts as bytes of any kind.
OutputNote note_of(const std::string& filename) {
  const auto dot = filename.rfind('.');
  auto extension = small_letters(dot == std::string::npos ? "" : filename.substr(dot + 1));
  if (!is_extension(extension)) return {.extension = "bin", .name = filename};
  return {.extension = std::move(extension), .name = filename.substr(0, dot)};
}

using Attached = std::map<std::string, std::shared_ptr<QPDFFileSpecObjectHelper>>;

/// The last part of a name, without what a viewer might take for a path.
std::string file_name(const std::string& name) {
  const auto slash = name.find_last_of("/\\");
  auto out = slash == std::string::npos ? name : name.substr(slash + 1);
  std::erase_if(out, [](char c) { return static_cast<unsigned char>(c) < ' '; });
  return out.empty() ? "attachment" : out;
}

/// "a.txt", or else "a (2).txt", "a (3).txt", ….
std::string free_name(const Attached& taken, const std::string& wanted) {
  const auto dot = wanted.rfind('.');
  auto name = wanted;
  for (int i = 2; taken.contains(name); ++i)
    name = dot == std::string::npos || dot == 0 ? fmt::format("{} ({})", wanted, i)
                                                : fmt::format("{} ({}){}", wanted.substr(0, dot), i, wanted.substr(dot));
  return name;
}

void attach(QPDF& file, const std::string& name, std::string_view bytes, const std::string& description) {
  QPDFEmbeddedFileDocumentHelper files(file);
  auto stream = QPDFEFStreamObjectHelper::createEFStream(file, std::string(bytes));
  auto spec = QPDFFileSpecObjectHelper::createFileSpec(file, name, stream);
  if (!description.empty()) spec.setDescription(description);
  files.replaceEmbeddedFile(name, spec);
}

std::set<std::string> lines_in(const std::string& text) {
  std::set<std::string> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    while (line.ends_with('\r') || line.ends_with(' ')) line.pop_back();
    if (!line.empty()) out.insert(line);
  }
  return out;
}

bool is_clip(QPDFObjectHandle annotation) {
  return annotation.isDictionary() && annotation.getKey("/Subtype").isNameAndEquals("/FileAttachment");
}

/// Files can also hang on a page, as a paper clip that is clicked.
std::vector<QPDFObjectHandle> clips_of(QPDFObjectHandle page) {
  std::vector<QPDFObjectHandle> out;
  auto annotations = page.getKey("/Annots");
  if (!annotations.isArray()) return out;
  for (auto& one : annotations.aitems()) {
    if (is_clip(one) && one.getKey("/FS").isDictionary()) out.push_back(one);
  }
  return out;
}

std::size_t remove_clips(QPDF& file) {
  std::size_t removed = 0;
  for (auto& page : file.getAllPages()) {
    QPDFObjectHandle own(page);
    auto annotations = own.getKey("/Annots");
    if (!annotations.isArray()) continue;
    auto kept = QPDFObjectHandle::newArray();
    for (auto& one : annotations.aitems()) {
      if (!is_clip(one)) kept.appendItem(one);
    }
    const auto gone = annotations.getArrayNItems() - kept.getArrayNItems();
    if (gone > 0) own.replaceKey("/Annots", kept);
    removed += static_cast<std::size_t>(gone);
  }
  return removed;
}

/// The document's own files by their names, then those that hang on its pages, each once.
std::vector<std::pair<std::string, QPDFFileSpecObjectHelper>> attached_files(QPDF& file) {
  std::vector<std::pair<std::string, QPDFFileSpecObjectHelper>> out;
  std::set<QPDFObjGen> seen;
  for (const auto& [key, spec] : QPDFEmbeddedFileDocumentHelper(file).getEmbeddedFiles()) {
    seen.insert(spec->getEmbeddedFileStream().getObjGen());
    out.emplace_back(key, *spec);
  }
  for (auto& page : file.getAllPages()) {
    for (auto& clip : clips_of(page)) {
      QPDFFileSpecObjectHelper spec(clip.getKey("/FS"));
      auto stream = spec.getEmbeddedFileStream();
      if (stream.isStream() && seen.insert(stream.getObjGen()).second) out.emplace_back("attachment", spec);
    }
  }
  return out;
}

}  // namespace

void carry_attachments(QPDF& from, QPDF& to) {
  QPDFEmbeddedFileDocumentHelper target(to);
  for (const auto& [key, spec] : QPDFEmbeddedFileDocumentHelper(from).getEmbeddedFiles()) {
    auto object = spec->getObjectHandle();
    if (!object.isIndirect()) object = from.makeIndirectObject(object);
    const auto name = free_name(target.getEmbeddedFiles(), key);
    QPDFFileSpecObjectHelper copied(to.copyForeignObject(object));
    if (name != key) copied.setFilename(name);
    target.replaceEmbeddedFile(name, copied);
  }
}

Result<Finished> add_attachments(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  std::size_t added = 0;
  for (std::size_t i = 1; i < work.input_count(); ++i) {
    const auto bytes = child::FileBytes::of(work.input(i));
    if (!bytes) return Failed(bytes.error());
    const auto name = free_name(QPDFEmbeddedFileDocumentHelper(*pdf->file).getEmbeddedFiles(), file_name(work.note(i).name));
    attach(*pdf->file, name, bytes->bytes(), work.param("Description"));
    ++added;
  }
  if (added == 0) return Failed(fail(ErrorCode::BadRequest, "Attachments: send the files to attach.").in(Phase::Load));
  QPDFWriter writer(*pdf->file);
  return finish_pdf(work, *pdf, writer);
}

Result<Finished> remove_attachments(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  const auto named = lines_in(work.param("Names"));
  QPDFEmbeddedFileDocumentHelper files(*pdf->file);
  std::size_t removed = named.empty() ? remove_clips(*pdf->file) : 0;
  for (const auto& [key, file] : files.getEmbeddedFiles()) {
    if (!named.empty() && !named.contains(key) && !named.contains(file->getFilename())) continue;
    files.removeEmbeddedFile(key);
    ++removed;
  }
  if (removed == 0) return Failed(fail(ErrorCode::NotApplicable, "The PDF has no such attached files.").in(Phase::Load));
  if (named.empty()) pdf->file->getRoot().removeKey("/AF");
  QPDFWriter writer(*pdf->file);
  return finish_pdf(work, *pdf, writer);
}

Result<Finished> extract_attachments(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  work.begin(Phase::Export);
  std::size_t empty = 0;
  std::size_t given = 0;
  for (auto& [key, file] : attached_files(*pdf->file)) {
    const auto bytes = file.getEmbeddedFileStream().getStreamData(qpdf_dl_all);
    if (bytes->getSize() == 0) {
      ++empty;
      continue;
    }
    const auto name = file.getFilename().empty() ? key : file.getFilename();
    const std::string_view view(reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize());
    if (auto handed = work.give(view, note_of(name)); !handed) return Failed(handed.error());
    ++given;
  }
  if (given == 0) return Failed(fail(ErrorCode::NotApplicable, "The PDF has no attached files.").in(Phase::Export));
  auto warnings = repairs_of(*pdf);
  if (empty != 0) warnings.push_back("Attached files of 0 bytes were left out.");
  return finished(pdf->pages(), std::move(warnings));
}

}  // namespace docmill::engines::pdf
