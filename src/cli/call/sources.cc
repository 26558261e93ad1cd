#include "cli/call/sources.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "actions/fields.h"
#include "actions/sniff.h"
#include "base/units.h"
#include "cli/call/suggest.h"
#include "cli/call/text_width.h"

namespace docmill::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> glob_of(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> paths;
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  std::erase_if(paths, [](const std::string& path) {
    std::error_code trouble;
    return fs::is_directory(path, trouble);
  });
  return paths;
}

/// stdin as a file that can be read twice: itself when it is one, else a copy without a name.
Result<std::shared_ptr<UniqueFd>> stdin_file() {
  struct stat info{};
  if (::fstat(STDIN_FILENO, &info) == 0 && S_ISREG(info.st_mode) && ::lseek(STDIN_FILENO, 0, SEEK_CUR) == 0) {
    return std::make_shared<UniqueFd>(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
  }
  if (::isatty(STDIN_FILENO) == 1)
    return Failed(misused("'-' reads the document from stdin, but stdin is a terminal: use < FILE or a pipe."));
  std::error_code trouble;
  const auto folder = fs::temp_directory_path(trouble);
  auto copy = std::make_shared<UniqueFd>(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (!copy->valid()) {
    auto memory = memory_file("docmill-stdin");
    if (!memory) return Failed(memory.error());
    *copy = *std::move(memory);
  }
  std::array<char, 64 * kKiB> room{};
  for (;;) {
    const auto got = ::read(STDIN_FILENO, room.data(), room.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Failed(misused(fmt::format("stdin cannot be read: {}.", std::strerror(errno))));
    if (got == 0) return copy;
    if (auto wrote = write_all(copy->get(), {room.data(), static_cast<std::size_t>(got)}); !wrote) {
      return Failed(misused(fmt::format("stdin does not fit into {}; set TMPDIR to a place with room.", folder.string())));
    }
  }
}

std::string text_of_file(const std::string& path, const model::Field& field, std::string& trouble) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  auto text = file.valid() ? read_at(file.get(), 0, kMiB + 1) : Result<std::string>();
  if (!file.valid() || !text) {
    trouble = fmt::format("{}: {} cannot be read.", field.name, printable(path));
    return {};
  }
  if (text->size() > kMiB) trouble = fmt::format("{}: {} is longer than 1 MiB, which no field takes.", field.name, printable(path));
  // Editors end a file with a line end that is no part of a password.
  if (field.secret && text->ends_with('\n')) text->pop_back();
  return *std::move(text);
}

Result<void> add_word(Given& given, const model::Action& action, const std::string& word) {
  const auto equals = word.find('=');
  if (equals == std::string::npos || equals == 0) return Failed(misused(fmt::format("--set {}: write Field=Value or Field=@FILE.", word)));
  const auto name = word.substr(0, equals);
  const auto value = word.substr(equals + 1);
  const auto known = actions::find_field(action, name);
  if (known.field == nullptr) {
    const auto names = field_names(action);
    const auto hint = did_you_mean(name, names);
    return Failed(misused(fmt::format("{} has no field '{}'.{} It takes {}. `docmill actions {}` tells more.", action.id, printable(name),
                                      hint, fmt::join(names, ", "), action.id)));
  }
  const bool document = known.field->type == model::FieldType::File && !known.is_url;
  const auto path = value.starts_with('@') ? value.substr(1) : std::string();
  if (document && !path.empty()) {
    auto sources = find_sources({path}, *known.field, {});
    if (!sources) return Failed(sources.error());
    given.files.insert(given.files.end(), sources->begin(), sources->end());
    return {};
  }
  std::string trouble;
  const auto text = path.empty() ? value : text_of_file(path, *known.field, trouble);
  if (!trouble.empty()) return Failed(misused(trouble));
  given.values.insert_or_assign(known.is_url ? actions::url_name(*known.field) : std::string(known.field->name), text);
  return {};
}

Outcome<std::shared_ptr<UniqueFd>> opened(const Source& source) {
  if (source.already != nullptr) return source.already;
  // Not blocking: a named pipe that nobody writes to would hold the call for ever.
  auto file = std::make_shared<UniqueFd>(::open(source.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file->valid()) return local_trouble(fmt::format("{} cannot be read: {}.", printable(source.path), std::strerror(errno)));
  return file;
}

Outcome<FormPart> part_of(const model::Action& action, const Source& source, int file) {
  struct stat info{};
  if (::fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) return local_trouble(fmt::format("{} is no file.", printable(source.path)));
  auto head = read_at(file, 0, actions::kSniffBytes);
  if (!head) return local_trouble(fmt::format("{} cannot be read.", printable(source.path)));
  // Only what the server would say too: a refusal here saves sending the whole document.
  if (auto type = actions::recognise(action, *source.field, actions::sniff(*head), source.name); !type) return refused(type.error());
  return FormPart{.name = std::string(source.field->name),
                  .value = {},
                  .file = file,
                  .size = static_cast<std::uint64_t>(info.st_size),
                  .filename = source.name.empty() ? "document" : source.name};
}

}  // namespace

std::vector<std::string> field_names(const model::Action& action) {
  std::vector<std::string> names;
  for (const auto& field : action.fields) {
    names.emplace_back(field.name);
    if (field.type == model::FieldType::File) names.push_back(actions::url_name(field));
  }
  for (const auto& field : actions::common_fields()) names.emplace_back(field.name);
  return names;
}

Result<Given> read_given(const model::Action& action, const std::vector<std::string>& words) {
  Given given;
  for (const auto& word : words) {
    if (auto added = add_word(given, action, word); !added) return Failed(added.error());
  }
  return given;
}

Result<const model::Field*> field_of_files(const model::Action& action, const CallOptions& options) {
  const auto* main = actions::main_file(action);
  if (options.as.empty()) {
    if (main != nullptr || (options.files.empty() && options.watch.empty())) return main;
    return Failed(misused(fmt::format("{} takes no document; say what it needs with --set.", action.id)));
  }
  const auto known = actions::find_field(action, options.as);
  if (known.field != nullptr && known.field->type == model::FieldType::File && !known.is_url) return known.field;
  std::vector<std::string> names;
  for (const auto& field : action.fields) {
    if (field.type == model::FieldType::File) names.emplace_back(field.name);
  }
  return Failed(misused(fmt::format("--as {}: files of {} are for {}.{}", printable(options.as), action.id, fmt::join(names, ", "),
                                    did_you_mean(options.as, names))));
}

Result<std::vector<Source>> find_sources(const std::vector<std::string>& words, const model::Field& field, const std::string& stdin_name) {
  std::vector<Source> sources;
  for (const auto& word : words) {
    std::error_code trouble;
    const auto status = fs::status(word, trouble);
    if (word == "-") {
      auto file = stdin_file();
      if (!file) return Failed(file.error());
      sources.push_back({.path = word, .name = stdin_name, .field = &field, .already = *std::move(file)});
    } else if (fs::is_directory(status)) {
      return Failed(misused(fmt::format("{0} is a folder: name the files in it, like {0}/*, or --watch it.", printable(word))));
    } else if (fs::exists(status)) {
      sources.push_back({.path = word, .name = fs::path(word).filename().string(), .field = &field, .already = {}});
    } else {
      const auto paths = glob_of(word);
      const bool pattern = word.find_first_of("*?[") != std::string::npos;
      if (paths.empty()) {
        return Failed(misused((pattern ? "No file is like " : "There is no file ") + printable(word) + "."));
      }
      for (const auto& path : paths)
        sources.push_back({.path = path, .name = fs::path(path).filename().string(), .field = &field, .already = {}});
    }
  }
  return sources;
}

Outcome<OpenForm> open_form(const model::Action& action, const Given& given, const std::vector<Source>& files) {
  OpenForm form;
  for (const auto& [name, value] : given.values)
    form.parts.push_back({.name = name, .value = value, .file = -1, .size = 0, .filename = {}});
  std::vector<Source> all = given.files;
  all.insert(all.end(), files.begin(), files.end());
  for (const auto& source : all) {
    auto file = opened(source);
    if (!file) return troubled(std::move(file.error()));
    auto part = part_of(action, source, (*file)->get());
    if (!part) return troubled(std::move(part.error()));
    form.parts.push_back(*std::move(part));
    form.files.push_back(*std::move(file));
  }
  return form;
}

}  // namespace docmill::cli
