#include "store/sealed/sealed_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "crypto/sealed.h"

namespace docmill::store::sealed {
namespace {

constexpr std::uint64_t kSealedChunk = crypto::kSealedChunkBytes + crypto::kSealedTagBytes;
// A stream of one chunk is read whole in one go.
constexpr std::uint64_t kReadAtOnce = crypto::kSealedHeaderBytes + kSealedChunk;
// Large reads go in steps, so that sealed and plain bytes are not both in memory in full.
constexpr std::uint64_t kChunksAtOnce = 16;

// So much is sealed or opened where the caller runs: it takes some 30 µs, and a visit to the pool no less.
constexpr std::uint64_t kChunksHere = 2;

Error damaged(std::string cause) {
  return fail(ErrorCode::Corrupt, "A stored document is damaged.").cause(std::move(cause)).at("store.sealed");
}

// Reads exactly `size` bytes. A store that has fewer than it promised is damaged.
Async<Result<std::string>> read_exactly(BlobReader& inner, std::uint64_t offset, std::uint64_t size) {
  auto bytes = co_await inner.read(offset, static_cast<std::size_t>(size));
  if (bytes && bytes->size() != size) co_return Failed(damaged("shorter than its size"));
  co_return bytes;
}

class SealedWriter final : public BlobWriter {
 public:
  SealedWriter(std::unique_ptr<BlobWriter> inner, crypto::Sealer sealer, Pool& pool)
      : inner_(std::move(inner)), sealer_(std::move(sealer)), pool_(pool) {}

  Async<Result<void>> write(std::string bytes) override {
    std::string sealed;
    if (bytes.size() > kChunksHere * crypto::kSealedChunkBytes) {
      auto work = [&] { return sealer_.seal(bytes); };
      sealed = co_await on_pool(pool_, std::move(work));
    } else {
      sealed = sealer_.seal(bytes);
    }
    if (sealed.empty()) co_return Result<void>{};
    co_return co_await inner_->write(std::move(sealed));
  }

  Async<Result<void>> commit() override {
    if (auto ended = co_await end(); !ended) co_return ended;
    co_return co_await inner_->commit();
  }

  /// Writes the last chunk; only the commit of what lies behind is left to do then.
  Async<Result<void>> end() {
    if (std::exchange(committed_, true)) {
      co_return Failed(fail(ErrorCode::Internal, "The document could not be stored.").cause("committed twice"));
    }
    co_return co_await inner_->write(sealer_.finish());
  }
  std::unique_ptr<BlobWriter> take_inner() { return std::move(inner_); }

 private:
  std::unique_ptr<BlobWriter> inner_;
  crypto::Sealer sealer_;
  Pool& pool_;
  bool committed_ = false;
};

class SealedReader final : public BlobReader {
 public:
  SealedReader(std::unique_ptr<BlobReader> inner, crypto::Opener opener, Pool& pool)
      : inner_(std::move(inner)), opener_(std::move(opener)), pool_(pool) {}

  std::uint64_t size() const override { return opener_.plain_size(); }

  /// Opens the last chunk, which proves the size. `sealed` is that chunk.
  Result<void> prove_size(std::string_view sealed) {
    const auto last = crypto::last_chunk(size()).first;
    auto plain = opener_.open_chunk(last, sealed);
    if (!plain) return Failed(std::move(plain).error());
    keep(last, *std::move(plain));
    return {};
  }

  Async<Result<std::string>> read(std::uint64_t offset, std::size_t wanted) override {
    std::string out;
    if (offset >= size()) co_return out;
    const auto end = offset + std::min<std::uint64_t>(wanted, size() - offset);
    out.reserve(static_cast<std::size_t>(end - offset));
    while (offset < end) {
      const auto step_end = std::min(end, (offset / crypto::kSealedChunkBytes + kChunksAtOnce) * crypto::kSealedChunkBytes);
      auto step = co_await read_step(offset, step_end - offset);
      if (!step) co_return step;
      out.append(*step);
      offset = step_end;
    }
    co_return out;
  }

 private:
  void keep(std::uint64_t index, std::string plain) {
    kept_index_ = index;
    kept_ = std::move(plain);
  }

  // A few chunks' worth, from the kept chunk when it is the only one needed.
  Async<Result<std::string>> read_step(std::uint64_t offset, std::uint64_t size_wanted) {
    const auto range = crypto::chunks_for(size(), offset, size_wanted);
    const auto skip = static_cast<std::size_t>(offset - range.first * crypto::kSealedChunkBytes);
    if (range.count == 1 && kept_index_ == range.first) co_return kept_.substr(skip, static_cast<std::size_t>(size_wanted));
    auto sealed = co_await read_exactly(*inner_, range.sealed_offset, range.sealed_bytes);
    if (!sealed) co_return sealed;
    auto work = [&] { return open_chunks(range.first, *sealed, skip, static_cast<std::size_t>(size_wanted)); };
    if (range.count <= kChunksHere) co_return work();
    co_return co_await on_pool(pool_, std::move(work));
  }

