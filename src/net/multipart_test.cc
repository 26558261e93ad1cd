#include "net/multipart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <cstring>

#include "base/units.h"
#include "net/test_client.h"

namespace docmill::net {
namespace {

using test::form_body;
using test::FormPart;

/// A body that arrives in the given pieces.
class PiecewiseBody final : public Body {
 public:
  explicit PiecewiseBody(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {}

  Async<Result<std::size_t>> read(std::span<char> room) override {
    while (next_ < pieces_.size() && at_ == pieces_[next_].size()) {
      ++next_;
      at_ = 0;
    }
    if (next_ == pieces_.size()) co_return std::size_t{0};
    const auto bytes = std::min(room.size(), pieces_[next_].size() - at_);
    std::memcpy(room.data(), pieces_[next_].data() + at_, bytes);
    at_ += bytes;
    co_return bytes;
  }

 private:
  std::vector<std::string> pieces_;
  std::size_t next_ = 0;
  std::size_t at_ = 0;
};

struct Seen {
  std::string name;
  std::string filename;
  std::string type;
  std::string data;
  bool operator==(const Seen&) const = default;
};

void PrintTo(const Seen& seen, std::ostream* out) {
  *out << seen.name << "|" << seen.filename << "|" << seen.type << "|" << seen.data;
}

Async<Result<std::vector<Seen>>> read_form(Body& body, std::string content_type, MultipartLimits limits) {
  auto reader = MultipartReader::make(content_type, body, limits);
  if (!reader) co_return Failed(reader.error());
  std::vector<Seen> parts;
  while (true) {
    auto part = co_await (*reader)->next();
    if (!part) co_return Failed(part.error());
    if (!*part) co_return parts;
    Seen seen{(*part)->name, (*part)->filename.value_or("-"), (*part)->content_type, ""};
    while (true) {
      auto piece = co_await (*reader)->read();
      if (!piece) co_return Failed(piece.error());
      if (piece->empty()) break;
      EXPECT_LE(piece->size(), 64 * kKiB);
      seen.data += *piece;
    }
    parts.push_back(std::move(seen));
  }
}

const std::string kType = "multipart/form-data; boundary=" + std::string(test::kBoundary);

Result<std::vector<Seen>> parse(std::vector<std::string> pieces, MultipartLimits limits = {}, const std::string& type = kType) {
  PiecewiseBody body(std::move(pieces));
  return run_to_end(read_form(body, type, limits));
}

/// Parses `text` whole, cut in two at every byte, and byte by byte; all must agree. Returns the common outcome.
Result<std::vector<Seen>> parse_every_way(const std::string& text, MultipartLimits limits = {}) {
  const auto whole = parse({text}, limits);
  std::vector<std::string> bytes;
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    const auto split = parse({text.substr(0, cut), text.substr(cut)}, limits);
    EXPECT_EQ(split.has_value(), whole.has_value()) << "cut at " << cut;
    if (split && whole) EXPECT_EQ(*split, *whole) << "cut at " << cut;
    if (!split && !whole) EXPECT_EQ(split.error().message(), whole.error().message()) << "cut at " << cut;
    if (cut < text.size()) bytes.push_back(text.substr(cut, 1));
  }
  const auto trickled = parse(bytes, limits);
  EXPECT_EQ(trickled.has_value(), whole.has_value());
  if (trickled && whole) EXPECT_EQ(*trickled, *whole);
  return whole;
}

std::string message_of(const Result<std::vector<Seen>>& result) {
  return result ? "(accepted)" : result.error().message();
}

std::string in_boundaries(const std::string& between) {
  return "--" + std::string(test::kBoundary) + between + "--" + std::string(test::kBoundary) + "--\r\n";
}

TEST(MultipartReader, ReadsFieldsAndFilesWhereverTheChunksAreCut) {
  const auto form = form_body(
      {{"Title", "Invoice"}, {"File", "PK\r\n--\r\n-\r\r\n--docmill-test-boundar", "a.docx", "Application/X-Zip; v=1"}, {"Empty", ""}});
  const auto parts = parse_every_way(form);
  ASSERT_TRUE(parts) << parts.error().describe();
  EXPECT_THAT(*parts, testing::ElementsAre(Seen{"Title", "-", "", "Invoice"},
                                           Seen{"File", "a.docx", "application/x-zip", "PK\r\n--\r\n-\r\r\n--docmill-test-boundar"},
                                           Seen{"Empty", "-", "", ""}));
}

TEST(MultipartReader, IgnoresPreambleEpilogueAndPadding) {
  const std::string boundary = "--" + std::string(test::kBoundary);
  const auto parts = parse_every_way("This is a form.\r\n" + boundary + " \t\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" +
                                     boundary + "--\r\nepilogue\r\n" + boundary + "\r\nnot a part");
  ASSERT_TRUE(parts) << parts.error().describe();
  EXPECT_THAT(*parts, testing::ElementsAre(Seen{"a", "-", "", "1"}));
}

TEST(MultipartReader, AcceptsAFormWithoutPartsAndAPartWithoutBody) {
  EXPECT_THAT(parse_every_way("--" + std::string(test::kBoundary) + "--").value(), testing::IsEmpty());
  const auto parts = parse_every_way(in_boundaries("\r\nContent-Disposition: form-data; name=a\r\n\r\n"));
  ASSERT_TRUE(parts) << parts.error().describe();
  EXPECT_THAT(*parts, testing::ElementsAre(Seen{"a", "-", "", ""}));
}

TEST(MultipartReader, SkipsWhatTheCallerDoesNotRead) {
  PiecewiseBody body({form_body({{"a", std::string(200'000, 'x')}, {"b", "2"}})});
  auto reader = MultipartReader::make(kType, body, {});
  const auto second = run_to_end([](MultipartReader& from) -> Async<std::string> {
    co_await from.next();
    auto part = co_await from.next();
    co_return part.value().value().name;
  }(**reader));
  EXPECT_EQ(second, "b");
}

TEST(MultipartReader, SaysThatTheFormWasCutOffWhereverThatHappens) {
  const auto form = form_body({{"File", "hello", "a.txt", "text/plain"}});
  const auto whole = form.size() - 2;  // the last line end is epilogue
  for (std::size_t length = 0; length < whole; ++length) {
    EXPECT_EQ(message_of(parse({form.substr(0, length)})), "The form ends before its closing boundary.") << length;
  }
  EXPECT_TRUE(parse({form.substr(0, whole)}));
}

TEST(MultipartReader, SaysWhatIsWrongWithAPart) {
  const std::string name = "Content-Disposition: form-data; name=a\r\n";
  const auto refused = [](const std::string& head) { return message_of(parse_every_way(in_boundaries("\r\n" + head + "\r\ndata\r\n"))); };
  EXPECT_THAT(refused(""), testing::HasSubstr("no Content-Disposition"));
  EXPECT_THAT(refused("Content-Type: text/plain\r\n"), testing::HasSubstr("no Content-Disposition"));
  EXPECT_THAT(refused("Content-Disposition: attachment; name=a\r\n"), testing::HasSubstr("no Content-Disposition"));
  EXPECT_THAT(refused("Content-Disposition: form-data\r\n"), testing::HasSubstr("has no name"));
  EXPECT_THAT(refused("Content-Disposition: form-data; name=a; name=b\r\n"), testing::HasSubstr("cannot be read"));
  EXPECT_THAT(refused(name + name), testing::HasSubstr("two Content-Disposition"));
  EXPECT_THAT(refused(name + "no colon\r\n"), testing::HasSubstr("header line"));
  EXPECT_THAT(refused(name + " folded: x\r\n"), testing::HasSubstr("header line"));
  EXPECT_THAT(refused(name + "X: a\nb\r\n"), testing::HasSubstr("header line"));
  EXPECT_THAT(refused(name + "Content-Transfer-Encoding: base64\r\n"), testing::HasSubstr("Content-Transfer-Encoding"));
  EXPECT_EQ(refused(name + "Content-Transfer-Encoding: Binary\r\n"), "(accepted)");
}

TEST(MultipartReader, RefusesABoundaryLineWithSomethingBehindIt) {
  EXPECT_THAT(message_of(parse_every_way(in_boundaries("x\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n"))),
              testing::HasSubstr("boundary line"));
  EXPECT_THAT(message_of(parse_every_way(in_boundaries("-x\r\n\r\n\r\n"))), testing::HasSubstr("boundary line"));
}

TEST(MultipartReader, BoundsPartsAndTheirHeaders) {
  const auto three = form_body({{"a", "1"}, {"b", "2"}, {"c", "3"}});
  EXPECT_TRUE(parse({three}, {.parts = 3, .part_header = 200}));
  EXPECT_THAT(message_of(parse({three}, {.parts = 2, .part_header = 200})), testing::HasSubstr("more than 2 parts"));
  EXPECT_THAT(message_of(parse_every_way(three, {.parts = 3, .part_header = 20})), testing::HasSubstr("more than 20 bytes"));
  const auto endless = "--" + std::string(test::kBoundary) + "\r\nX: " + std::string(100'000, 'x');
  EXPECT_THAT(message_of(parse({endless})), testing::HasSubstr("more than 8192 bytes"));
  const auto padded = "--" + std::string(test::kBoundary) + std::string(100'000, ' ');
  EXPECT_THAT(message_of(parse({padded})), testing::HasSubstr("too long"));
}

TEST(MultipartReader, NeedsAFormAndItsBoundary) {
  PiecewiseBody body({});
  const auto code_of = [&](std::string_view type) {
    const auto reader = MultipartReader::make(type, body, {});
    return reader ? std::optional<ErrorCode>{} : reader.error().code();
  };
  EXPECT_EQ(code_of("application/json"), ErrorCode::UnsupportedType);
  EXPECT_EQ(code_of("multipart/mixed; boundary=a"), ErrorCode::UnsupportedType);
  EXPECT_EQ(code_of(""), ErrorCode::UnsupportedType);
  EXPECT_EQ(code_of("multipart/form-data"), ErrorCode::BadRequest);
  EXPECT_EQ(code_of("multipart/form-data; boundary="), ErrorCode::BadRequest);
  EXPECT_EQ(code_of("multipart/form-data; boundary=\"a \""), ErrorCode::BadRequest);
  EXPECT_EQ(code_of("multipart/form-data; boundary=" + std::string(71, 'a')), ErrorCode::BadRequest);
  EXPECT_EQ(code_of("multipart/form-data; boundary=a\x01"), ErrorCode::BadRequest);
  EXPECT_EQ(code_of("Multipart/Form-Data; charset=utf-8; boundary=\"a b:c\""), std::nullopt);
  EXPECT_EQ(code_of("multipart/form-data; boundary=----=_Part_1/2?"), std::nullopt);
}

/// One file part of `size` bytes, made as it is read.
class LargeForm final : public Body {
 public:
  explicit LargeForm(std::uint64_t size) : left_(size) {
    // Line ends in plenty: they are what the search for the boundary stumbles over.
    for (std::size_t i = 0; i < pattern_.size(); ++i) pattern_[i] = static_cast<char>(i % 251 == 0 ? '\r' : i % 256);
    head_ = "--" + std::string(test::kBoundary) + "\r\nContent-Disposition: form-data; name=\"File\"; filename=\"big\"\r\n\r\n";
    tail_ = "\r\n--" + std::string(test::kBoundary) + "--\r\n";
  }

  Async<Result<std::size_t>> read(std::span<char> room) override {
    std::string& text = left_ > 0 || !head_.empty() ? head_ : tail_;
    if (!text.empty() || left_ == 0) {
      const auto bytes = text.copy(room.data(), room.size());
      text.erase(0, bytes);
      co_return bytes;
    }
    const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>({room.size(), pattern_.size(), left_}));
    std::memcpy(room.data(), pattern_.data(), bytes);
    left_ -= bytes;
    co_return bytes;
  }

 private:
  std::string pattern_ = std::string(64 * kKiB, '\0');
  std::string head_;
  std::string tail_;
  std::uint64_t left_;
};

TEST(MultipartReader, StreamsAGibibyteInConstantMemory) {
  LargeForm body(kGiB);
  auto reader = MultipartReader::make(kType, body, {});
  const auto start = std::chrono::steady_clock::now();
  const auto bytes = run_to_end([](MultipartReader& from) -> Async<std::uint64_t> {
    co_await from.next();
    std::uint64_t total = 0;
    while (true) {
      auto piece = co_await from.read();
      if (!piece || piece->empty()) co_return total;
      total += piece->size();
    }
  }(**reader));
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(bytes, kGiB);
  RecordProperty("megabytes_per_second", static_cast<int>(static_cast<double>(bytes) / 1e6 / seconds.count()));
  std::printf("multipart: %.0f MB/s\n", static_cast<double>(bytes) / 1e6 / seconds.count());
}

}  // namespace
}  // namespace docmill::net
