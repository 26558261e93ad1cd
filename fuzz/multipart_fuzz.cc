// Whatever a form holds and however it is cut, the reader must agree with itself and stay within its buffer.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "base/check.h"
#include "net/multipart.h"

namespace {

using namespace docmill;

/// Hands out `text` in pieces of at most `piece` bytes.
class PiecewiseBody final : public net::Body {
 public:
  PiecewiseBody(std::string_view text, std::size_t piece) : text_(text), piece_(piece) {}

  Async<Result<std::size_t>> read(std::span<char> room) override {
    DOCMILL_CHECK(!room.empty());
    const auto bytes = std::min({room.size(), piece_, text_.size()});
    std::memcpy(room.data(), text_.data(), bytes);
    text_.remove_prefix(bytes);
    co_return bytes;
  }

 private:
  std::string_view text_;
  std::size_t piece_;
};

/// What was read, and at its end how it ended.
Async<std::string> transcript(net::Body& body) {
  const net::MultipartLimits limits{.parts = 20, .part_header = 512};
  auto reader = net::MultipartReader::make("multipart/form-data; boundary=b", body, limits);
  std::string text;
  while (true) {
    auto part = co_await (*reader)->next();
    if (!part) co_return text + "!" + part.error().message();
    if (!*part) co_return text + "end";
    DOCMILL_CHECK(!(*part)->name.empty());
    const auto filename = (*part)->filename.value_or("-");
    DOCMILL_CHECK(filename.find_first_of("/\\") == std::string::npos);
    text += (*part)->name + "|" + filename + "|" + (*part)->content_type + "|";
    while (true) {
      auto piece = co_await (*reader)->read();
      if (!piece) co_return text + "!" + piece.error().message();
      if (piece->empty()) break;
      text += *piece;
    }
  }
}

std::string read_in_pieces(std::string_view text, std::size_t piece) {
  PiecewiseBody body(text, piece);
  return run_to_end(transcript(body));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const auto whole = read_in_pieces(text, std::max<std::size_t>(1, size));
  DOCMILL_CHECK(read_in_pieces(text, 1) == whole);
  DOCMILL_CHECK(read_in_pieces(text, 7) == whole);
  return 0;
}
