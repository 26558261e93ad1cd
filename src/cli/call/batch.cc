#include "cli/call/batch.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "base/fd.h"
#include "base/units.h"
#include "cli/call/text_width.h"
#include "crypto/digest.h"

namespace docmill::cli {
namespace {

constexpr int kByInterrupt = 128;  // + signal, as shells do

Outcome<void> digest(const Source& source, crypto::Sha256& sha) {
  UniqueFd opened;
  if (source.already == nullptr) opened.reset(::open(source.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  const int file = source.already == nullptr ? opened.get() : source.already->get();
  sha.update(source.name + '\0');
  for (std::uint64_t at = 0;;) {
    auto piece = read_at(file, at, kMiB);
    if (!piece) return local_trouble(fmt::format("{} cannot be read.", printable(source.path)));
    if (piece->empty()) return {};
    sha.update(*piece);
    at += piece->size();
  }
}

/// What the threads of a batch share.
struct Shared {
  Shared(const std::vector<Item>& all, const std::vector<std::string>& all_keys, Display& shown_on, Interrupt& stopped_by)
      : items(all), keys(all_keys), display(shown_on), interrupt(stopped_by) {}

  const std::vector<Item>& items;
  const std::vector<std::string>& keys;
  Display& display;
  Interrupt& interrupt;
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::vector<int> codes;  // guarded by mutex

  void work(Caller& caller) {
    for (std::size_t i = next++; i < items.size() && !interrupt.raised(); i = next++) {
      const auto& item = items[i];
      display.begun(item.label);
      const auto progress = [&](Stage stage, std::uint64_t done, std::uint64_t whole) { display.progress(item.label, stage, done, whole); };
      const auto result = caller.call(item, keys[i], progress);
      if (!display.ended(result)) interrupt.raise();  // nobody reads what comes of it
      const std::lock_guard lock(mutex);
      codes.push_back(result.exit());
    }
  }
};

}  // namespace

int run_batch(const CallPlan& plan, const std::vector<Item>& items, const std::vector<std::string>& keys, const Target& target,
              std::size_t parallel, Display& display, Interrupt& interrupt) {
  const Inputs inputs(items);
  Shared shared(items, keys, display, interrupt);
  std::vector<std::thread> threads;
  const auto count = std::clamp<std::size_t>(parallel, 1, std::max<std::size_t>(items.size(), 1));
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([&] {
      Caller caller(plan, inputs, target, interrupt);
      shared.work(caller);
    });
  }
  for (auto& thread : threads) thread.join();
  if (interrupt.signal() != 0) return kByInterrupt + interrupt.signal();
  return interrupt.raised() ? kFailed : exit_code_of_batch(shared.codes);
}

Outcome<std::vector<std::string>> keys_of(const std::vector<Item>& items, const std::string& wanted) {
  std::vector<std::string> keys;
  for (const auto& item : items) {
    if (wanted.empty() || (items.size() == 1 && item.files.empty())) {
      keys.push_back(wanted.empty() ? new_call_key() : wanted);
      continue;
    }
    crypto::Sha256 sha;
    for (const auto& source : item.files) {
      if (auto read = digest(source, sha); !read) return troubled(std::move(read.error()));
    }
    keys.push_back(fmt::format("{}-{}", wanted, sha.finish_hex()));
  }
  return keys;
}

}  // namespace docmill::cli
