#include "net/multipart.h"

#include <fmt/format.h>
#include <string.h>

#include <algorithm>
#include <utility>

#include "base/small_letters.h"
#include "base/units.h"
#include "net/text.h"

namespace docmill::net {
namespace {

constexpr std::size_t kMostRead = 64 * kKiB;

Error malformed(std::string message) {
  return fail(ErrorCode::BadRequest, std::move(message)).at("multipart");
}

/// RFC 2046 section 5.1.1: 1 to 70 characters, no space at the end.
bool valid_boundary(std::string_view boundary) {
  const auto allowed = [](char c) {
    const bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return alnum || (c != '\0' && std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos);
  };
  return !boundary.empty() && boundary.size() <= 70 && boundary.back() != ' ' && std::ranges::all_of(boundary, allowed);
}

std::size_t find_bytes(std::string_view hay, std::string_view needle) {
  const void* found = ::memmem(hay.data(), hay.size(), needle.data(), needle.size());
  return found == nullptr ? std::string_view::npos : static_cast<std::size_t>(static_cast<const char*>(found) - hay.data());
}

struct RawPart {
  std::optional<FieldValue> disposition;
  std::string content_type;
};

Result<void> take_field(RawPart& part, std::string_view name, std::string_view value) {
  if (same_but_for_case(name, "content-disposition")) {
    if (part.disposition) return Failed(malformed("A part of the form has two Content-Disposition headers."));
    part.disposition = parse_field_value(value);
    if (!part.disposition) return Failed(malformed("A part of the form has a Content-Disposition that cannot be read."));
  } else if (same_but_for_case(name, "content-type")) {
    part.content_type = small_letters(trimmed(value.substr(0, std::min(value.find(';'), value.size()))));
  } else if (same_but_for_case(name, "content-transfer-encoding")) {
    const auto encoding = small_letters(value);
    const bool as_is = encoding == "7bit" || encoding == "8bit" || encoding == "binary";
    if (!as_is) return Failed(malformed("A part of the form has a Content-Transfer-Encoding; send the bytes as they are (RFC 7578)."));
  }
  return {};
}

/// `head` is the fields' lines, each ended by CRLF.
Result<Part> parse_part_head(std::string_view head) {
  RawPart raw;
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    const auto line = head.substr(0, end);
    head.remove_prefix(end + 2);
    const auto colon = line.find(':');
    const bool control = line.find_first_of(std::string_view("\0\r\n", 3)) != std::string_view::npos;
    if (control || colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
      return Failed(malformed("A part of the form has a header line that cannot be read."));
    }
    if (auto taken = take_field(raw, line.substr(0, colon), trimmed(line.substr(colon + 1))); !taken) return Failed(taken.error());
  }
  if (!raw.disposition || raw.disposition->value != "form-data") {
    return Failed(malformed("A part of the form has no Content-Disposition: form-data header."));
  }
  Part part{.name = clean_text(raw.disposition->parameter("name").value_or("")),
            .filename = disposition_filename(*raw.disposition),
            .content_type = clean_text(raw.content_type)};
  if (part.name.empty()) return Failed(malformed("A part of the form has no name."));
  return part;
}

}  // namespace

struct MultipartReader::State {
  enum class Place { Preamble, Part, Done };

  State(Body& from, MultipartLimits bounds, std::string_view boundary)
      : body(from),
        limits(bounds),
        delimiter(fmt::format("\r\n--{}", boundary)),
        buffer(std::max<std::size_t>(kMostRead, limits.part_header + kKiB), '\0') {
    // The first boundary may open the body: a line end in front of it lets one search find it too.
    buffer[0] = '\r';
    buffer[1] = '\n';
    end = 2;
  }

  std::string_view held() const { return std::string_view(buffer).substr(begin, end - begin); }

  Async<Result<void>> fill();
  Async<Result<std::string_view>> data();
  Async<Result<bool>> after_delimiter();
  Async<Result<Part>> head();

  Body& body;
  MultipartLimits limits;
  std::string delimiter;  // CRLF "--" boundary
  std::string buffer;
  std::size_t begin = 0;
  std::size_t end = 0;
  Place place = Place::Preamble;
  bool at_delimiter = false;  // the delimiter stands at `begin`
  bool at_head_end = false;   // the CRLF that ended a head stands at `begin`: data follows it, or it opens a delimiter
  std::size_t parts = 0;
};

/// Makes room and reads at least one more byte.
Async<Result<void>> MultipartReader::State::fill() {
  if (begin > 0) {
    std::copy(buffer.begin() + static_cast<std::ptrdiff_t>(begin), buffer.begin() + static_cast<std::ptrdiff_t>(end), buffer.begin());
    end -= begin;
    begin = 0;
  }
  auto got = co_await body.read(std::span(buffer).subspan(end));
  if (!got) co_return Failed(got.error().at("multipart"));
  if (*got == 0) co_return Failed(malformed("The form ends before its closing boundary."));
  end += *got;
  co_return Result<void>{};
}

