// The console in a real browser, before a real server: tests/console/pages.mjs says what is looked at.
#include <gtest/gtest.h>

#include "support/process.h"
#include "support/server.h"

namespace docmill::testing {
namespace {

using namespace std::chrono_literals;

TEST(Console, EveryPageDoesItsWorkAndKeepsNobodyOut) {
  const TempDir temp;
  const Server server(temp / "data", {"--sync-wait", "60s"});
  const auto key = server.make_key("acme", {"--label", "browser", "--scope", "convert", "--scope", "console", "--scope", "admin"});
  const auto done = run({"node", source("tests/console/pages.mjs")},
                        {{"DOCMILL_URL", server.url()},
                         {"DOCMILL_KEY", key},
                         {"DOCMILL_PLAIN_KEY", server.make_key("acme")},
                         {"DOCMILL_PICTURES", source("build/console-pictures")}},
                        600s);
  EXPECT_EQ(done.status, 0) << done.out << done.err << "\nPictures of what failed: build/console-pictures\n" << server.log();
  if (done.status == 0) std::fputs(done.out.c_str(), stdout);
}

}  // namespace
}  // namespace docmill::testing
