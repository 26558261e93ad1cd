#pragma once
#include "support/server.h"

namespace docmill::testing {

/// One real server for all tests of `docmill call`, ended with the test program.
struct CallServer {
  TempDir home;
  Server server{home / "data"};

  static CallServer& get() {
    static CallServer shared;
    return shared;
  }
  std::uint16_t port() const { return static_cast<std::uint16_t>(std::stoi(server.url().substr(server.url().rfind(':') + 1))); }
};

}  // namespace docmill::testing
