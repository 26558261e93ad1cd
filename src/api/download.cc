#include "api/download.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/answers.h"
#include "api/range.h"
#include "base/log.h"
#include "base/units.h"
#include "crypto/signed_link.h"

namespace docmill::api {
namespace {

constexpr std::uint64_t kPiece = 256 * kKiB;

/// Only a PDF may open in the browser: anything else could run scripts under our address.
bool shows_inline(const net::Request& request, const model::Output& output) {
  return output.content_type == "application/pdf" && net::query_value(request.query, "inline") == "1";
}

/// Headers that 200, 206 and 304 share.
net::Response head_of(const net::Request& request, const model::Output& output, std::string_view tag) {
  const bool shown = shows_inline(request, output);
  net::Response response;
  response.headers.add("Content-Type", output.content_type.empty() ? "application/octet-stream" : output.content_type);
  response.headers.add("Content-Disposition", content_disposition(shown ? "inline" : "attachment", output.filename));
  response.headers.add("Accept-Ranges", "bytes");
  response.headers.add("ETag", std::string(tag));
  response.headers.add("Cache-Control", "private, no-store");
  response.headers.add("X-Content-Type-Options", "nosniff");
  // Browsers show no PDF in a sandboxed page, so the one type that may be shown gets the next best.
  response.headers.add("Content-Security-Policy",
                       shown ? "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'" : "default-src 'none'; sandbox");
  response.headers.add("Referrer-Policy", "no-referrer");
  allow_any_origin(response);
  return response;
}

ByteRange asked_range(const net::Request& request, std::string_view tag, std::uint64_t size) {
  const ByteRange whole{.kind = ByteRange::Kind::Whole, .first = 0, .length = size};
  const auto range = request.headers.find("Range");
  if (!range || request.method != "GET") return whole;
  const auto condition = request.headers.find("If-Range");
  if (condition && *condition != tag) return whole;  // a date never matches: we send no Last-Modified
  return parse_range(*range, size);
}

}  // namespace

Async<void> Download::serve(const net::Request& request, std::string token, net::Responder& respond) {
  auto found = co_await find(std::move(token));
  if (found) {
    co_await send(request, *std::move(found), respond);
    co_return;
  }
  auto response = refusal(parts_.metrics, request, found.error());
  allow_any_origin(response);
  co_await respond.send(std::move(response));
}

Async<Result<Download::Found>> Download::find(std::string token) {
  const auto claims = crypto::verify_link(parts_.link_key, token, parts_.clock.now());
  if (!claims) co_return Failed(claims.error());
  auto result = co_await parts_.jobs.result_of(claims->tenant, claims->job);
  if (!result) co_return Failed(result.error());
  if (!*result || claims->output >= (*result)->outputs.size()) co_return Failed(result_expired());
  auto output = std::move((*result)->outputs[claims->output]);
  auto reader = co_await parts_.store.open(output.blob);
  if (!reader) co_return Failed(removed_or(reader.error()));
  co_return Found{.output = std::move(output), .reader = *std::move(reader)};
}

Async<void> Download::send(const net::Request& request, Found found, net::Responder& respond) {
  const auto size = found.reader->size();
  const auto tag = fmt::format("\"{}\"", found.output.sha256);
  auto response = head_of(request, found.output, tag);
  if (const auto known = request.headers.find("If-None-Match"); known && names_tag(*known, tag)) {
    response.status = 304;
    co_await respond.send(std::move(response));
    co_return;
  }
  const auto range = asked_range(request, tag, size);
  if (range.kind == ByteRange::Kind::Unsatisfiable) {
    auto refused = refusal(parts_.metrics, request, fail(ErrorCode::RangeNotSatisfiable, fmt::format("The document has {} bytes.", size)));
    refused.headers.add("Content-Range", fmt::format("bytes */{}", size));
    allow_any_origin(refused);
    co_await respond.send(std::move(refused));
    co_return;
  }
  if (range.kind == ByteRange::Kind::Part) {
    response.status = 206;
    response.headers.add("Content-Range", fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1, size));
  }
  const auto end = request.method == "HEAD" ? range.first : range.first + range.length;
  // Read before the answer begins: what cannot be read, or was removed since it was opened, is still an honest error.
  auto piece = co_await found.reader->read(range.first, std::min(kPiece, end - range.first));
  if (!piece) {
    auto refused = refusal(parts_.metrics, request, removed_or(piece.error()));
    allow_any_origin(refused);
    co_await respond.send(std::move(refused));
    co_return;
  }
  if (auto begun = co_await respond.begin(std::move(response), range.length); !begun) co_return;
  for (auto at = range.first; at < end;) {
    if (!piece || piece->empty()) {
      // The answer has begun; its early end is all the client can be told.
      if (!piece) log::failure("download cut short", piece.error(), {{"request", request.request_id}});
      co_return;
    }
    at += piece->size();
    if (auto written = co_await respond.write(*std::move(piece)); !written) co_return;
    piece = co_await found.reader->read(at, std::min(kPiece, end - at));
  }
  co_await respond.finish();
}

}  // namespace docmill::api
