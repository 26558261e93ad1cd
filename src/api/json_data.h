#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/async.h"
#include "base/result.h"
#include "model/job.h"
#include "net/http.h"
#include "store/blob_store.h"

namespace docmill::api {

/// Bytes of JSON that a process may be started with.
constexpr std::uint64_t kLongestData = 10'000'000;

/// Takes a body of JSON data as it arrives: checked, counted and written under `blob`, a few chunks in memory whatever its size. The blob
/// exists once `writer` is committed. Errors: UnsupportedType (another content type), BadRequest (no JSON: near which byte; neither
/// object nor list), PayloadTooLarge, and those of net::Body and the store.
struct JsonData {
  model::Input input;
  std::unique_ptr<store::BlobWriter> writer;
};
Async<Result<JsonData>> take_json(store::BlobStore& store, std::string blob, std::string_view content_type, net::Body& body);

/// The same where the data's members stand beside or inside a member "jsonContent", as the designers of flows send them; the whole is in
/// memory.
Async<Result<JsonData>> take_flow_json(store::BlobStore& store, std::string blob, std::string_view content_type, net::Body& body);

/// A short body as text, at most `limit` bytes. Errors: PayloadTooLarge, and those of net::Body.
Async<Result<std::string>> read_body(net::Body& body, std::uint64_t limit);

}  // namespace docmill::api
