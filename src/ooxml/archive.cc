#include "ooxml/archive.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <unordered_set>

#include "base/units.h"
#include "ooxml/part_names.h"

namespace docmill::ooxml {
namespace {

// Small parts of repetitive XML pack better than 200:1 in honest documents; what they unpack to is harmless.
constexpr std::uint64_t kRatioFloor = kMiB;

Error zip_damaged(std::string message, std::string cause = {}) {
  return fail(ErrorCode::InputDamaged, std::move(message)).cause(std::move(cause)).at("ooxml.zip");
}

Error zip_too_complex(std::string message) {
  return fail(ErrorCode::InputTooComplex, std::move(message)).at("ooxml.zip");
}

zip_t* as_zip(void* zip) {
  return static_cast<zip_t*>(zip);
}

/// What an OLE2 container stands for: a protected document (MS-OFFCRYPTO keeps it in the stream EncryptedPackage), or one of before 2007.
Error no_package(std::string_view bytes) {
  static constexpr std::string_view kStream("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
  if (bytes.find(kStream) != std::string_view::npos) {
    return fail(ErrorCode::PasswordRequired, "The document is protected by a password; take the password off and send it again.")
        .at("ooxml.zip");
  }
  return fail(ErrorCode::UnsupportedType,
              "The document is of a format from before Office 2007; save it as .docx, .xlsx or .pptx and send it again.")
      .at("ooxml.zip");
}

}  // namespace

void Archive::Close::operator()(void* zip) const {
  zip_discard(static_cast<zip_t*>(zip));
}

Result<std::shared_ptr<Archive>> Archive::open(std::string_view bytes, const Limits& limits) {
  auto archive = std::make_shared<Archive>();
  archive->limits_ = limits;
  if (auto opened = archive->open_container(bytes); !opened) return Failed(std::move(opened.error()));
  if (auto read = archive->read_directory(); !read) return Failed(std::move(read.error()));
  if (auto sizes = archive->check_sizes(); !sizes) return Failed(std::move(sizes.error()));
  return archive;
}

Result<std::shared_ptr<Archive>> Archive::keep(std::string bytes, const Limits& limits) {
  auto kept = std::make_shared<std::string>(std::move(bytes));
  auto archive = open(*kept, limits);
  if (!archive) return archive;
  struct Both {
    std::shared_ptr<std::string> bytes;
    std::shared_ptr<Archive> archive;
  };
  auto both = std::make_shared<Both>(Both{kept, *archive});
  return std::shared_ptr<Archive>(both, archive->get());
}

Result<void> Archive::open_container(std::string_view bytes) {
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) return Failed(no_package(bytes));
  zip_error_t failed;
  zip_error_init(&failed);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &failed);
  zip_t* zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &failed);
  std::string cause = zip == nullptr ? zip_error_strerror(&failed) : "";
  zip_error_fini(&failed);
  if (zip != nullptr) {
    zip_.reset(zip);
    return {};
  }
  if (source != nullptr) zip_source_free(source);
  return Failed(zip_damaged("The document's ZIP container is cut short or damaged.", std::move(cause)));
}

Result<void> Archive::read_directory() {
  const auto count = zip_get_num_entries(as_zip(zip_.get()), 0);
  if (count <= 0) return Failed(zip_damaged("The document's ZIP container is empty."));
  if (count > limits_.entries)
    return Failed(zip_too_complex(fmt::format("The document has {} parts; the limit is {}.", count, limits_.entries)));
  std::unordered_set<std::string> seen;
  for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(count); ++i) {
    zip_stat_t stat;
    constexpr auto kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
    if (zip_stat_index(as_zip(zip_.get()), i, 0, &stat) != 0 || (stat.valid & kNeeded) != kNeeded)
      return Failed(zip_damaged("The document's list of parts is damaged."));
    std::string name = stat.name;
    std::ranges::replace(name, '\\', '/');
    if (leads_astray(name)) return Failed(zip_damaged(fmt::format("The document has a part with a forbidden name: {}", shown(name))));
    if (!seen.insert(folded(name)).second)
      return Failed(zip_damaged(fmt::format("The document has two parts of one name: {}", shown(name))));
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
      return Failed(fail(ErrorCode::PasswordRequired, "The document is protected by a password; take the password off and send it again.")
                        .at("ooxml.zip"));
    }
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
      return Failed(zip_damaged(fmt::format("The document's part {} is packed in a way that documents do not use.", shown(name))));
    if (!name.ends_with('/')) entries_.push_back({i, std::move(name), stat.size, stat.comp_size, stat.comp_method == ZIP_CM_STORE});
  }
  return {};
}

Result<void> Archive::check_sizes() const {
  std::uint64_t total = 0;
  for (const auto& entry : entries_) {
    if (entry.size > limits_.unpacked_size || (total += entry.size) > limits_.unpacked_size) {
      return Failed(zip_too_complex(fmt::format("The document unpacks to more than {}, the limit, in part {}.",
                                                show_size(limits_.unpacked_size), shown(entry.name))));
    }
    if (entry.size > kRatioFloor && entry.size / limits_.unpacked_ratio > entry.packed) {
      return Failed(zip_too_complex(fmt::format("The document's part {} unpacks to more than {} times its size, the limit for one part.",
                                                shown(entry.name), limits_.unpacked_ratio)));
    }
  }
  return {};
}

Result<std::string> Archive::inflate(const Entry& entry) {
  const auto broken = [&](std::string cause) {
    return Failed(zip_damaged(fmt::format("The document's part {} is damaged.", shown(entry.name)), std::move(cause)));
  };
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen_index(as_zip(zip_.get()), entry.index, 0), zip_fclose);
  if (!file) return broken(zip_strerror(as_zip(zip_.get())));
  // One byte more than claimed shows a directory that lies; the library checks the sum when the end is read.
  std::string bytes(static_cast<std::size_t>(entry.size) + 1, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const auto got = zip_fread(file.get(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0) return broken(zip_file_strerror(file.get()));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  if (filled != entry.size) return broken("inflates to something else than its directory claims");
  inflated_ += filled;
  // The same part may be asked for several times, so what is counted here is only a fuse.
  if (inflated_ / 8 > limits_.unpacked_size)
    return Failed(zip_too_complex("The document is unpacked over and over; that is more work than is allowed."));
  bytes.resize(filled);
  return bytes;
}

}  // namespace docmill::ooxml
