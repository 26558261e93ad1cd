#include "sandbox/packet.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>

namespace docmill::sandbox {
namespace {

std::ptrdiff_t open_count() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator{});
}

UniqueFd some_descriptor() {
  return UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

TEST(Packet, TextAndDescriptorsArriveTogether) {
  auto pair = packet_socket_pair();
  Packet packet{.text = "hello", .descriptors = {}};
  for (std::size_t i = 0; i < kMaxPacketDescriptors; ++i) packet.descriptors.push_back(some_descriptor());
  ASSERT_TRUE(send_packet(pair->ours.get(), packet));
  const auto received = receive_packet(pair->theirs.get());
  ASSERT_EQ(received->state, Received::State::Packet);
  EXPECT_EQ(received->packet.text, "hello");
  ASSERT_EQ(received->packet.descriptors.size(), kMaxPacketDescriptors);
  EXPECT_EQ(::fcntl(received->packet.descriptors[15].get(), F_GETFD), FD_CLOEXEC);
}

TEST(Packet, LimitsAreKeptBySenders) {
  auto pair = packet_socket_pair();
  EXPECT_EQ(send_packet(pair->ours.get(), {.text = "", .descriptors = {}}).error().code(), ErrorCode::BadRequest);
  Packet largest{.text = std::string(kMaxPacketText, 'x'), .descriptors = {}};
  EXPECT_TRUE(send_packet(pair->ours.get(), largest));
  EXPECT_EQ(receive_packet(pair->theirs.get())->packet.text, largest.text);
  largest.text += 'x';
  EXPECT_EQ(send_packet(pair->ours.get(), largest).error().code(), ErrorCode::BadRequest);
  Packet many{.text = "x", .descriptors = {}};
  for (std::size_t i = 0; i <= kMaxPacketDescriptors; ++i) many.descriptors.push_back(some_descriptor());
  EXPECT_EQ(send_packet(pair->ours.get(), many).error().code(), ErrorCode::BadRequest);
}

TEST(Packet, ASenderThatBreaksTheLimitsLeavesNoDescriptorBehind) {
  auto pair = packet_socket_pair();
  std::array<int, kMaxPacketDescriptors + 4> descriptors{};
  const auto null = some_descriptor();
  descriptors.fill(null.get());
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof descriptors)> control{};
  char byte = 'x';
  iovec text{&byte, 1};
  msghdr message{};
  message.msg_iov = &text;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(sizeof descriptors);
  std::memcpy(CMSG_DATA(part), descriptors.data(), sizeof descriptors);
  const auto before = open_count();
  ASSERT_EQ(::sendmsg(pair->ours.get(), &message, 0), 1);
  EXPECT_EQ(receive_packet(pair->theirs.get()).error().code(), ErrorCode::Corrupt);
  EXPECT_EQ(open_count(), before);
}

TEST(Packet, NothingAndClosedAreToldApart) {
  auto pair = packet_socket_pair();
  EXPECT_EQ(receive_packet(pair->theirs.get(), MSG_DONTWAIT)->state, Received::State::Nothing);
  pair->ours.reset();
  EXPECT_EQ(receive_packet(pair->theirs.get(), MSG_DONTWAIT)->state, Received::State::Closed);
  EXPECT_FALSE(send_packet(pair->theirs.get(), {.text = "x", .descriptors = {}}));
}

TEST(Packet, AFullSocketIsSaidToBeFull) {
  auto pair = packet_socket_pair();
  const Packet packet{.text = std::string(kMaxPacketText, 'x'), .descriptors = {}};
  int sent = 0;
  while (send_packet(pair->ours.get(), packet, MSG_DONTWAIT).value()) ++sent;
  EXPECT_GT(sent, 0);
  receive_packet(pair->theirs.get());
  EXPECT_TRUE(send_packet(pair->ours.get(), packet, MSG_DONTWAIT).value());
}

}  // namespace
}  // namespace docmill::sandbox