  Result<std::string> open_chunks(std::uint64_t index, std::string_view sealed, std::size_t skip, std::size_t size_wanted) {
    std::string plain;
    plain.reserve(sealed.size());
    for (; !sealed.empty(); ++index) {
      const auto one = sealed.substr(0, kSealedChunk);
      sealed.remove_prefix(one.size());
      auto chunk = opener_.open_chunk(index, one);
      if (!chunk) return chunk;
      plain.append(*chunk);
      // Small reads one after the other stay in a chunk for a while.
      if (sealed.empty()) keep(index, *std::move(chunk));
    }
    return plain.substr(skip, size_wanted);
  }

  std::unique_ptr<BlobReader> inner_;
  crypto::Opener opener_;
  Pool& pool_;
  std::optional<std::uint64_t> kept_index_;
  std::string kept_;
};

BlobInfo with_plain_size(BlobInfo blob) {
  blob.size = crypto::plain_size(blob.size).value_or(0);
  return blob;
}

}  // namespace

std::string key_purpose(std::string_view name) {
  if (!name.starts_with("t/") && !name.starts_with("k/") && !name.starts_with("p/")) return "house";
  const auto rest = name.substr(2);
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos) return "house";
  return std::string("tenant/").append(rest.substr(0, slash));
}

SealedStore::SealedStore(BlobStore& inner, const crypto::Keyring& keyring, Pool& pool) : inner_(inner), keyring_(keyring), pool_(pool) {}
SealedStore::~SealedStore() = default;

Async<Result<std::unique_ptr<BlobWriter>>> SealedStore::create(std::string name) {
  auto inner = co_await inner_.create(name);
  if (!inner) co_return inner;
  const auto& id = keyring_.newest();
  const auto key = keyring_.derive(id, key_purpose(name));
  crypto::Sealer sealer(key, id, std::move(name));
  co_return std::make_unique<SealedWriter>(*std::move(inner), std::move(sealer), pool_);
}

Async<Result<void>> SealedStore::commit_all(std::vector<std::unique_ptr<BlobWriter>> writers) {
  std::vector<std::unique_ptr<BlobWriter>> inner;
  for (const auto& writer : writers) {
    auto& ours = static_cast<SealedWriter&>(*writer);
    if (auto ended = co_await ours.end(); !ended) co_return ended;
    inner.push_back(ours.take_inner());
  }
  co_return co_await inner_.commit_all(std::move(inner));
}

Async<Result<std::unique_ptr<BlobReader>>> SealedStore::open(std::string name) {
  auto inner = co_await inner_.open(name);
  if (!inner) co_return inner;
  const auto sealed_size = (*inner)->size();
  const auto size = crypto::plain_size(sealed_size);
  if (!size) co_return Failed(damaged(fmt::format("no sealed blob has {} bytes", sealed_size)));
  const bool whole = sealed_size <= kReadAtOnce;
  auto head = co_await read_exactly(**inner, 0, whole ? sealed_size : crypto::kSealedHeaderBytes);
  if (!head) co_return Failed(std::move(head).error());
  const auto header = crypto::parse_sealed_header(*head);
  if (!header) co_return Failed(header.error().at("store.sealed.open"));
  if (!keyring_.has(header->key_id)) co_return Failed(damaged(fmt::format("sealed with master key {}, which is not here", header->key_id)));

  const auto key = keyring_.derive(header->key_id, key_purpose(name));
  crypto::Opener opener(key, *header, std::move(name), *size);
  auto last = head->substr(crypto::kSealedHeaderBytes);
  if (!whole) {
    const auto range = crypto::last_chunk(*size);
    auto read = co_await read_exactly(**inner, range.sealed_offset, range.sealed_bytes);
    if (!read) co_return Failed(std::move(read).error());
    last = *std::move(read);
  }
  auto reader = std::make_unique<SealedReader>(*std::move(inner), std::move(opener), pool_);
  if (auto proven = reader->prove_size(last); !proven) co_return Failed(proven.error().at("store.sealed.open"));
  co_return reader;
}

Async<Result<std::optional<BlobInfo>>> SealedStore::find(std::string name) {
  auto found = co_await inner_.find(std::move(name));
  if (!found || !*found) co_return found;
  if (!crypto::plain_size((*found)->size)) co_return Failed(damaged(fmt::format("no sealed blob has {} bytes", (*found)->size)));
  co_return with_plain_size(**std::move(found));
}

Async<Result<void>> SealedStore::remove(std::string name) {
  co_return co_await inner_.remove(std::move(name));
}

Async<Result<void>> SealedStore::remove_many(std::vector<std::string> names) {
  co_return co_await inner_.remove_many(std::move(names));
}

Async<Result<std::vector<BlobInfo>>> SealedStore::list(std::string prefix, std::string after, std::size_t limit) {
  auto page = co_await inner_.list(std::move(prefix), std::move(after), limit);
  if (page) std::ranges::transform(*page, page->begin(), with_plain_size);
  co_return page;
}

Async<Result<std::vector<std::string>>> SealedStore::list_folders(std::string prefix, std::string after, std::size_t limit) {
  co_return co_await inner_.list_folders(std::move(prefix), std::move(after), limit);
}

Async<Result<std::size_t>> SealedStore::remove_unfinished(Timestamp before, bool dry_run) {
  co_return co_await inner_.remove_unfinished(before, dry_run);
}

Async<Result<void>> SealedStore::probe() {
  co_return co_await inner_.probe();
}

}  // namespace docmill::store::sealed
