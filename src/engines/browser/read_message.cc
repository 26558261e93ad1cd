#include "engines/browser/read_message.h"

#include <boost/json/memory_resource.hpp>
#include <boost/json/parser.hpp>
#include <charconv>
#include <limits>
#include <memory>
#include <new>
#include <utility>

#include "base/units.h"

namespace docmill::engines::browser {
namespace {

namespace json = boost::json;

constexpr std::size_t kAlwaysEnough = 4 * kMiB;
// A long text takes twice its length while it grows, and once more for the value.
constexpr std::size_t kTimesItsText = 4;

/// Memory up to a limit.
class BoundedMemory final : public json::memory_resource {
 public:
  /// `left`: bytes that may still be taken; outside of it, as the library keeps this object where nobody gets at it.
  explicit BoundedMemory(std::shared_ptr<std::size_t> left) : left_(std::move(left)) {}

 private:
  // Alignment is left out, as in the library's own resource: it asks for no more than operator new gives, and gives texts back under
  // another.
  void* do_allocate(std::size_t size, std::size_t) override {
    if (size > *left_) throw std::bad_alloc();
    void* const memory = ::operator new(size);
    *left_ -= size;
    return memory;
  }
  void do_deallocate(void* memory, std::size_t size, std::size_t) override {
    ::operator delete(memory);
    *left_ += size;
  }
  bool do_is_equal(const json::memory_resource& other) const noexcept override { return this == &other; }

  std::shared_ptr<std::size_t> left_;
};

}  // namespace

Message read_message(std::string_view text) {
  const auto left = std::make_shared<std::size_t>(kAlwaysEnough + kTimesItsText * text.size());
  const auto memory = json::make_shared_resource<BoundedMemory>(left);
  try {
    json::parser parser(memory, {});
    parser.reset(memory);
    json::error_code broken;
    parser.write(text.data(), text.size(), broken);
    if (broken) return {.state = Message::State::Broken};
    auto value = parser.release();
    *left = std::numeric_limits<std::size_t>::max() / 2;  // whoever copies what was read is not counted
    auto* const object = value.if_object();
    if (object == nullptr) return {.state = Message::State::Broken};
    return {.state = Message::State::Good, .object = std::move(*object)};
  } catch (const std::bad_alloc&) {
    return {.state = Message::State::TooLarge};
  }
}

std::optional<std::uint64_t> call_answered_by(std::string_view text) {
  constexpr std::string_view kBefore = "{\"id\":";
  if (!text.starts_with(kBefore)) return std::nullopt;
  text.remove_prefix(kBefore.size());
  std::uint64_t id = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (failed != std::errc{} || end == text.data() + text.size()) return std::nullopt;
  return id;
}

}  // namespace docmill::engines::browser
