#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

namespace docmill::engines::browser {

/// What the browser says. Pages choose much of it, the names of their frames and what their scripts come to, and one browser serves many:
/// what cannot be read is the end of one message, never of the talk.
struct Message {
  enum class State : std::uint8_t {
    Good,
    Broken,    // no JSON: half a surrogate pair in a text, or values some 30 deep in one another
    TooLarge,  // it would take more than four times the memory of its text: small values without end
  };
  State state = State::Good;
  boost::json::object object = {};
};

Message read_message(std::string_view text);

/// The call that an answer is to, from the first bytes of a message that cannot be read; Chromium writes it first: {"id":12,"result":….
std::optional<std::uint64_t> call_answered_by(std::string_view text);

}  // namespace docmill::engines::browser
