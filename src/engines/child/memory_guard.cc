#include "engines/child/memory_guard.h"

#include <unistd.h>

#include <atomic>
#include <exception>
#include <new>

#include "engines/protocol.h"

namespace docmill::engines::child {
namespace {

struct LastWords {
  sandbox::ChildLink* link = nullptr;
  sandbox::Packet packet;
  std::atomic_flag said;
};

/// Made ahead of time: when it is needed there is no memory to make it.
LastWords& last_words() {
  static auto* const the = new LastWords;  // never destroyed: LibreOffice's threads outlive main
  return *the;
}

[[noreturn]] void say_them() {
  auto& words = last_words();
  if (!words.said.test_and_set()) static_cast<void>(words.link->send(words.packet));  // a worker that is gone needs no word
  _exit(1);
}

void at_terminate() {
  try {
    if (auto thrown = std::current_exception()) std::rethrow_exception(thrown);
  } catch (const std::bad_alloc&) {
    say_them();
  } catch (...) {
    // Anything else is a crash and looks like one from outside.
  }
  std::abort();
}

}  // namespace

void report_exhaustion_to(sandbox::ChildLink& link) {
  auto& words = last_words();
  words.link = &link;
  words.packet.text =
      to_json(Reply(Refused{ErrorCode::MemoryExceeded, "The document needs more memory than is allowed.", "an allocation failed"}));
  std::set_new_handler(say_them);
  std::set_terminate(at_terminate);
}

}  // namespace docmill::engines::child
