#include "app/master_key_check.h"

#include <fmt/format.h>

#include <optional>

#include "base/log.h"
#include "crypto/sealed.h"

namespace docmill::app {
namespace {

constexpr std::string_view kPrefix = "h/";
constexpr std::string_view kText = "Sealed with this master key.";
constexpr std::size_t kMostKeys = 1'000;

Error another_key(const SealedHouse& house) {
  return fail(ErrorCode::Conflict,
              fmt::format("The master key in {} is not the one that the documents in {} were sealed with, so nothing there can be read. "
                          "Put that key in its place: the copy that you keep, or the key file of a node that works. Where nothing that is "
                          "stored is needed any more, choose an empty data directory with --data instead.",
                          house.key_file, house.store));
}

/// Whether the keyring has the key that a job's or a process's first blob was sealed with; nullopt when there is none to ask.
Async<Result<std::optional<bool>>> opens_what_is_there(const SealedHouse& house) {
  for (const std::string_view prefix : {"t/", "p/"}) {
    auto first = co_await house.raw.list(std::string(prefix), "", 1);
    if (!first) co_return Failed(first.error());
    if (first->empty()) continue;
    auto blob = co_await house.raw.open(first->front().name);
    if (!blob) co_return Failed(blob.error());
    auto head = co_await (*blob)->read(0, crypto::kSealedHeaderBytes);
    if (!head) co_return Failed(head.error());
    const auto header = crypto::parse_sealed_header(*head);
    if (header) co_return house.keyring.has(header->key_id);
  }
  co_return std::nullopt;
}

struct Marks {
  bool none = true;     // no key has left one
  bool known = false;   // one of ours is there and opens
  bool newest = false;  // our newest key's is there
  bool broken = false;  // one has the id of a key of ours, which does not open it
};

Async<Result<Marks>> read_marks(const SealedHouse& house) {
  auto found = co_await house.sealed.list(std::string(kPrefix), "", kMostKeys);
  if (!found) co_return Failed(found.error());
  Marks marks{.none = found->empty()};
  for (const auto& mark : *found) {
    const auto id = mark.name.substr(kPrefix.size());
    if (!house.keyring.has(id)) continue;
    const auto text = co_await store::get(house.sealed, mark.name, kText.size());
    if (!text && text.error().code() == ErrorCode::Corrupt) marks.broken = true;
    marks.known = true;
    marks.newest = marks.newest || id == house.keyring.newest();
  }
  co_return marks;
}

}  // namespace

Async<Result<void>> check_master_key(SealedHouse house) {
  const auto marks = co_await read_marks(house);
  if (!marks) {
    log::failure("master key not checked", marks.error());
    co_return Result<void>{};
  }
  if (marks->broken) co_return Failed(another_key(house));
  if (!marks->known) {
    const auto opens = co_await opens_what_is_there(house);
    if (!opens) {
      log::failure("master key not checked", opens.error());
      co_return Result<void>{};
    }
    if (!opens->value_or(marks->none)) co_return Failed(another_key(house));
  }
  if (marks->newest) co_return Result<void>{};
  auto kept = co_await store::put(house.sealed, std::string(kPrefix) + house.keyring.newest(), std::string(kText));
  if (!kept && kept.error().code() != ErrorCode::AlreadyExists) log::failure("master key not marked", kept.error());
  co_return Result<void>{};
}

}  // namespace docmill::app
