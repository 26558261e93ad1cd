#include "api/reference.h"

#include <gmock/gmock.h>

#include <array>
#include <boost/json/parse.hpp>

#include "api/test_house.h"

namespace docmill::api::test {
namespace {

constexpr std::array kReferencePages{
    net::StaticFile{
        .path = "index.html", .type = "text/html; charset=utf-8", .etag = "\"i\"", .encoding = "identity", .bytes = "<!doctype html>"},
    net::StaticFile{
        .path = "page-1.js", .type = "text/javascript", .etag = "\"p\"", .encoding = "identity", .immutable = true, .bytes = "let a"},
};

class ReferencePage : public ::testing::Test {
 protected:
  Answer get(const std::string& path, const std::string& method = "GET", const std::string& headers = {}) {
    net::test::Client client(server_.port());
    return client.exchange(net::test::request_text(method, path, headers), method == "HEAD");
  }

  House house_;
  Reference reference_{kReferencePages, house_.api, house_.metrics};
  net::test::RunningServer server_{reference_, {}};
};

TEST_F(ReferencePage, IsShownToEverybodyAndNothingOfOtherPlacesIsLetIn) {
  for (const std::string path : {"/docs", "/docs/"}) {
    const auto answer = get(path);
    EXPECT_EQ(answer.status, 200) << path;
    EXPECT_EQ(answer.body, "<!doctype html>");
    EXPECT_THAT(answer.header("Content-Security-Policy"), ::testing::HasSubstr("default-src 'none'"));
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
  }
  EXPECT_EQ(get("/docs/page-1.js").body, "let a");
  EXPECT_EQ(get("/docs", "HEAD").status, 200);
  EXPECT_EQ(get("/docs", "HEAD").header("Content-Length"), get("/docs").header("Content-Length"));
  EXPECT_EQ(get("/docs", "GET", "If-None-Match: \"i\"\r\n").status, 304);
}

TEST_F(ReferencePage, TakesNoOtherPathsOrMethodsAndLeavesTheRestToTheApi) {
  for (const std::string path : {"/docs/none.js", "/docs//index.html", "/docs/page-1.js/"}) EXPECT_EQ(get(path).status, 404) << path;
  for (const std::string path : {"/docs/../openapi.json", "/docs/%2e%2e/x"}) EXPECT_EQ(get(path).status, 400) << path;
  const auto posted = get("/docs", "POST");
  EXPECT_EQ(posted.status, 405);
  EXPECT_EQ(posted.header("Allow"), "GET, HEAD");
  EXPECT_EQ(get("/openapi.json").status, 200);
  EXPECT_EQ(get("/docsy").status, 404);
  EXPECT_EQ(get("/").status, 200);
}

}  // namespace
}  // namespace docmill::api::test
