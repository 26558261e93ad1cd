// What the client of all storage services tells when the connection ends under a request.
#include <gtest/gtest.h>

#include "driver_faults/faults.h"
#include "net/http_client.h"
#include "net/test_client.h"

namespace docmill::net {
namespace {

using testing::Fault;

class HttpFaults : public ::testing::Test {
 protected:
  Result<HttpAnswer> ask(const std::string& method) { return run_to_end(client_.perform({.method = method, .url = proxy_.url() + "/"})); }
  testing::FaultPlan& plan() { return proxy_.plan(); }

  test::FunctionHandler handler_{[](const Request&, Body&, Responder& respond) -> Async<void> {
    Response response{.status = 200, .headers = {}, .body = "hello"};
    response.headers.add("ETag", "\"1\"");
    co_await respond.send(std::move(response));
  }};
  test::RunningServer server_{handler_, {}};
  testing::FaultProxy proxy_{server_.port()};
  HttpClient client_;
};

TEST_F(HttpFaults, ARequestThatIsSentAgainOnAnotherConnectionSaysSo) {
  plan().arm(Fault::CutAfter, 1);
  const auto first = ask("DELETE");
  ASSERT_FALSE(first) << "the only connection was new";
  EXPECT_EQ(first.error().code(), ErrorCode::Unavailable);
  EXPECT_FALSE(ask("DELETE").value().repeated);
  EXPECT_FALSE(ask("DELETE").value().repeated) << "on the connection that was kept";
  for (const auto fault : {Fault::CutBefore, Fault::CutAfter}) {
    plan().arm(fault, 1);
    const auto seen = plan().requests();
    EXPECT_TRUE(ask("DELETE").value().repeated);
    EXPECT_EQ(plan().requests(), seen + 2);
  }
}

TEST_F(HttpFaults, AnAnswerThatIsCutOffAnywhereIsNone) {
  for (const std::string method : {"HEAD", "GET"}) {
    EXPECT_EQ(ask(method).value().headers.find("ETag"), "\"1\"");
    plan().arm(Fault::Truncate, 1);
    const auto cut = ask(method);
    ASSERT_FALSE(cut) << method;
    EXPECT_EQ(cut.error().code(), ErrorCode::Unavailable);
  }
}

}  // namespace
}  // namespace docmill::net
