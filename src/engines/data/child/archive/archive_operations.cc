#include "engines/data/child/archive/archive_operations.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/small_letters.h"
#include "base/utf8.h"
#include "engines/child/file_bytes.h"
#include "engines/child/text/text.h"
#include "engines/child/zip/zip_writer.h"
#include "engines/data/child/archive/archive_reader.h"
#include "engines/data/child/text/json_text.h"
#include "engines/data/child/text/output_file.h"

namespace docmill::engines::data {
namespace {

/// A file's name in two: "Report.PDF" is "Report" and ".PDF"; a name that begins with its only dot has no second part.
std::pair<std::string, std::string> name_and_extension(const std::string& name) {
  const auto dot = name.rfind('.');
  if (dot == std::string::npos || dot == 0) return {name, {}};
  return {name.substr(0, dot), name.substr(dot)};
}

/// Gives each name once: the second "a.txt" becomes "a (2).txt". Case does not tell names apart, since it does not everywhere.
class Names {
 public:
  std::string take(const std::string& wanted) {
    const auto [stem, extension] = name_and_extension(wanted);
    auto name = wanted;
    while (used_.contains(small_letters(name))) name = fmt::format("{} ({}){}", stem, ++used_[small_letters(wanted)], extension);
    used_.emplace(small_letters(name), 1);
    return name;
  }

