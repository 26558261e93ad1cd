#include "app/master_key_check.h"

#include <string>

#include "base/log.h"

namespace docmill::app {
namespace {

constexpr std::string_view kPrefix = "h/";
constexpr std::string_view kText = "Sealed with this master key.";
constexpr std::size_t kMostKeys = 1'000;

Error another_key() {
  return fail(ErrorCode::Conflict,
              "This is not the master key that the store was sealed with. Copy the key file of a node that works to this one.");
}

}  // namespace

Async<Result<void>> check_master_key(store::BlobStore& store, const crypto::Keyring& keyring) {
  auto marks = co_await store.list(std::string(kPrefix), "", kMostKeys);
  if (!marks) {
    log::failure("master key not checked", marks.error());
    co_return Result<void>{};
  }
  bool known = marks->empty();
  bool ours = false;
  for (const auto& mark : *marks) {
    const auto id = mark.name.substr(kPrefix.size());
    if (!keyring.has(id)) continue;
    const auto text = co_await store::get(store, mark.name, kText.size());
    if (!text && text.error().code() == ErrorCode::Corrupt) co_return Failed(another_key());
    known = true;
    ours = ours || id == keyring.newest();
  }
  if (!known) co_return Failed(another_key());
  if (ours) co_return Result<void>{};
  auto kept = co_await store::put(store, std::string(kPrefix) + keyring.newest(), std::string(kText));
  if (!kept && kept.error().code() != ErrorCode::AlreadyExists) log::failure("master key not marked", kept.error());
  co_return Result<void>{};
}

}  // namespace docmill::app
