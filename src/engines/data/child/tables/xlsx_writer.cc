#include "engines/data/child/tables/xlsx_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/units.h"
#include "engines/data/child/tables/bounds.h"

namespace docmill::engines::data {
namespace {

using namespace std::string_view_literals;

constexpr const char* kLongDate = "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy";
constexpr double kWidestColumn = 60;
constexpr double kLineHeight = 15;      // points, of Calibri 11
constexpr std::size_t kMostLines = 27;  // a row is at most 409 points high

/// UTF-16 units, as Excel counts characters.
std::size_t utf16_length(std::string_view utf8) {
  std::size_t length = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) length += byte >= 0xF0 ? 2 : 1;
  }
  return length;
}

std::size_t longest_line(std::string_view utf8) {
  std::size_t longest = 0;
  while (!utf8.empty()) {
    const auto line = utf8.substr(0, utf8.find('\n'));
    longest = std::max(longest, utf16_length(line));
    utf8.remove_prefix(std::min(line.size() + 1, utf8.size()));
  }
  return longest;
}

bool is_hexadecimal(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Text as the library may take it, which itself escapes what XML needs: U+FFFE and U+FFFF may not stand in XML (XML 1.0, 2.2), NUL would
/// end the text, and what looks like an escape of a character, "_x0041_", gets its first letter escaped (ECMA-376 part 1, 22.4.2.4).
std::string fit_for_cell(std::string_view utf8) {
  std::string out(utf8);
  for (const auto bad : {"\xEF\xBF\xBE"sv, "\xEF\xBF\xBF"sv, "\0"sv}) {
    for (auto at = out.find(bad); at != std::string::npos; at = out.find(bad, at)) out.replace(at, bad.size(), "\xEF\xBF\xBD");
  }
  for (auto at = out.find("_x"); at != std::string::npos; at = out.find("_x", at + 1)) {
    const auto rest = std::string_view(out).substr(at);
    if (rest.size() < 7 || rest[6] != '_' || !std::ranges::all_of(rest.substr(2, 4), is_hexadecimal)) continue;
    out.insert(at, "_x005F");
    at += 6;
  }
  return out;
}

Error write_failed(std::string_view cause) {
  return fail(ErrorCode::EngineFailed, "The workbook could not be written.").cause(std::string(cause)).at("data.xlsx");
}

/// The file's bytes as a file in memory.
Result<UniqueFd> taken_into_memory(const std::string& path) {
  const UniqueFd from(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!from.valid()) return Failed(system_error(errno, "open the workbook"));
  auto file = memory_file("docmill-output");
  if (!file) return file;
  for (std::uint64_t at = 0;;) {
    const auto piece = read_at(from.get(), at, kMiB);
    if (!piece) return Failed(piece.error());
    if (piece->empty()) return file;
    if (auto written = write_all(file->get(), *piece); !written) return Failed(written.error());
    at += piece->size();
  }
}

}  // namespace

struct XlsxWriter::State {
  std::string path;
  std::vector<ColumnType> types;
  lxw_workbook* workbook = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_format* bold = nullptr;
  std::array<std::array<lxw_format*, 2>, kColumnTypes> formats{};  // of a type, on one line and on several
  std::vector<double> widths;                                      // characters of the longest value of a column
  lxw_row_t row = 0;
  std::size_t lines = 1;  // of the row's highest cell

  ~State() {
    if (workbook != nullptr) lxw_workbook_free(workbook);
    if (!path.empty()) ::unlink(path.c_str());
  }

  /// nullptr for Excel's own.
  lxw_format* format(std::size_t column, bool wrapped = false) {
    const auto type = types.at(column);
    auto*& made = formats.at(static_cast<std::size_t>(type))[wrapped ? 1 : 0];
    if (made != nullptr || (type == ColumnType::General && !wrapped)) return made;
    made = workbook_add_format(workbook);
    if (wrapped) format_set_text_wrap(made);
    if (type == ColumnType::LongDate) format_set_num_format(made, kLongDate);
    if (const auto id = number_format(type); id != 0) format_set_num_format_index(made, static_cast<std::uint8_t>(id));
    return made;
  }

  void widen(std::size_t column, double characters) { widths.at(column) = std::max(widths.at(column), characters); }
};

XlsxWriter::XlsxWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
XlsxWriter::~XlsxWriter() = default;
XlsxWriter::XlsxWriter(XlsxWriter&&) noexcept = default;