 private:
  std::map<std::string, std::size_t> used_;  // how often each has been wanted
};

/// What is no extension that an output may have stays in the name, and the file counts as bytes of any kind.
OutputNote note_for(const std::string& name) {
  const auto [stem, dotted] = name_and_extension(name);
  auto extension = small_letters(dotted.empty() ? dotted : dotted.substr(1));
  if (!is_extension(extension)) return {.extension = "bin", .name = name};
  return {.extension = std::move(extension), .name = stem};
}

/// The caller's name for an input as one for an entry: no folders, nothing that cannot be shown.
std::string entry_name(const child::Work& work, std::size_t index) {
  const auto& note = work.note(index);
  auto name = is_utf8(note.name) ? note.name : std::string();
  if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
  std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  const auto extension = is_extension(note.extension) ? note.extension : std::string("bin");
  if (name.find_first_not_of(". ") == std::string::npos) return fmt::format("file-{}.{}", index + 1, extension);
  return name;
}

Result<ArchiveReader> opened(const child::Work& work, const child::FileBytes& bytes) {
  return ArchiveReader::open(bytes.bytes(), work.param("Password"), work.request().limits);
}

Result<void> give_entry(child::Work& work, ArchiveReader& reader, const std::string& name, std::uint64_t& size) {
  auto out = OutputFile::create(work.request().limits.output_size);
  if (!out) return Failed(out.error());
  auto read = reader.read([&](std::string_view piece) -> Result<void> {
    out->put(piece);
    return out->status();
  });
  if (!read) return read;
  size = out->size();
  auto file = out->finish();
  if (!file) return Failed(file.error());
  return size == 0 ? Result<void>{} : work.give(*std::move(file), note_for(name));
}

Error nothing_to_give(std::size_t in_folders, std::size_t empty, std::size_t links) {
  if (in_folders > 0) return fail(ErrorCode::NotApplicable, "All files of the archive lie in folders; set IncludeFolders to get them.");
  if (empty > 0) return fail(ErrorCode::NotApplicable, "All files of the archive are empty.");
  if (links > 0) return fail(ErrorCode::NotApplicable, "The archive holds nothing but links, and those are not followed.");
  return fail(ErrorCode::NotApplicable, "The archive holds no files.");
}

void put_entry(OutputFile& out, const ArchiveEntry& entry) {
  out.put("{\"path\":");
  put_json_quoted(out, entry.path);
  out.put(",\"size\":" + (entry.size && !entry.folder ? std::to_string(*entry.size) : std::string(entry.folder ? "0" : "null")));
  if (entry.link) out.put(",\"isLink\":true");
  out.put(fmt::format(",\"isFolder\":{},\"isEncrypted\":{},\"modified\":", entry.folder, entry.encrypted));
  constexpr std::int64_t kYear10000 = 253'402'300'800;
  const bool dated = entry.modified && *entry.modified >= 0 && *entry.modified < kYear10000;
  out.put(dated ? fmt::format("\"{:%Y-%m-%dT%H:%M:%SZ}\"}}", fmt::gmtime(static_cast<std::time_t>(*entry.modified))) : "null}");
}

}  // namespace

Result<Finished> archive_create(child::Work& work) {
  auto zip = child::ZipWriter::create(work.param("Password"));
  if (!zip) return Failed(zip.error());
  Names names;
  for (std::size_t i = 0; i < work.input_count(); ++i) {
    const auto bytes = child::FileBytes::of(work.input(i));
    if (!bytes) return Failed(bytes.error());
    if (auto added = zip->add(names.take(entry_name(work, i)), bytes->bytes()); !added) return Failed(added.error());
  }
  auto file = zip->finish();
  if (!file) return Failed(file.error());
  work.begin(Phase::Export);
  auto name = work.param("FileName");
  if (small_letters(name).ends_with(".zip")) name.resize(name.size() - 4);
  if (auto given = work.give(*std::move(file), {.extension = "zip", .name = name}); !given) return Failed(given.error());
  return Finished{};
}

Result<Finished> archive_extract(child::Work& work) {
  const auto bytes = child::FileBytes::of(work.input(0));
  if (!bytes) return Failed(bytes.error());
  auto reader = opened(work, *bytes);
  if (!reader) return Failed(reader.error());
  work.begin(Phase::Export);  // files are unpacked and given one by one
  Names names;
  std::size_t given = 0;
  std::size_t empty = 0;
  std::size_t in_folders = 0;
  std::size_t links = 0;
  for (;;) {
    const auto entry = reader->next();
    if (!entry) return Failed(entry.error());
    if (!*entry) break;
    if ((*entry)->folder) continue;
    if ((*entry)->link) {
      ++links;
      continue;
    }
    if ((*entry)->in_folder() && !work.flag("IncludeFolders")) {
      ++in_folders;
      continue;
    }
    std::uint64_t size = 0;
    if (auto done = give_entry(work, *reader, names.take(std::string((*entry)->name())), size); !done) return Failed(done.error());
    ++(size == 0 ? empty : given);
  }
  if (given == 0) return Failed(nothing_to_give(in_folders, empty, links));
  Finished finished;
  if (empty > 0) finished.warnings.emplace_back("Files of 0 bytes were left out.");
  if (links > 0) finished.warnings.emplace_back("Links were left out; they are not followed.");
  return finished;
}

Result<Finished> archive_list(child::Work& work) {
  const auto bytes = child::FileBytes::of(work.input(0));
  if (!bytes) return Failed(bytes.error());
  auto reader = opened(work, *bytes);
  if (!reader) return Failed(reader.error());
  auto entries = OutputFile::create(work.request().limits.output_size);
  if (!entries) return Failed(entries.error());
  const char* separator = "{\"entries\":[";
  for (;;) {
    const auto entry = reader->next();
    if (!entry) return Failed(entry.error());
    if (!*entry) break;
    if ((*entry)->path == ".") continue;  // how tar names the folder it was started in
    entries->put(std::exchange(separator, ","));
    put_entry(*entries, **entry);
  }
  entries->put(*separator == '{' ? "{\"entries\":[]" : "]");
  entries->put(fmt::format(",\"format\":\"{}\"}}", reader->format()));
  auto file = entries->finish();
  if (!file) return Failed(file.error());
  work.begin(Phase::Export);
  if (auto done = work.give(*std::move(file), {.extension = "json", .name = {}}); !done) return Failed(done.error());
  return Finished{};
}

}  // namespace docmill::engines::data
