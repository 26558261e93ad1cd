#include "store/azure/listing.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "azure/storage_error.h"
#include "net/http_date.h"
#include "net/xml.h"

namespace docmill::store::azure {
namespace {

using docmill::azure::Request;

constexpr std::size_t kMostEntries = 5'000;  // learn.microsoft.com "List Blobs": maxresults

Error odd_list(std::string cause) {
  return fail(ErrorCode::Corrupt, "The storage answered with something unexpected.").cause(std::move(cause)).at("store.azure.list");
}

Result<BlobInfo> parse_blob(const pugi::xml_node& node) {
  BlobInfo blob{.name = std::string(net::text_of(node, "Name")), .size = 0, .created_at = {}};
  const auto properties = node.child("Properties");
  const auto size_text = net::text_of(properties, "Content-Length");
  const auto* const size_end = size_text.data() + size_text.size();
  const auto [end, error] = std::from_chars(size_text.data(), size_end, blob.size);
  const auto modified = net::from_http_date(net::text_of(properties, "Last-Modified"));
  if (error != std::errc{} || end != size_end || !modified) return Failed(odd_list("a blob without a size or a date"));
  blob.created_at = *modified;
  return blob;
}

/// Adds one entry of the answer to the page.
Result<void> take_entry(const pugi::xml_node& node, ListPage& page) {
  const std::string name(net::text_of(node, "Name"));
  if (name <= page.last) return Failed(odd_list("names out of order: an account with a hierarchical namespace cannot be used"));
  page.last = name;
  const std::string_view kind(node.name());
  if (kind == "BlobPrefix" && name.ends_with('/') && is_valid_blob_name(std::string_view(name).substr(0, name.size() - 1))) {
    page.folders.push_back(name);
  }
  if (kind != "Blob" || !is_valid_blob_name(name)) return {};
  auto blob = parse_blob(node);
  if (!blob) return Failed(blob.error());
  page.blobs.push_back(*std::move(blob));
  return {};
}

Async<Result<ListPage>> list_page(Container& container, const ListRequest& asked, std::string marker, std::size_t most) {
  Request request{.method = "GET",
                  .path = container.path(),
                  .query = {{"restype", "container"}, {"comp", "list"}, {"maxresults", std::to_string(std::min(most, kMostEntries))}}};
  if (!asked.prefix.empty()) request.query.emplace_back("prefix", asked.prefix);
  if (asked.folders) request.query.emplace_back("delimiter", "/");
  if (!marker.empty()) request.query.emplace_back("marker", std::move(marker));
  auto answer = co_await container.perform(std::move(request));
  if (!answer) co_return Failed(answer.error());
  if (answer->status == 404 && docmill::azure::storage_code(*answer) == "ContainerNotFound") co_return ListPage{};
  if (!answer->ok()) co_return Failed(docmill::azure::storage_error(*answer, "list blobs"));
  co_return parse_list(answer->body);
}

}  // namespace

Result<ListPage> parse_list(std::string_view xml) {
  const auto document = net::parse_xml(xml, "EnumerationResults");
  if (!document) return Failed(document.error().at("store.azure.list"));
  const auto root = (*document)->document_element();
  ListPage page;
  // With a delimiter the service may write the blobs first and the folders behind them, each in order.
  for (const char* kind : {"Blob", "BlobPrefix"}) {
    const auto last = std::exchange(page.last, {});
    for (const auto& node : root.child("Blobs").children(kind)) {
      if (auto taken = take_entry(node, page); !taken) return Failed(taken.error());
    }
    page.last = std::max(page.last, last);
  }
  page.marker = net::text_of(root, "NextMarker");
  return page;
}

void Markers::remember(std::string prefix, bool folders, Place place) {
  const std::lock_guard lock(mutex_);
  kept_.remove_if([&](const Kept& kept) { return kept.prefix == prefix && kept.folders == folders && kept.place.name == place.name; });
  kept_.push_front({.prefix = std::move(prefix), .folders = folders, .place = std::move(place)});
  if (kept_.size() > kKept) kept_.pop_back();
}

std::optional<Markers::Place> Markers::before(std::string_view prefix, bool folders, std::string_view after) {
  const std::lock_guard lock(mutex_);
  std::optional<Place> best;
  for (const auto& [kept_prefix, kept_folders, place] : kept_) {
    if (kept_prefix != prefix || kept_folders != folders || place.name > after) continue;
    if (!best || best->name < place.name) best = place;
  }
  return best;
}

Async<Result<ListPage>> list_from(Container& container, Markers& markers, ListRequest request) {
  ListPage all;
  const auto place = markers.before(request.prefix, request.folders, request.after).value_or(Markers::Place{});
  // A page that begins at the right name is as long as what was asked for; one that begins before it is as long as can be.
  const bool exact = place.name == request.after;
  auto marker = place.marker;
  const auto found = [&] { return request.folders ? all.folders.size() : all.blobs.size(); };
  while (found() < request.limit) {
    auto page = co_await list_page(container, request, marker, exact ? request.limit - found() : kMostEntries);
    if (!page) co_return page;
    std::ranges::copy_if(page->blobs, std::back_inserter(all.blobs), [&](const auto& blob) { return blob.name > request.after; });
    std::ranges::copy_if(page->folders, std::back_inserter(all.folders), [&](const auto& folder) { return folder > request.after; });
    if (page->marker.empty()) break;
    if (page->marker == marker) co_return Failed(odd_list("the marker of the page before"));
    marker = page->marker;
    if (!page->last.empty()) markers.remember(request.prefix, request.folders, {.name = page->last, .marker = marker});
  }
  if (all.blobs.size() > request.limit) all.blobs.resize(request.limit);
  if (all.folders.size() > request.limit) all.folders.resize(request.limit);
  co_return all;
}

}  // namespace docmill::store::azure
