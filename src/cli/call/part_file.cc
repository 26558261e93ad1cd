#include "cli/call/part_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/ids.h"
#include "cli/call/text_width.h"

namespace docmill::cli {

PartFile::PartFile(std::string folder) : folder_(folder.empty() ? "." : std::move(folder)) {}

PartFile::~PartFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

bool PartFile::failed(const std::string& what, int error) {
  trouble_ = fmt::format("{} cannot be written: {}.", printable(what), std::strerror(error));
  return false;
}

bool PartFile::begin() {
  if (file_.valid()) {
    if (::ftruncate(file_.get(), 0) == 0 && ::lseek(file_.get(), 0, SEEK_SET) == 0) return true;
    return failed(path_, errno);
  }
  // Hidden, so that who watches the folder does not take it for a document.
  const auto path = fmt::format("{}/.docmill-{}.part", folder_, base32(random_bytes(10)));
  file_.reset(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file_.valid()) return failed(folder_, errno);
  path_ = path;
  return true;
}

bool PartFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto wrote = ::write(file_.get(), bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return failed(folder_, wrote < 0 ? errno : ENOSPC);
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

Outcome<void> PartFile::keep(const std::string& path, bool lasting) {
  // Some disks tell only now that they are full.
  const bool synced = !lasting || ::fdatasync(file_.get()) == 0;
  if (synced && ::rename(path_.c_str(), path.c_str()) == 0) {
    path_.clear();
    return {};
  }
  failed(path, errno);
  return local_trouble(trouble_);
}

}  // namespace docmill::cli
