#include "engines/data/child/tables/xlsx_package.h"

#include <fmt/format.h>
#include <zip.h>

#include "base/units.h"

namespace docmill::engines::data {
namespace {

constexpr std::size_t kPieceSize = 64 * kKiB;
constexpr std::uint64_t kSmallPart = kMiB;  // below it any ratio is fine

zip_t* archive_in(void* archive) {
  return static_cast<zip_t*>(archive);
}

Error package_damaged(std::string cause) {
  return fail(ErrorCode::InputDamaged, "The workbook is damaged and cannot be read.").cause(std::move(cause)).at("data.xlsx");
}

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

void XlsxPackage::Close::operator()(void* archive) const {
  zip_discard(archive_in(archive));
}

Result<XlsxPackage> XlsxPackage::open(std::string_view bytes, const DocumentLimits& limits) {
  if (bytes.starts_with("\xD0\xCF\x11\xE0"))
    return Failed(fail(ErrorCode::PasswordRequired, "The workbook is protected by a password; take it off and send the workbook again."));
  zip_error_t error;
  zip_error_init(&error);
  auto* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  auto* const archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr) {
    const std::string cause = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (source != nullptr) zip_source_free(source);
    return Failed(package_damaged(cause));
  }
  zip_error_fini(&error);
  XlsxPackage package(limits);
  package.archive_.reset(archive);
  if (zip_get_num_entries(archive, 0) > limits.unpacked_entries)
    return Failed(
        fail(ErrorCode::InputTooComplex, fmt::format("The workbook has more than {} parts, the limit.", limits.unpacked_entries)));
  return package;
}

std::optional<std::uint64_t> XlsxPackage::index_of(const std::string& part) const {
  const auto found = zip_name_locate(archive_in(archive_.get()), part.c_str(), ZIP_FL_NOCASE);
  return found < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(found));
}

bool XlsxPackage::has(const std::string& part) const {
  return index_of(part).has_value();
}

Result<void> XlsxPackage::count(std::uint64_t piece, std::uint64_t part, std::uint64_t packed) {
  unpacked_ += piece;
  if (unpacked_ > limits_.unpacked_size)
    return Failed(fail(ErrorCode::InputTooComplex,
                       fmt::format("The workbook unpacks to more than {}, the limit.", show_size(limits_.unpacked_size))));
  if (part > kSmallPart && part / limits_.unpacked_ratio > packed)
    return Failed(fail(ErrorCode::InputTooComplex,
                       fmt::format("A part of the workbook unpacks to more than {} times its size, the limit.", limits_.unpacked_ratio)));
  return {};
}

Result<void> XlsxPackage::read(const std::string& part, const Sink& sink) {
  const auto index = index_of(part);
  if (!index) return Failed(package_damaged("no part " + part));
  auto* const archive = archive_in(archive_.get());
  zip_stat_t about;
  zip_stat_init(&about);
  if (zip_stat_index(archive, *index, 0, &about) != 0) return Failed(package_damaged(zip_strerror(archive)));
  const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive, *index, 0));
  if (!file) return Failed(package_damaged(part + ": " + zip_strerror(archive)));
  std::string piece(kPieceSize, '\0');
  for (std::uint64_t total = 0;;) {
    const auto got = zip_fread(file.get(), piece.data(), piece.size());
    if (got < 0) return Failed(package_damaged(part + ": " + zip_file_strerror(file.get())));
    if (got == 0) return {};
    const auto size = static_cast<std::size_t>(got);
    total += size;
    if (auto fits = count(size, total, about.comp_size); !fits) return fits;
    auto go_on = sink(std::string_view(piece).substr(0, size));
    if (!go_on) return Failed(go_on.error());
    if (!*go_on) return {};
  }
}

}  // namespace docmill::engines::data
