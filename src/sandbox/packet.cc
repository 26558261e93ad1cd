#include "sandbox/packet.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

namespace docmill::sandbox {
namespace {

// Room for one set of descriptors; the union gives the alignment the kernel expects.
union ControlBuffer {
  cmsghdr header;
  std::array<char, CMSG_SPACE(sizeof(int) * kMaxPacketDescriptors)> bytes;
};

// The kernel has installed the descriptors already, so they are owned before anything else is judged.
std::vector<UniqueFd> take_descriptors(msghdr& message) {
  std::vector<UniqueFd> taken;
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int fd = -1;
      std::memcpy(&fd, CMSG_DATA(part) + i * sizeof(int), sizeof fd);
      taken.emplace_back(fd);
    }
  }
  return taken;
}

void attach_descriptors(msghdr& message, ControlBuffer& control, const std::vector<UniqueFd>& descriptors) {
  if (descriptors.empty()) return;
  message.msg_control = &control;
  message.msg_controllen = CMSG_SPACE(sizeof(int) * descriptors.size());
  cmsghdr* part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(sizeof(int) * descriptors.size());
  for (std::size_t i = 0; i < descriptors.size(); ++i) {
    const int fd = descriptors[i].get();
    std::memcpy(CMSG_DATA(part) + i * sizeof(int), &fd, sizeof fd);
  }
}

}  // namespace

Result<bool> send_packet(int socket, const Packet& packet, int flags) {
  if (packet.text.empty() || packet.text.size() > kMaxPacketText || packet.descriptors.size() > kMaxPacketDescriptors) {
    return Failed(fail(ErrorCode::BadRequest, "The packet is empty or too large."));
  }
  iovec text{const_cast<char*>(packet.text.data()), packet.text.size()};
  ControlBuffer control{};
  msghdr message{};
  message.msg_iov = &text;
  message.msg_iovlen = 1;
  attach_descriptors(message, control, packet.descriptors);
  while (::sendmsg(socket, &message, flags | MSG_NOSIGNAL) < 0) {
    if (errno == EINTR) continue;
    if (errno == EAGAIN) return false;
    // More descriptors are on their way than this process may have open: the peer is a little behind (unix(7)). One that is gone is EPIPE.
    if (errno == ETOOMANYREFS && flags == 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      continue;
    }
    return Failed(system_error(errno, "sendmsg"));
  }
  return true;
}

Result<Received> receive_packet(int socket, int flags) {
  Received received;
  received.packet.text.resize(kMaxPacketText);
  iovec text{received.packet.text.data(), received.packet.text.size()};
  ControlBuffer control{};
  msghdr message{};
  message.msg_iov = &text;
  message.msg_iovlen = 1;
  message.msg_control = &control;
  message.msg_controllen = sizeof control;
  ssize_t size = 0;
  do {
    size = ::recvmsg(socket, &message, flags | MSG_CMSG_CLOEXEC);
  } while (size < 0 && errno == EINTR);
  if (size < 0 && errno == EAGAIN) return received;
  // A peer that died with unread packets resets the connection; to the reader it has simply gone.
  if (size == 0 || (size < 0 && errno == ECONNRESET)) {
    take_descriptors(message);
    received.state = Received::State::Closed;
    return received;
  }
  if (size < 0) return Failed(system_error(errno, "recvmsg"));
  received.packet.descriptors = take_descriptors(message);
  if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
    return Failed(fail(ErrorCode::Corrupt, "A packet was larger than allowed."));
  }
  received.packet.text.resize(static_cast<std::size_t>(size));
  received.state = Received::State::Packet;
  return received;
}

Result<SocketPair> packet_socket_pair() {
  std::array<int, 2> ends{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) return Failed(system_error(errno, "socketpair"));
  return SocketPair{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

}  // namespace docmill::sandbox
