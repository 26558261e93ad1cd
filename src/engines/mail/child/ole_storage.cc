#include "engines/mail/child/ole_storage.h"

#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-infile.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-input.h>

#include <algorithm>
#include <cstdint>

namespace docmill::engines::mail {
namespace {

using namespace std::string_view_literals;

constexpr int kMostNames = 10'000;                 // of one storage; a message has about a hundred and one for each recipient and file
constexpr std::size_t kMostEntries = 20'000;       // of a file; libgsf walks their tree by recursion
constexpr std::uint32_t kLastSector = 0xFFFFFFFA;  // this and above are marks (MS-CFB 2.1)

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  if (at > bytes.size() || bytes.size() - at < 4) return kLastSector;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

/// How long the directory is, as far as the tables in the header lead (they describe the first 6.8 MB of a file with small sectors); a
/// directory that begins further back is found by its own chain there or not at all. Source: MS-CFB 2.2 to 2.6.
std::size_t directory_entries(std::string_view bytes) {
  const bool large = bytes.size() > 30 && bytes[30] == 12;
  const std::size_t sector_size = large ? 4096 : 512;
  const std::size_t per_table = sector_size / 4;
  const auto offset = [&](std::uint32_t sector) { return (std::size_t{sector} + 1) * sector_size; };
  std::vector<std::uint32_t> tables;
  for (std::size_t i = 0; i < 109; ++i) tables.push_back(number_at(bytes, 76 + 4 * i));
  auto more = number_at(bytes, 68);
  for (std::size_t i = 0; more < kLastSector && i <= bytes.size() / sector_size; ++i) {
    for (std::size_t k = 0; k + 1 < per_table; ++k) tables.push_back(number_at(bytes, offset(more) + 4 * k));
    more = number_at(bytes, offset(more) + 4 * (per_table - 1));
  }
  std::size_t entries = 0;
  auto sector = number_at(bytes, 48);
  while (sector < kLastSector && entries <= kMostEntries && sector / per_table < tables.size()) {
    entries += sector_size / 128;
    const auto table = tables[sector / per_table];
    sector = table < kLastSector ? number_at(bytes, offset(table) + 4 * (sector % per_table)) : kLastSector;
  }
  return entries;
}

}  // namespace

bool is_ole(std::string_view bytes) {
  return bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv);
}

OleStorage OleStorage::open(std::string_view bytes) {
  if (directory_entries(bytes) > kMostEntries) throw TooComplex{"The Outlook message has more entries than is allowed."};
  const GRef<GsfInput> input(
      ::gsf_input_memory_new(reinterpret_cast<const guint8*>(bytes.data()), static_cast<gsf_off_t>(bytes.size()), FALSE));
  GError* error = nullptr;
  GRef<GsfInfile> infile(::gsf_infile_msole_new(input.get(), &error));
  if (error != nullptr) ::g_error_free(error);
  if (!infile) throw Damaged{"The Outlook message is cut short or damaged."};
  return OleStorage(std::move(infile));
}

std::optional<std::string> OleStorage::stream(const std::string& name, Budget& budget) const {
  const GRef<GsfInput> input(::gsf_infile_child_by_name(infile_.get(), name.c_str()));
  if (!input || (GSF_IS_INFILE(input.get()) && ::gsf_infile_num_children(GSF_INFILE(input.get())) >= 0)) return std::nullopt;
  const auto size = ::gsf_input_size(input.get());
  if (size <= 0) return std::string();
  budget.count_bytes(static_cast<std::uint64_t>(size));
  std::string out(static_cast<std::size_t>(size), '\0');
  if (::gsf_input_read(input.get(), out.size(), reinterpret_cast<guint8*>(out.data())) == nullptr) return std::string();
  return out;
}

std::optional<OleStorage> OleStorage::storage(const std::string& name) const {
  auto* child = ::gsf_infile_child_by_name(infile_.get(), name.c_str());
  if (child == nullptr) return std::nullopt;
  if (!GSF_IS_INFILE(child) || ::gsf_infile_num_children(GSF_INFILE(child)) < 0) {
    ::g_object_unref(child);
    return std::nullopt;
  }
  return OleStorage(GRef<GsfInfile>(GSF_INFILE(child)));
}

std::vector<std::string> OleStorage::names() const {
  const int count = ::gsf_infile_num_children(infile_.get());
  if (count > kMostNames) throw TooComplex{"The Outlook message has more entries than is allowed."};
  std::vector<std::string> out;
  for (int i = 0; i < count; ++i) {
    const char* name = ::gsf_infile_name_by_index(infile_.get(), i);
    if (name != nullptr) out.emplace_back(name);
  }
  return out;
}

}  // namespace docmill::engines::mail