Result<XlsxWriter> XlsxWriter::create(std::vector<ColumnType> types) {
  if (types.size() > kMostColumns)
    return Failed(
        fail(ErrorCode::InputTooComplex, fmt::format("The table has {} columns; an Excel sheet holds {}.", types.size(), kMostColumns)));
  auto state = std::make_unique<State>();
  state->path = fmt::format("docmill-{}.xlsx", ::getpid());
  std::string here = ".";
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = here.data();
  state->workbook = workbook_new_opt(state->path.c_str(), &options);
  if (state->workbook == nullptr) return Failed(write_failed("workbook_new_opt"));
  state->sheet = workbook_add_worksheet(state->workbook, nullptr);
  if (state->sheet == nullptr) return Failed(write_failed("workbook_add_worksheet"));
  state->bold = workbook_add_format(state->workbook);
  format_set_bold(state->bold);
  state->widths.resize(types.size());
  state->types = std::move(types);
  return XlsxWriter(std::move(state));
}

Result<void> XlsxWriter::write_text(std::size_t column, std::string_view utf8, void* format) {
  const auto length = utf16_length(utf8);
  if (length > kLongestCell)
    return Failed(fail(ErrorCode::InputTooComplex, fmt::format("Row {}, column {} of the workbook would have {} characters; an Excel cell "
                                                               "holds {}.",
                                                               state_->row + 1, column + 1, length, kLongestCell)));
  const auto clean = fit_for_cell(utf8);
  worksheet_write_string(state_->sheet, state_->row, static_cast<lxw_col_t>(column), clean.c_str(), static_cast<lxw_format*>(format));
  state_->widen(column, static_cast<double>(longest_line(utf8)));
  state_->lines = std::max(state_->lines, 1 + static_cast<std::size_t>(std::ranges::count(utf8, '\n')));
  return {};
}

Result<void> XlsxWriter::titles(const std::vector<std::string>& titles) {
  for (std::size_t i = 0; i < titles.size(); ++i) {
    if (auto written = write_text(i, titles[i], state_->bold); !written) return written;
  }
  worksheet_freeze_panes(state_->sheet, state_->row + 1, 0);
  return end_row();
}

Result<void> XlsxWriter::text(std::size_t column, std::string_view utf8) {
  if (utf8.empty()) return {};
  return write_text(column, utf8, state_->format(column, utf8.find('\n') != std::string_view::npos));
}

void XlsxWriter::number(std::size_t column, double value) {
  worksheet_write_number(state_->sheet, state_->row, static_cast<lxw_col_t>(column), value, state_->format(column));
  state_->widen(column, 12);
}

void XlsxWriter::boolean(std::size_t column, bool value) {
  worksheet_write_boolean(state_->sheet, state_->row, static_cast<lxw_col_t>(column), value ? 1 : 0, state_->format(column));
}

bool XlsxWriter::date(std::size_t column, const DateTime& value) {
  if (value.year < 1900 || value.year > 9999) return false;
  lxw_datetime moment{value.year, value.month, value.day, value.hour, value.minute, value.second};
  worksheet_write_datetime(state_->sheet, state_->row, static_cast<lxw_col_t>(column), &moment, state_->format(column));
  state_->widen(column, state_->types.at(column) == ColumnType::LongDate ? 28 : 16);
  return true;
}

Result<void> XlsxWriter::end_row() {
  // Excel would find the height itself, other readers do not.
  const auto lines = std::min(std::exchange(state_->lines, 1), kMostLines);
  if (lines > 1) worksheet_set_row(state_->sheet, state_->row, kLineHeight * static_cast<double>(lines), nullptr);
  if (++state_->row > kMostRows)
    return Failed(
        fail(ErrorCode::InputTooComplex,
             fmt::format("The table has more than {} rows, which is what an Excel sheet holds; send fewer, or set Limit.", kMostRows)));
  return {};
}

ColumnType XlsxWriter::type(std::size_t column) const {
  return state_->types.at(column);
}

Result<UniqueFd> XlsxWriter::finish() {
  constexpr double kUsualWidth = 8;
  for (std::size_t i = 0; i < state_->widths.size(); ++i) {
    if (state_->widths[i] <= kUsualWidth) continue;
    const auto column = static_cast<lxw_col_t>(i);
    worksheet_set_column(state_->sheet, column, column, std::min(state_->widths[i] + 1.5, kWidestColumn), nullptr);
  }
  const auto closed = workbook_close(std::exchange(state_->workbook, nullptr));
  if (closed != LXW_NO_ERROR) return Failed(write_failed(lxw_strerror(closed)));
  return taken_into_memory(state_->path);
}

}  // namespace docmill::engines::data
