#include "cli/call/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/units.h"
#include "cli/call/text_width.h"
#include "net/percent.h"
#include "net/text.h"

namespace docmill::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::array<std::string_view, 4> kStates{"started", "done", "failed", "output"};
constexpr std::size_t kLongest = 256 * kMiB;

Error trouble_at(const std::string& path, std::string_view what) {
  return fail(ErrorCode::BadRequest, fmt::format("{}: {}", printable(path), what));
}

std::optional<Mark> mark_from(const struct stat& info) {
  if (!S_ISREG(info.st_mode)) return std::nullopt;
  return Mark{.inode = info.st_ino,
              .size = static_cast<std::uint64_t>(info.st_size),
              .modified = info.st_mtim.tv_sec * std::int64_t{1'000'000'000} + info.st_mtim.tv_nsec};
}

/// Names are any bytes, JSON is UTF-8: so they are percent-encoded.
std::string line_of(const std::string& name, const Noted& noted) {
  json::object line{{"name", net::percent_encoded(name)},
                    {"state", kStates.at(static_cast<std::size_t>(noted.state))},
                    {"inode", noted.mark.inode},
                    {"size", noted.mark.size},
                    {"modified", noted.mark.modified}};
  if (!noted.key.empty()) line["key"] = noted.key;
  return json::serialize(line) + "\n";
}

struct Line {
  std::string name;
  Noted noted;
};

std::optional<Line> parsed(std::string_view text) try {
  const auto value = json::parse(text);
  const auto& line = value.as_object();
  const auto state = std::ranges::find(kStates, std::string_view(line.at("state").as_string()));
  const auto name = net::percent_decoded(std::string_view(line.at("name").as_string()));
  if (state == kStates.end() || !name) return std::nullopt;
  Line found{.name = *name, .noted = {.state = static_cast<Noted::State>(state - kStates.begin()), .mark = {}, .key = {}}};
  found.noted.mark = {.inode = line.at("inode").to_number<std::uint64_t>(),
                      .size = line.at("size").to_number<std::uint64_t>(),
                      .modified = line.at("modified").to_number<std::int64_t>()};
  if (const auto* key = line.if_contains("key")) found.noted.key = std::string_view(key->as_string());
  return found;
} catch (const std::exception&) {
  return std::nullopt;
}

}  // namespace

std::optional<Mark> mark_of(const std::string& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 ? mark_from(info) : std::nullopt;
}

std::optional<Mark> mark_of(int file) {
  struct stat info{};
  return ::fstat(file, &info) == 0 ? mark_from(info) : std::nullopt;
}

Result<std::unique_ptr<Journal>> Journal::open(const std::string& folder, std::string_view action) {
  if (!fs::is_directory(folder)) return Failed(trouble_at(folder, "there is no such folder to watch."));
  const auto place = folder + "/.docmill";
  if (::mkdir(place.c_str(), 0700) != 0 && errno != EEXIST) {
    return Failed(trouble_at(place, fmt::format("cannot be made: {}. It remembers what has been done.", std::strerror(errno))));
  }
  UniqueFd lock(::open((place + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.valid()) return Failed(trouble_at(place, fmt::format("cannot be written: {}.", std::strerror(errno))));
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return Failed(trouble_at(folder, "another docmill watches this folder already."));
  std::string name(action);
  std::ranges::replace(name, '/', '-');
  std::unique_ptr<Journal> journal(new Journal(folder, fmt::format("{}/{}.journal", place, name), std::move(lock)));
  if (auto loaded = journal->load(); !loaded) return Failed(loaded.error());
  if (auto written = journal->rewrite(); !written) return Failed(written.error());
  return journal;
}

Result<void> Journal::load() {
  const UniqueFd file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return {};
  auto text = read_at(file.get(), 0, kLongest);
  if (!text) return Failed(trouble_at(path_, "cannot be read."));
  for (std::string_view rest = *text; !rest.empty();) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) break;  // cut off while it was written: what it speaks of was not done
    auto line = parsed(rest.substr(0, end));
    if (!line) return Failed(trouble_at(path_, "is damaged. Move it away to begin anew; files that were done are then done again."));
    all_.insert_or_assign(line->name, std::move(line->noted));
    rest.remove_prefix(end + 1);
  }
  return {};
}

/// Without the files that have gone and the lines that were overtaken.
Result<void> Journal::rewrite() {
  std::erase_if(all_, [this](const auto& entry) { return !mark_of(folder_ + "/" + entry.first).has_value(); });
  const auto fresh = path_ + ".new";
  file_.reset(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600));
  if (!file_.valid()) return Failed(trouble_at(fresh, fmt::format("cannot be written: {}.", std::strerror(errno))));
  std::string text;
  for (const auto& [name, noted] : all_) text += line_of(name, noted);
  const bool wrote = write_all(file_.get(), text).has_value() && ::fsync(file_.get()) == 0;
  if (wrote && ::rename(fresh.c_str(), path_.c_str()) == 0) return {};
  return Failed(trouble_at(fresh, fmt::format("cannot be written: {}.", std::strerror(errno))));
}

std::optional<Noted> Journal::find(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = all_.find(name);
  return found == all_.end() ? std::nullopt : std::optional(found->second);
}

bool Journal::shares_stem(const std::string& name) const {
  const auto stem = fs::path(name).stem();
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(all_, [&](const auto& entry) {
    return entry.first != name && entry.second.state != Noted::State::Output && fs::path(entry.first).stem() == stem;
  });
}

bool Journal::note(const std::string& name, const Noted& noted) {
  const auto line = line_of(name, noted);
  const std::lock_guard lock(mutex_);
  struct stat before{};
  if (::fstat(file_.get(), &before) != 0) return false;
  if (!write_all(file_.get(), line) || ::fdatasync(file_.get()) != 0) {
    // Half a line in the middle would be damage.
    [[maybe_unused]] const auto cut = ::ftruncate(file_.get(), before.st_size);
    return false;
  }
  all_.insert_or_assign(name, noted);
  return true;
}

}  // namespace docmill::cli
