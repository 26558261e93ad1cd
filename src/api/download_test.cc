#include <fmt/format.h>
#include <gmock/gmock.h>

#include "api/answers.h"
#include "api/range.h"
#include "api/test_house.h"

namespace docmill::api {
namespace {

using namespace std::chrono_literals;
using test::expect_problem;
using test::House;
using test::need;
using test::text;
using testing::HasSubstr;

struct Finished : testing::Test {
  std::string link(test::Ending ending = {}) {
    const auto location = house.start().header("Location");
    house.finish_next(std::move(ending));
    return house.link_of(house.get(location, house.auth()));
  }
  House house;
};

TEST_F(Finished, ALinkServesTheDocumentWithoutAKey) {
  const auto path = link({.content = "0123456789", .filename = "Größe \"1\".pdf"});
  const auto answer = house.get(path);
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "0123456789");
  EXPECT_EQ(answer.header("Content-Type"), "application/pdf");
  EXPECT_EQ(answer.header("Content-Disposition"), "attachment; filename=\"Gr__e _1_.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.pdf");
  EXPECT_EQ(answer.header("ETag"), "\"" + crypto::sha256_hex("0123456789") + "\"");
  EXPECT_EQ(answer.header("Accept-Ranges"), "bytes");
  EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
  EXPECT_THAT(answer.header("Content-Security-Policy"), HasSubstr("sandbox"));
  EXPECT_EQ(answer.header("Cache-Control"), "private, no-store");
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*");
  const auto head = house.ask("HEAD", path);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), "10");
}

TEST_F(Finished, ADocumentLargerThanAPieceArrivesWhole) {
  std::string content(1'000'003, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i % 253);
  const auto path = link({.content = content});
  EXPECT_EQ(house.get(path).body, content);
  EXPECT_EQ(house.get(path, "Range: bytes=300000-900000\r\n").body, content.substr(300'000, 600'001));
}

TEST_F(Finished, OneRangeIsServedAndSeveralAreNot) {
  const auto path = link({.content = "0123456789"});
  const auto part = house.get(path, "Range: bytes=2-4\r\n");
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "234");
  EXPECT_EQ(part.header("Content-Range"), "bytes 2-4/10");
  EXPECT_EQ(house.get(path, "Range: bytes=-3\r\n").body, "789");
  EXPECT_EQ(house.get(path, "Range: bytes=0-1,4-5\r\n").status, 200);
  const auto beyond = house.get(path, "Range: bytes=10-\r\n");
  expect_problem(beyond, 416, "range_not_satisfiable");
  EXPECT_EQ(beyond.header("Content-Range"), "bytes */10");
}

TEST_F(Finished, ARangeOfAnotherVersionGetsTheWholeAndAnUnchangedDocumentNothing) {
  const auto path = link({.content = "0123456789"});
  const auto tag = house.get(path).header("ETag");
  EXPECT_EQ(house.get(path, "Range: bytes=0-1\r\nIf-Range: " + tag + "\r\n").status, 206);
  EXPECT_EQ(house.get(path, "Range: bytes=0-1\r\nIf-Range: \"other\"\r\n").status, 200);
  EXPECT_EQ(house.get(path, "If-None-Match: \"a\", W/" + tag + "\r\n").status, 304);
}

TEST_F(Finished, OnlyAPdfMayOpenInTheBrowser) {
  const auto pdf = link();
  EXPECT_THAT(house.get(pdf + "?inline=1").header("Content-Disposition"), testing::StartsWith("inline;"));
  const auto html = link({.content = "<script>", .filename = "a.html", .content_type = "text/html"});
  EXPECT_THAT(house.get(html + "?inline=1").header("Content-Disposition"), testing::StartsWith("attachment;"));
}

TEST_F(Finished, AnExpiredLinkIsGoneAndATamperedOneWasNeverThere) {
  const auto path = link();
  for (const std::size_t at : {std::size_t{4}, path.size() / 2, path.size() - 2}) {
    auto tampered = path;
    tampered[at] = tampered[at] == 'A' ? 'B' : 'A';
    expect_problem(house.get(tampered), 404, "not_found");
  }
  expect_problem(house.get("/d/x"), 404, "not_found");
  house.clock.advance(6h);
  expect_problem(house.get(path), 410, "gone");
}

TEST_F(Finished, AStoreThatFailsMidwayEndsTheAnswerEarly) {
  const auto path = link({.content = std::string(900'000, 'x')});
  house.store.arm({.operation = store::Operation::Read, .error = fail(ErrorCode::Unavailable, "no"), .nth = 4, .name_contains = "/out/"});
  test::Client client(house.server->port());
  client.send(net::test::request_text("GET", path));
  const auto got = client.read_to_end();
  EXPECT_THAT(got, HasSubstr("Content-Length: 900000"));
  EXPECT_LT(got.size(), 900'000U);
}

TEST_F(Finished, AResultRemovedBetweenItsOpeningAndItsReadingIsGone) {
  const auto path = link();
  house.store.arm({.operation = store::Operation::Read, .error = fail(ErrorCode::NotFound, "Removed."), .name_contains = "/out/"});
  expect_problem(house.get(path), 410, "gone");
  EXPECT_EQ(house.get(path).status, 200);
}

TEST(Range, IsReadAsTheRfcSays) {
  const auto part = [](std::string_view header, std::uint64_t size) {
    const auto range = parse_range(header, size);
    if (range.kind == ByteRange::Kind::Whole) return std::string("whole");
    if (range.kind == ByteRange::Kind::Unsatisfiable) return std::string("none");
    return fmt::format("{}+{}", range.first, range.length);
  };
  EXPECT_EQ(part("bytes=0-0", 10), "0+1");
  EXPECT_EQ(part("bytes=5-", 10), "5+5");
  EXPECT_EQ(part("bytes=5-99999999999", 10), "5+5");
  EXPECT_EQ(part("bytes=-4", 10), "6+4");
  EXPECT_EQ(part("bytes=-40", 10), "0+10");
  EXPECT_EQ(part("bytes=-0", 10), "none");
  EXPECT_EQ(part("bytes=10-", 10), "none");
  EXPECT_EQ(part("bytes=0-", 0), "none");
  for (const auto* odd : {"bytes=5-2", "bytes=", "bytes=-", "bytes=a-b", "bytes=1-2,4-5", "lines=1-2", "bytes=99999999999999999999999-"}) {
    EXPECT_EQ(part(odd, 10), "whole") << odd;
  }
}

TEST(Links, AnActionWithSeveralOutputsAnswersLinks) {
  model::Action action;
  action.answer = model::Answer::Links;
  model::JobResult result;
  result.job = JobId::trusted("job1");
  result.tenant = TenantId::trusted("acme");
  result.outputs.resize(2);
  const Secret key{std::string(32, 'k')};
  const auto body = boost::json::parse(finished(action, result, LinkMaker{.base = "https://x.example", .key = key}).body);
  EXPECT_EQ(body.at("links").as_array().size(), 2U);
  EXPECT_FALSE(body.as_object().contains("link"));
}

TEST(BaseUrl, IsTheConfiguredOneOrTheHostThatWasAskedNeverSomethingOdd) {
  net::Request request;
  request.headers.add("Host", "docs.example:8443");
  request.tls = true;
  EXPECT_EQ(base_url(request, ""), "https://docs.example:8443");
  EXPECT_EQ(base_url(request, "https://public.example/"), "https://public.example");
  net::Request odd;
  odd.headers.add("Host", "a/b?c\"");
  EXPECT_EQ(base_url(odd, ""), "");
}

}  // namespace
}  // namespace docmill::api
