#pragma once
#include <optional>

#include "base/result.h"
#include "sandbox/child.h"

namespace docmill::sandbox {

constexpr std::size_t kMaxPacketText = 64 * 1024;
constexpr std::size_t kMaxPacketDescriptors = 16;

/// Sends one packet over a SOCK_SEQPACKET socket. `flags` are those of sendmsg; MSG_NOSIGNAL is always added.
/// Returns: false when the socket is full and MSG_DONTWAIT was given.
/// Errors:  BadRequest when the packet is empty or over the limits, Unavailable when the other end is gone.
Result<bool> send_packet(int socket, const Packet& packet, int flags = 0);

/// What one look at a socket found.
struct Received {
  enum class State { Packet, Nothing, Closed };  // Nothing: only with MSG_DONTWAIT
  State state = State::Nothing;
  Packet packet;
};

/// Takes one packet; its descriptors are close-on-exec. `flags` are those of recvmsg.
/// Errors: Corrupt when the packet is over the limits (it is thrown away whole), Unavailable for system trouble.
Result<Received> receive_packet(int socket, int flags = 0);

/// Both ends of a packet socket, close-on-exec, blocking.
struct SocketPair {
  UniqueFd ours;
  UniqueFd theirs;
};
Result<SocketPair> packet_socket_pair();

}  // namespace docmill::sandbox
