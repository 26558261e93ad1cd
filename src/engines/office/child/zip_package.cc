#include "engines/office/child/zip_package.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <unordered_set>

#include "base/small_letters.h"
#include "base/units.h"

namespace docmill::engines::office {
namespace {

// Small parts of repetitive XML pack better than 200:1 in honest documents; what they unpack to is harmless.
constexpr std::uint64_t kRatioFloor = kMiB;
constexpr std::size_t kPiece = 256 * kKiB;

Error damaged(std::string message, std::string cause = {}) {
  return fail(ErrorCode::InputDamaged, std::move(message)).cause(std::move(cause)).at("office.zip");
}

Error too_complex(std::string message) {
  return fail(ErrorCode::InputTooComplex, std::move(message)).at("office.zip");
}

/// Leads out of the package, or nowhere: absolute, a drive, or a `..` segment.
bool leads_astray(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.front() == '\\' || name.find(':') == 1) return true;
  if (name.find('\0') != std::string_view::npos) return true;
  std::size_t start = 0;
  while (start <= name.size()) {
    const auto end = std::min(name.find_first_of("/\\", start), name.size());
    if (name.substr(start, end - start) == "..") return true;
    start = end + 1;
  }
  return false;
}

zip_t* as_zip(void* archive) {
  return static_cast<zip_t*>(archive);
}

}  // namespace

std::string shown(std::string_view part_name) {
  std::string out(part_name.substr(0, 120));
  for (char& c : out) c = c >= 0x20 && c < 0x7F ? c : '?';
  return out;
}

void ZipPackage::Close::operator()(void* archive) const {
  zip_discard(as_zip(archive));
}

Result<ZipPackage> ZipPackage::open(std::string_view bytes, const DocumentLimits& limits) {
  zip_error_t failed;
  zip_error_init(&failed);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &failed);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &failed);
  if (archive == nullptr) {
    std::string cause = zip_error_strerror(&failed);
    if (source != nullptr) zip_source_free(source);
    zip_error_fini(&failed);
    return Failed(damaged("The document's ZIP container is cut short or damaged.", std::move(cause)));
  }
  ZipPackage package(limits);
  package.archive_.reset(archive);
  if (auto read = package.read_directory(); !read) return Failed(std::move(read.error()));
  if (auto sizes = package.check_sizes(); !sizes) return Failed(std::move(sizes.error()));
  return package;
}

Result<void> ZipPackage::read_directory() {
  const auto count = zip_get_num_entries(as_zip(archive_.get()), 0);
  if (count <= 0) return Failed(damaged("The document's ZIP container is empty."));
  if (static_cast<std::uint64_t>(count) > limits_.unpacked_entries)
    return Failed(too_complex(fmt::format("The document has {} parts; the limit is {}.", count, limits_.unpacked_entries)));
  std::unordered_set<std::string> seen;
  for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(count); ++i) {
    zip_stat_t stat;
    constexpr auto kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    if (zip_stat_index(as_zip(archive_.get()), i, 0, &stat) != 0 || (stat.valid & kNeeded) != kNeeded)
      return Failed(damaged("The document's list of parts is damaged."));
    const std::string_view name = stat.name;
    if (leads_astray(name)) return Failed(damaged(fmt::format("The document has a part with a forbidden name: {}", shown(name))));
    // Part names are compared without regard to ASCII case: ECMA-376 part 2, section 6.2.2.3.
    if (!seen.insert(small_letters(name)).second)
      return Failed(damaged(fmt::format("The document has two parts of one name: {}", shown(name))));
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
      return Failed(fail(ErrorCode::PasswordRequired, "The document is protected by a password.").at("office.zip"));
    parts_.push_back({i, std::string(name), stat.size, stat.comp_size});
  }
  return {};
}

Result<void> ZipPackage::check_sizes() const {
  std::uint64_t total = 0;
  for (const Part& part : parts_) {
    if (part.size > limits_.unpacked_size || (total += part.size) > limits_.unpacked_size)
      return Failed(too_complex(
          fmt::format("The document unpacks to more than {}, the limit, in part {}.", show_size(limits_.unpacked_size), shown(part.name))));
    if (part.size > kRatioFloor && part.size / limits_.unpacked_ratio > part.packed)
      return Failed(too_complex(fmt::format("The part {} unpacks to more than {} times its size, the limit for one part.", shown(part.name),
                                            limits_.unpacked_ratio)));
  }
  return {};
}

const ZipPackage::Part* ZipPackage::find(std::string_view name) const {
  const auto found = std::find_if(parts_.begin(), parts_.end(), [&](const Part& part) { return part.name == name; });
  return found == parts_.end() ? nullptr : &*found;
}

bool ZipPackage::has_folder(std::string_view prefix) const {
  return std::any_of(parts_.begin(), parts_.end(), [&](const Part& part) { return part.name.starts_with(prefix); });
}

Result<void> ZipPackage::inflate(const Part& part, const Sink& sink) {
  const auto broken = [&](std::string cause) {
    return Failed(damaged(fmt::format("The document's part {} is damaged.", shown(part.name)), std::move(cause)));
  };
  std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen_index(as_zip(archive_.get()), part.index, 0), zip_fclose);
  if (!file) return broken(zip_strerror(as_zip(archive_.get())));
  // One page more than claimed shows a header that lies without a second call for honest small parts.
  std::string piece(static_cast<std::size_t>(std::min<std::uint64_t>(part.size + 4096, kPiece)), '\0');
  std::uint64_t out = 0;
  while (true) {
    const auto got = zip_fread(file.get(), piece.data(), piece.size());
    if (got < 0) return broken(zip_file_strerror(file.get()));
    if (got == 0) break;
    out += static_cast<std::uint64_t>(got);
    inflated_ += static_cast<std::uint64_t>(got);
    if (inflated_ > limits_.unpacked_size)
      return Failed(too_complex(
          fmt::format("The document unpacks to more than {}, the limit, in part {}.", show_size(limits_.unpacked_size), shown(part.name))));
    if (out > part.size) return broken("inflates to more than its header claims");
    if (auto taken = sink(std::string_view(piece).substr(0, static_cast<std::size_t>(got))); !taken) return taken;
  }
  if (out != part.size) return broken("inflates to less than its header claims");
  return {};
}

Result<std::string> ZipPackage::head(std::string_view name, std::size_t most) {
  const Part* part = find(name);
  std::string text;
  if (part == nullptr) return text;
  const auto keep = [&](std::string_view piece) -> Result<void> {
    text.append(piece.substr(0, most - std::min(most, text.size())));
    return {};
  };
  if (auto done = inflate(*part, keep); !done) return Failed(std::move(done.error()));
  return text;
}

}  // namespace docmill::engines::office
