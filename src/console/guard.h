#pragma once
#include <cstdint>
#include <string>

#include "net/http.h"

namespace docmill::console {

/// Says on every answer of the console what browsers must know: whose scripts may run, that types are as told, that nothing is kept, and
/// that no other site may show it or read it. `respond` is borrowed.
class Guarded final : public net::Responder {
 public:
  explicit Guarded(net::Responder& respond) : respond_(respond) {}

  Async<Result<void>> send(net::Response response) override;
  Async<Result<void>> begin(net::Response response, std::uint64_t length) override;
  Async<Result<void>> begin_stream(net::Response response) override;
  Async<Result<void>> write(std::string bytes) override;
  Async<Result<void>> finish() override;

 private:
  net::Responder& respond_;
};

}  // namespace docmill::console
