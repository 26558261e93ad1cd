#include "store/s3/s3_listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "net/xml.h"

namespace docmill::store::s3 {
namespace {

constexpr std::size_t kMostEntries = 1'000;  // Amazon S3 API reference, ListObjectsV2: max-keys

Error odd_list(std::string cause) {
  return fail(ErrorCode::Corrupt, "The storage answered with something unexpected.").cause(std::move(cause)).at("store.s3.list");
}

Result<BlobInfo> parse_blob(const pugi::xml_node& node) {
  const auto size_text = net::text_of(node, "Size");
  BlobInfo blob{.name = std::string(net::text_of(node, "Key")), .size = 0, .created_at = {}};
  const auto [end, error] = std::from_chars(size_text.data(), size_text.data() + size_text.size(), blob.size);
  if (error != std::errc{} || end != size_text.data() + size_text.size()) return Failed(odd_list("a size that is none"));
  const auto modified = parse_time(net::text_of(node, "LastModified"));
  if (!modified) return Failed(modified.error());
  blob.created_at = *modified;
  return blob;
}

}  // namespace

Result<Timestamp> parse_time(std::string_view text) {
  auto moment = from_iso(fmt::format("{}.000Z", text.substr(0, 19)));
  if (!moment || !text.ends_with('Z')) return Failed(odd_list("a time that is none"));
  return *moment;
}

Result<ListPage> parse_list(std::string_view xml) {
  const auto document = net::parse_xml(xml, "ListBucketResult");
  if (!document) return Failed(document.error().at("store.s3.list"));
  const auto root = (*document)->document_element();
  ListPage page;
  for (const auto& node : root.children("Contents")) {
    if (!is_valid_blob_name(net::text_of(node, "Key"))) continue;
    auto blob = parse_blob(node);
    if (!blob) return Failed(blob.error());
    page.blobs.push_back(*std::move(blob));
  }
  for (const auto& node : root.children("CommonPrefixes")) {
    const auto folder = net::text_of(node, "Prefix");
    if (folder.ends_with('/') && is_valid_blob_name(folder.substr(0, folder.size() - 1))) page.folders.emplace_back(folder);
  }
  if (net::text_of(root, "IsTruncated") == "true") {
    page.continuation = net::text_of(root, "NextContinuationToken");
    if (page.continuation.empty()) return Failed(odd_list("cut off without a continuation"));
  }
  return page;
}

Async<Result<ListPage>> list_page(S3Client& client, ListRequest asked) {
  S3Request request{.method = "GET", .query = {{"list-type", "2"}, {"max-keys", std::to_string(std::min(asked.limit, kMostEntries))}}};
  if (!asked.prefix.empty()) request.query.emplace_back("prefix", std::move(asked.prefix));
  if (asked.folders) request.query.emplace_back("delimiter", "/");
  if (!asked.continuation.empty()) {
    request.query.emplace_back("continuation-token", std::move(asked.continuation));
  } else if (!asked.after.empty()) {
    request.query.emplace_back("start-after", std::move(asked.after));
  }
  auto answer = co_await client.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (!answer->ok()) co_return Failed(s3_error(*answer, "list blobs"));
  co_return parse_list(answer->body);
}

}  // namespace docmill::store::s3
