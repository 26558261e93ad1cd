#include "api/connector_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "api/answers.h"
#include "base/log.h"
#include "base/units.h"
#include "crypto/base64.h"

namespace docmill::api {
namespace {

using actions::WireAnswer;

constexpr std::uint64_t kWirePiece = 192 * kKiB;   // divisible by three, so that base64 of pieces is base64 of the whole
constexpr std::uint64_t kLongestText = 64 * kMiB;  // of a document that is given as a JSON text

/// A stretch of the answer: text, or what a reader gives, as it is or in base64.
struct Segment {
  std::string text = {};
  std::unique_ptr<store::BlobReader> reader = nullptr;
  bool base64 = false;

  std::uint64_t length() const {
    if (!reader) return text.size();
    return base64 ? (reader->size() + 2) / 3 * 4 : reader->size();
  }
};

std::string quoted(std::string_view text) {
  return boost::json::serialize(boost::json::string(text));
}

/// The answer to one request while it is put together and sent.
class Answer {
 public:
  Answer(store::BlobStore& store, WireAnswer shape, const model::JobResult& result) : store_(store), shape_(shape), result_(result) {}

  Async<Result<void>> prepare() {
    if (result_.outputs.empty()) co_return Failed(fail(ErrorCode::Internal, "The job made no document."));
    switch (shape_) {
      case WireAnswer::Bytes:
      case WireAnswer::Json: co_return co_await add_document(0, false);
      case WireAnswer::FileContent: co_return co_await add_object(0, "");
      case WireAnswer::NamedFile: co_return co_await add_object(0, name_member(0));
      case WireAnswer::ResultFiles: co_return co_await add_list("resultFiles");
      case WireAnswer::Contents: co_return co_await add_list("resultFilesContents");
      case WireAnswer::HtmlResult: co_return co_await add_text_document();
    }
    co_return Result<void>{};
  }

  net::Response head() const {
    const bool bytes = shape_ == WireAnswer::Bytes;
    const auto& first = result_.outputs.front();
    net::Response response;
    response.headers.add("Content-Type", bytes ? first.content_type : "application/json");
    if (bytes) response.headers.add("Content-Disposition", content_disposition("attachment", first.filename));
    response.headers.add("X-Content-Type-Options", "nosniff");
    if (!result_.job.empty()) response.headers.add("X-Jobid", result_.job.text());
    response.headers.add("Cache-Control", "no-store");
    allow_any_origin(response);
    return response;
  }

  std::uint64_t length() const {
    std::uint64_t sum = 0;
    for (const auto& segment : segments_) sum += segment.length();
    return sum;
  }

  Async<Result<void>> write(net::Responder& respond) {
    for (auto& segment : segments_) {
      auto written = segment.reader ? co_await write_document(segment, respond) : co_await respond.write(std::move(segment.text));
      if (!written) co_return written;
    }
    co_return co_await respond.finish();
  }

 private:
  void add_text(std::string text) {
    Segment segment;
    segment.text = std::move(text);
    segments_.push_back(std::move(segment));
  }

  Async<Result<void>> add_document(std::size_t index, bool base64) {
    auto reader = co_await store_.open(result_.outputs[index].blob);
    if (!reader) co_return Failed(removed_or(reader.error()));
    Segment segment;
    segment.reader = *std::move(reader);
    segment.base64 = base64;
    segments_.push_back(std::move(segment));
    co_return Result<void>{};
  }

  std::string name_member(std::size_t index) const { return fmt::format("\"filename\":{},", quoted(result_.outputs[index].filename)); }

  Async<Result<void>> add_object(std::size_t index, std::string members) {
    add_text(fmt::format("{{{}\"fileContent\":\"", members));
    if (auto added = co_await add_document(index, true); !added) co_return added;
    add_text("\"}");
    co_return Result<void>{};
  }

  Async<Result<void>> add_list(std::string_view name) {
    add_text(fmt::format("{{\"{}\":[", name));
    for (std::size_t i = 0; i < result_.outputs.size(); ++i) {
      if (i > 0) add_text(",");
      const bool bare = shape_ == WireAnswer::Contents;
      if (bare) add_text("\"");
      auto added = bare ? co_await add_document(i, true) : co_await add_object(i, name_member(i));
      if (!added) co_return added;
      if (bare) add_text("\"");
    }
    add_text("]}");
    co_return Result<void>{};
  }

  Async<Result<void>> add_text_document() {
    auto text = co_await store::get(store_, result_.outputs.front().blob, kLongestText);
    if (!text) co_return Failed(removed_or(text.error()));
    add_text(fmt::format("{{\"htmlResult\":{}}}", quoted(*text)));
    co_return Result<void>{};
  }

  static Async<Result<void>> write_document(Segment& segment, net::Responder& respond) {
    std::string held;  // one or two bytes that wait for a third
    const auto size = segment.reader->size();
    for (std::uint64_t at = 0; at < size;) {
      auto piece = co_await segment.reader->read(at, std::min(kWirePiece, size - at));
      if (!piece) co_return Failed(piece.error());
      if (piece->empty()) co_return Failed(fail(ErrorCode::Corrupt, "A stored document is damaged.").cause("shorter than its size"));
      at += piece->size();
      if (segment.base64) {
        held += *piece;
        const auto whole = at == size ? held.size() : held.size() / 3 * 3;
        *piece = crypto::to_base64(std::string_view(held).substr(0, whole));
        held.erase(0, whole);
      }
      if (auto written = co_await respond.write(*std::move(piece)); !written) co_return written;
    }
    co_return Result<void>{};
  }

  store::BlobStore& store_;
  WireAnswer shape_;
  const model::JobResult& result_;
  std::vector<Segment> segments_;
};

}  // namespace

Async<void> ConnectorAnswer::send(const net::Request& request, WireAnswer shape, model::JobResult result, net::Responder& respond) {
  Answer answer(store_, shape, result);
  if (auto prepared = co_await answer.prepare(); !prepared) {
    auto response = refusal(metrics_, request, prepared.error(), result.job);
    allow_any_origin(response);
    co_await respond.send(std::move(response));
    co_return;
  }
  if (auto begun = co_await respond.begin(answer.head(), answer.length()); !begun) co_return;
  // The answer has begun; its early end is all the client can be told.
  if (auto written = co_await answer.write(respond); !written) {
    log::failure("answer cut short", written.error(), {{"request", request.request_id}, {"job", result.job}});
  }
}

}  // namespace docmill::api
