#include "cli/call/destination.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/utf8.h"
#include "cli/call/text_width.h"

namespace docmill::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 255;  // bytes; of most file systems

Result<Destination> folder_at(const std::string& path) {
  std::error_code trouble;
  fs::create_directories(path, trouble);
  if (fs::is_directory(path)) return Destination{.kind = Destination::Kind::Folder, .path = path};
  return Failed(misused(fmt::format("--output {}: this folder cannot be made.", printable(path))));
}

/// A name that the file system takes: its end goes first, its extension stays.
std::string fitting(const std::string& stem, const std::string& rest) {
  const auto room = kLongestName - std::min(rest.size(), kLongestName - 1);
  if (stem.size() <= room) return stem + rest;
  const auto cut = std::string_view(stem).substr(0, room);
  return std::string(cut.substr(0, std::max<std::size_t>(utf8_prefix(cut), cut.size() - std::min<std::size_t>(cut.size(), 3)))) + rest;
}

std::string stem_of(const Source& source) {
  auto stem = fs::path(source.name).stem().string();
  return stem.empty() ? "document" : stem;
}

}  // namespace

Result<Destination> read_destination(const std::string& output, std::size_t calls, bool from_stdin) {
  using Kind = Destination::Kind;
  if (output == "-" || (output.empty() && from_stdin)) {
    if (calls > 1) return Failed(misused("--output -: several results cannot go to stdout; name a folder."));
    if (::isatty(STDOUT_FILENO) == 1) return Failed(misused("A document does not belong on a terminal; name a file with --output."));
    return Destination{.kind = Kind::Stdout, .path = {}};
  }
  if (output.empty()) return Destination{};
  std::error_code trouble;
  const auto status = fs::status(output, trouble);
  if (fs::is_directory(status)) return Destination{.kind = Kind::Folder, .path = output};
  if (output.ends_with('/')) return folder_at(output);
  if (calls <= 1) return Destination{.kind = Kind::File, .path = output};
  if (fs::exists(status)) return Failed(misused(fmt::format("--output {}: there are {} files; name a folder.", printable(output), calls)));
  return folder_at(output);
}

void place(std::vector<Item>& items, const Destination& destination) {
  using Kind = Destination::Kind;
  std::map<std::pair<std::string, std::string>, int> stems;
  for (auto& item : items) {
    const auto first = item.files.empty() ? fs::path() : fs::path(item.files.front().path);
    item.folder = destination.kind == Kind::Folder ? destination.path : first.parent_path().string();
    if (destination.kind == Kind::File) {
      item.file = destination.path;
      item.folder = fs::path(destination.path).parent_path().string();
    }
    item.stem = item.files.empty() ? std::string() : stem_of(item.files.front());
    item.alone = items.size() == 1;
    ++stems[{item.folder, item.stem}];
  }
  std::set<std::pair<std::string, std::string>> taken;
  for (auto& item : items) {
    const auto plain = item.stem;
    if (stems[{item.folder, plain}] > 1 && !item.files.empty()) item.stem = item.files.front().name;
    const auto base = item.stem;
    for (int number = 2; !taken.emplace(item.folder, item.stem).second; ++number) item.stem = fmt::format("{}-{}", base, number);
  }
}

Result<void> check_folders(const std::vector<Item>& items) {
  std::set<std::string> folders;
  for (const auto& item : items) folders.insert(item.folder.empty() ? "." : item.folder);
  for (const auto& folder : folders) {
    if (!fs::is_directory(folder)) return Failed(misused(fmt::format("There is no folder {} for the results.", printable(folder))));
    if (::access(folder.c_str(), W_OK | X_OK) != 0) {
      return Failed(misused(fmt::format("Results cannot be written into {}; name another folder with --output.", printable(folder))));
    }
  }
  return {};
}

Inputs::Inputs(const std::vector<Item>& items) {
  for (const auto& item : items) {
    for (const auto& source : item.files) add(source.path);
  }
}

void Inputs::add(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return;
  const std::lock_guard lock(mutex_);
  known_.emplace(info.st_dev, info.st_ino);
}

bool Inputs::has(const std::string& path) const {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return false;
  const std::lock_guard lock(mutex_);
  return known_.contains({info.st_dev, info.st_ino});
}

std::string result_path(const Item& item, const std::string& offered, std::size_t number, std::size_t count, std::string_view operation,
                        const Inputs& inputs) {
  const auto extension = fs::path(offered).extension().string();
  if (!item.file.empty() && count == 1) return item.file;
  if (!item.file.empty()) {
    const fs::path named(item.file);
    return (named.parent_path() / fmt::format("{}-{}{}", named.stem().string(), number, named.extension().string())).string();
  }
  const fs::path folder = count > 1 && !item.alone ? fs::path(item.folder) / item.stem : fs::path(item.folder);
  // Several results have names that tell them apart; so has a single one that was given another name than its document's.
  const bool own_name = !offered.empty() && (item.stem.empty() || count > 1);
  auto path = folder / (own_name ? fitting(fs::path(offered).stem().string(), extension)
                                 : fitting(item.stem.empty() ? "document" : item.stem, extension));
  if (inputs.has(path.string())) path = folder / fitting(path.stem().string(), fmt::format("-{}{}", operation, extension));
  return path.string();
}

}  // namespace docmill::cli
