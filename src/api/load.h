#pragma once
#include <cstddef>
#include <string>

namespace docmill::api {

/// How much of a process's room is taken.
struct Load {
  std::size_t running = 0;      // requests being answered; where there is no API, documents being worked on
  std::size_t capacity = 0;     // the most of them; 0 where there is no such limit
  std::size_t connections = 0;  // open client connections, idle ones too
};

/// The share of the room that is free, in percent: 100 when idle, at least 1 while it takes work, 0 when draining.
int weight_of(const Load& load, bool draining);

/// What HAProxy's agent-check wants to hear: "up ready 75%" or "drain", with a newline.
/// Source: HAProxy 2.6 configuration manual, section 5.2, "agent-check".
std::string agent_line(const Load& load, bool draining);

}  // namespace docmill::api
