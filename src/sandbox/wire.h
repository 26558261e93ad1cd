#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sandbox/zygote.h"

/// What worker and zygote say to each other over the control socket. Both halves come from one build, so there are no
/// versions; the jailed child never sees this socket.
namespace docmill::sandbox::wire {

/// Where the zygote finds its control socket.
constexpr int kControlDescriptor = 3;

/// The first packet to the zygote: the worker's options, but for program, arguments and environment.
struct Setup {
  ZygoteOptions options;
  std::string control_groups;  // directory with a group for each child; empty where there are none
};
std::string text(const Setup& setup);
Result<Setup> read_setup(std::string_view text);

struct Order {
  enum class Kind { Fork, Kill };
  Kind kind = Kind::Fork;
  std::uint64_t number = 0;  // Fork: the worker's number for the request; Kill: the child's number
};
std::string text(const Order& order);
Result<Order> read_order(std::string_view text);

struct Report {
  enum class Kind {
    Warm,     // text = version, layers
    GaveUp,   // text = reason
    Forked,   // request, child; descriptors: the child's socket, its pidfd
    Refused,  // request, text = reason
    Ended,    // child, status, peak_memory, out_of_memory
  };
  Kind kind = Kind::Warm;
  std::uint64_t request = 0;
  std::uint64_t child = 0;
  int status = 0;  // as waitpid tells it
  std::uint64_t peak_memory = 0;
  bool out_of_memory = false;  // the kernel ended it for its memory
  std::string text = {};
  std::vector<LayerReport> layers = {};
};
std::string text(const Report& report);
Result<Report> read_report(std::string_view text);

}  // namespace docmill::sandbox::wire
