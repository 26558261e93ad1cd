#include "engines/child/text/text.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/fd.h"
#include "base/units.h"
#include "base/utf8.h"

namespace docmill::engines::child {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kGuessedFrom = 64 * kKiB;  // bytes of the beginning that a guess looks at
constexpr int kConfident = 20;                   // of 100; short Latin texts reach little more

struct Mark {
  std::string_view bytes;
  std::string_view encoding;
};

// Unicode 15, 23.8. UTF-32 before UTF-16, whose mark it begins with.
constexpr std::array kMarks{Mark{"\xEF\xBB\xBF"sv, "UTF-8"}, Mark{"\xFF\xFE\0\0"sv, "UTF-32LE"}, Mark{"\0\0\xFE\xFF"sv, "UTF-32BE"},
                            Mark{"\xFF\xFE"sv, "UTF-16LE"}, Mark{"\xFE\xFF"sv, "UTF-16BE"}};

struct Close {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

const Mark* mark_of(std::string_view bytes) {
  const auto found = std::ranges::find_if(kMarks, [&](const Mark& mark) { return bytes.starts_with(mark.bytes); });
  return found == kMarks.end() ? nullptr : &*found;
}

/// UTF-16 without a mark: text of the Latin scripts has a NUL in most of its pairs, always on the same side.
std::string_view utf16_by_nuls(std::string_view head) {
  std::array<std::size_t, 2> nuls{};
  for (std::size_t i = 0; i < head.size(); ++i) nuls[i % 2] += head[i] == '\0' ? 1 : 0;
  const auto many = head.size() / 5;
  if (nuls[1] > many && nuls[0] < many / 10 + 1) return "UTF-16LE";
  if (nuls[0] > many && nuls[1] < many / 10 + 1) return "UTF-16BE";
  return {};
}

std::string guessed(std::string_view head) {
  constexpr const char* kUsual = "windows-1252";
  UErrorCode failed = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, Close> detector(ucsdet_open(&failed));
  ucsdet_setText(detector.get(), head.data(), static_cast<std::int32_t>(head.size()), &failed);
  const auto* match = ucsdet_detect(detector.get(), &failed);
  if (U_FAILURE(failed) || match == nullptr || ucsdet_getConfidence(match, &failed) < kConfident) return kUsual;
  const std::string name = ucsdet_getName(match, &failed);
  // What calls itself ISO 8859-1 is its superset on every web page (WHATWG Encoding, 4.2).
  return U_FAILURE(failed) || name == "ISO-8859-1" || name.starts_with("UTF-") ? kUsual : name;
}

std::string encoding_of(std::string_view bytes) {
  if (is_utf8(bytes) && bytes.find('\0') == std::string_view::npos) return "UTF-8";
  const auto head = bytes.substr(0, kGuessedFrom);
  const auto wide = utf16_by_nuls(head);
  return wide.empty() ? guessed(head) : std::string(wide);
}

/// What is no character in the encoding becomes U+FFFD.
Result<UniqueFd> converted(std::string_view bytes, const std::string& encoding) {
  UErrorCode failed = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, Close> from(ucnv_open(encoding.c_str(), &failed));
  if (U_FAILURE(failed))
    return Failed(fail(ErrorCode::BadRequest, "Encoding: this name is not known; send one like UTF-8, UTF-16LE or windows-1252."));
  const std::unique_ptr<UConverter, Close> to(ucnv_open("UTF-8", &failed));
  auto file = memory_file("docmill-text");
  if (!file) return file;
  std::array<UChar, 16 * 1024> pivot{};
  auto* pivot_source = pivot.data();
  auto* pivot_target = pivot.data();
  std::string piece(64 * kKiB, '\0');
  const char* source = bytes.data();
  bool first = true;
  do {
    failed = U_ZERO_ERROR;
    char* target = piece.data();
    ucnv_convertEx(to.get(), from.get(), &target, piece.data() + piece.size(), &source, bytes.data() + bytes.size(), pivot.data(),
                   &pivot_source, &pivot_target, pivot.data() + pivot.size(), first ? 1 : 0, 1, &failed);
    first = false;
    const std::string_view made(piece.data(), static_cast<std::size_t>(target - piece.data()));
    if (auto written = write_all(file->get(), made); !written) return Failed(written.error());
  } while (failed == U_BUFFER_OVERFLOW_ERROR);
  if (U_FAILURE(failed)) return Failed(fail(ErrorCode::InputDamaged, "The text could not be decoded.").cause(u_errorName(failed)));
  return file;
}

Result<void> check_no_nul(std::string_view text, const std::string& encoding) {
  if (text.find('\0') == std::string_view::npos) return {};
  return Failed(fail(ErrorCode::InputDamaged, fmt::format("The document holds NUL characters (read as {}), so it is no text.", encoding)));
}

}  // namespace

Result<Text> Text::of(int fd, const std::string& wanted) {
  auto original = FileBytes::of(fd);
  if (!original) return Failed(original.error());
  const auto* mark = mark_of(original->bytes());
  const auto bytes = original->bytes().substr(mark == nullptr ? 0 : mark->bytes.size());
  auto encoding = mark != nullptr ? std::string(mark->encoding) : wanted.empty() ? encoding_of(bytes) : wanted;
  if (encoding == "UTF-8" && is_utf8(bytes)) {
    if (auto text = check_no_nul(bytes, encoding); !text) return Failed(text.error());
    return Text(std::move(*original), bytes, std::move(encoding));
  }
  auto file = converted(bytes, encoding);
  if (!file) return Failed(file.error());
  auto utf8 = FileBytes::of(file->get());
  if (!utf8) return Failed(utf8.error());
  if (auto text = check_no_nul(utf8->bytes(), encoding); !text) return Failed(text.error());
  const auto view = utf8->bytes();
  return Text(std::move(*utf8), view, std::move(encoding));
}

}  // namespace docmill::engines::child