/// Bytes before the next delimiter, not yet consumed; "" once the delimiter stands at `begin`.
Async<Result<std::string_view>> MultipartReader::State::data() {
  while (!at_delimiter) {
    const auto found = find_bytes(held(), delimiter);
    if (found == 0) {
      at_delimiter = true;
      at_head_end = false;
      break;
    }
    if (at_head_end && (found != std::string_view::npos || held().size() >= delimiter.size())) {
      at_head_end = false;
      begin += 2;
      continue;
    }
    if (found != std::string_view::npos) co_return held().substr(0, found);
    // All but a tail that could be the start of a delimiter.
    if (held().size() >= delimiter.size()) co_return held().substr(0, held().size() - delimiter.size() + 1);
    if (auto filled = co_await fill(); !filled) co_return Failed(filled.error());
  }
  co_return std::string_view{};
}

/// Reads what follows the delimiter: true for another part (its CRLF stays in the buffer), false for the closing one.
Async<Result<bool>> MultipartReader::State::after_delimiter() {
  std::size_t at = delimiter.size();
  while (true) {
    const auto rest = held().substr(std::min(at, held().size()));
    if (rest.starts_with("--") && at == delimiter.size()) co_return false;
    if (rest.starts_with("\r\n")) break;
    const bool padding = !rest.empty() && (rest[0] == ' ' || rest[0] == '\t');
    const bool cut = rest.empty() || rest == "\r" || (rest == "-" && at == delimiter.size());
    if (!padding && !cut) co_return Failed(malformed("A boundary line of the form is malformed."));
    if (padding) ++at;
    if (at > delimiter.size() + limits.part_header) co_return Failed(malformed("A boundary line of the form is too long."));
    if (cut) {
      if (auto filled = co_await fill(); !filled) co_return Failed(filled.error());
    }
  }
  begin += at;
  at_delimiter = false;
  co_return true;
}

Async<Result<Part>> MultipartReader::State::head() {
  // The CRLF of the boundary line is still there, so a part without headers ends its head the same way.
  while (true) {
    const auto blank = find_bytes(held(), "\r\n\r\n");
    const bool whole = blank != std::string_view::npos;
    // Up to three bytes of the blank line may be here already.
    const auto least = whole ? blank : held().size() - std::min<std::size_t>(3, held().size());
    if (least > limits.part_header + 2) {
      co_return Failed(malformed(fmt::format("A part of the form has more than {} bytes of headers.", limits.part_header)));
    }
    if (whole) {
      auto part = parse_part_head(held().substr(2, blank));
      begin += blank + 2;
      at_head_end = true;  // RFC 2046 lets the delimiter of a part without a body begin with this CRLF
      co_return part;
    }
    if (auto filled = co_await fill(); !filled) co_return Failed(filled.error());
  }
}

MultipartReader::MultipartReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
MultipartReader::~MultipartReader() = default;

Result<std::unique_ptr<MultipartReader>> MultipartReader::make(std::string_view content_type, Body& body, MultipartLimits limits) {
  const auto field = parse_field_value(content_type);
  const auto type = small_letters(trimmed(content_type.substr(0, std::min(content_type.find(';'), content_type.size()))));
  if (type != "multipart/form-data") {
    return Failed(fail(ErrorCode::UnsupportedType, "Send the request as multipart/form-data.").at("multipart"));
  }
  const auto boundary = field ? field->parameter("boundary") : std::nullopt;
  if (!boundary) return Failed(malformed("The Content-Type multipart/form-data has no boundary parameter."));
  if (!valid_boundary(*boundary)) return Failed(malformed("The boundary of the form is malformed."));
  return std::unique_ptr<MultipartReader>(new MultipartReader(std::make_unique<State>(body, limits, *boundary)));
}

Async<Result<std::optional<Part>>> MultipartReader::next() {
  auto& s = *state_;
  if (s.place == State::Place::Done) co_return std::optional<Part>{};
  while (true) {
    auto skipped = co_await s.data();
    if (!skipped) co_return Failed(skipped.error());
    if (skipped->empty()) break;
    s.begin += skipped->size();
  }
  auto another = co_await s.after_delimiter();
  if (!another) co_return Failed(another.error());
  if (!*another) {
    s.place = State::Place::Done;
    co_return std::optional<Part>{};
  }
  if (++s.parts > s.limits.parts) co_return Failed(malformed(fmt::format("The form has more than {} parts.", s.limits.parts)));
  s.place = State::Place::Part;
  auto part = co_await s.head();
  if (!part) co_return Failed(part.error());
  co_return std::optional<Part>{*std::move(part)};
}

Async<Result<std::string>> MultipartReader::read() {
  auto& s = *state_;
  if (s.place != State::Place::Part) co_return std::string{};
  auto bytes = co_await s.data();
  if (!bytes) co_return Failed(bytes.error());
  std::string piece(bytes->substr(0, kMostRead));
  s.begin += piece.size();
  co_return piece;
}

}  // namespace docmill::net
