#include "console/session_desk.h"
#include "console/test_console.h"
#include "crypto/session_token.h"

namespace docmill::console {
namespace {

using namespace std::chrono_literals;
using test::ConsoleHouse;
using test::expect_refused;
using test::need;
using test::Scope;
using test::text;
using testing::HasSubstr;
using testing::Not;

const std::string kSession = "/console/api/session";

TEST(Session, AKeyBecomesACookieThatScriptsCannotRead) {
  ConsoleHouse house;
  const auto answer = house.try_sign_in(house.key);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.header("Set-Cookie"), testing::MatchesRegex("docmill_session=1\\.[a-z0-9]+\\.[0-9]+\\.[A-Za-z0-9_-]{43}; Path=/; "
                                                                 "Max-Age=43200; HttpOnly; SameSite=Strict"));
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  const auto body = ConsoleHouse::json(answer);
  EXPECT_EQ(body.at("tenant"), "acme");
  EXPECT_EQ(body.at("label"), "test");
  EXPECT_EQ(body.at("plan"), "unlimited");
  EXPECT_EQ(body.at("version"), "0.0-test");
  EXPECT_EQ(boost::json::serialize(body.at("scopes")), R"(["convert","console"])");
  EXPECT_EQ(text(body.at("expiresAt")), to_iso(house.clock.now() + 12h));
  EXPECT_THAT(answer.body, Not(HasSubstr(house.key)));
  const auto again = house.send("GET", kSession, house.sign_in().reads());
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(ConsoleHouse::json(again).at("csrf"), body.at("csrf")) << "the same moment, the same session";
}

TEST(Session, WhoHasNoGoodKeyIsToldWhyAndStaysOut) {
  ConsoleHouse house;
  const auto good = house.key;
  expect_refused(house.try_sign_in("hello"), 401, "unauthenticated", "not an API key");
  auto wrong = good;
  wrong[20] = wrong[20] == 'a' ? 'b' : 'a';  // within its secret
  expect_refused(house.try_sign_in(wrong), 401, "unauthenticated", "not valid");
  expect_refused(house.try_sign_in(house.new_key("acme", {Scope::Convert})), 401, "unauthenticated", "scope console");
  const auto revoked = house.new_key("acme", {Scope::Console});
  need(run_to_end(house.accounts.revoke_key(house.newest_key_id)));
  expect_refused(house.try_sign_in(revoked), 401, "unauthenticated", "revoked");
  EXPECT_EQ(house.try_sign_in(house.new_key("acme", {Scope::Admin})).status, 200);
  for (const auto* body : {"", "{}", "[]", "{\"key\":7}", "{\"key\":", "\"dm_\""}) {
    house.clock.advance(1min);
    EXPECT_EQ(house.send("POST", kSession, "", body).status, 400) << body;
  }
  EXPECT_EQ(house.send("POST", kSession, "", std::string(100'000, 'x')).status, 413);
}

TEST(Session, ManyTriesFromOneAddressHaveToWait) {
  ConsoleHouse house;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(house.try_sign_in("wrong").status, 401);
  const auto answer = house.try_sign_in(house.key);
  expect_refused(answer, 429, "rate_limited", "10 tries to sign in");
  EXPECT_EQ(answer.header("Retry-After"), "6");
  EXPECT_EQ(house.try_sign_in(house.key, "X-Forwarded-For: 10.0.0.1, 203.0.113.7\r\n").status, 200) << "another address behind our proxy";
  house.clock.advance(6s);
  EXPECT_EQ(house.try_sign_in(house.key).status, 200);
}

TEST(Session, OnlyProxiesOfTheHouseSpeakForOthers) {
  const auto asks = [](const std::string& peer, const std::string& told) {
    net::Request request;
    request.peer = peer;
    if (!told.empty()) request.headers.add("X-Forwarded-For", told);
    return who_asks(request);
  };
  EXPECT_EQ(asks("203.0.113.7:4711", "198.51.100.1"), "203.0.113.7");
  EXPECT_EQ(asks("10.1.2.3:4711", "1.1.1.1, 198.51.100.1"), "198.51.100.1");
  EXPECT_EQ(asks("127.0.0.1:4711", "nonsense"), "127.0.0.1");
  EXPECT_EQ(asks("[2001:db8:1:2:3:4:5:6]:4711", ""), "2001:db8:1:2::");
  EXPECT_EQ(asks("127.0.0.1:4711", "2001:db8:1:2:ffff::1"), "2001:db8:1:2::");
  EXPECT_EQ(asks("", ""), "");
}

TEST(Session, ForgedExpiredAndStrangeCookiesAreNobody) {
  ConsoleHouse house;
  const auto mine = house.sign_in();
  const auto get = [&](const std::string& cookie) { return house.send("GET", "/console/api/jobs", "Cookie: " + cookie + "\r\n"); };
  EXPECT_EQ(get(mine.cookie).status, 200);
  // The signature of one key's session under the id of another's.
  (void)house.new_key("other", {Scope::Console});
  const auto first_dot = mine.cookie.find('.');
  const auto stolen =
      mine.cookie.substr(0, first_dot + 1) + house.newest_key_id.text() + mine.cookie.substr(mine.cookie.find('.', first_dot + 1));
  expect_refused(get(stolen), 401, "unauthenticated", "not valid");
  const Secret other_house{std::string(32, 'x')};
  const auto foreign = crypto::sign_session(other_house, {.key = house.newest_key_id, .expires_at = house.clock.now() + 1h});
  expect_refused(get("docmill_session=" + foreign), 401, "unauthenticated", "not valid");
  for (const auto* cookie : {"docmill_session=", "docmill_session=1.a.b.c", "docmill_session", "=", ";;;=;", "xdocmill_session=1"}) {
    EXPECT_EQ(get(cookie).status, 401) << cookie;
  }
  expect_refused(house.send("GET", "/console/api/jobs", ""), 401, "unauthenticated");
  house.clock.advance(12h);
  expect_refused(get(mine.cookie), 401, "unauthenticated", "expired");
}

TEST(Session, ARevokedKeyEndsItsSessionsAsFastAsItself) {
  ConsoleHouse house;
  const auto mine = house.sign_in();
  EXPECT_EQ(house.send("GET", "/console/api/jobs", mine.reads()).status, 200);
  need(run_to_end(house.accounts.revoke_key(house.newest_key_id)));
  house.clock.advance(5s);
  expect_refused(house.send("GET", "/console/api/jobs", mine.reads()), 401, "unauthenticated", "no longer valid");
  expect_refused(house.send("GET", kSession, mine.reads()), 401, "unauthenticated", "no longer valid");
  EXPECT_EQ(house.send("GET", "/api/v2/processes", mine.reads()).status, 401);
}

TEST(Session, AChangeNeedsTheCsrfTextAndAPageOfThisAddress) {
  ConsoleHouse house;
  const auto mine = house.sign_in();
  const auto make = [&](const std::string& headers) {
    return house.send("POST", "/console/api/keys", headers, R"({"label":"a","scopes":["console"]})");
  };
  expect_refused(make(mine.reads()), 403, "permission_denied", "X-Docmill-Csrf");
  expect_refused(make(mine.reads() + "X-Docmill-Csrf: \r\n"), 403, "permission_denied");
  (void)house.new_key("acme", {Scope::Console});
  house.clock.advance(1s);
  const auto other = house.sign_in();
  expect_refused(make(mine.reads() + "X-Docmill-Csrf: " + other.csrf + "\r\n"), 403, "permission_denied", "X-Docmill-Csrf");
  for (const auto* from : {"Origin: https://evil.example", "Origin: null", "Origin: http://localhost:1",
                           "Origin: http://localhost.evil.example", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site"}) {
    expect_refused(make(mine.changes() + from + "\r\n"), 403, "permission_denied", "comes from a page of another");
  }
  EXPECT_EQ(make(mine.changes()).status, 201);
  EXPECT_EQ(make(mine.changes() + "Origin: http://localhost\r\nSec-Fetch-Site: same-origin\r\n").status, 201);
  EXPECT_EQ(house.send("GET", "/console/api/keys", mine.reads()).status, 200);
  EXPECT_EQ(make("Authorization: " + house.key + "\r\nOrigin: https://evil.example\r\n").status, 201) << "no browser sends keys by itself";
}

TEST(Session, APageOfAnotherSiteCannotSignSomebodyInOrOut) {
  ConsoleHouse house;
  expect_refused(house.try_sign_in(house.key, "Origin: https://evil.example\r\n"), 403, "permission_denied");
  const auto mine = house.sign_in();
  expect_refused(house.send("DELETE", kSession, mine.reads()), 403, "permission_denied");
  const auto out = house.send("DELETE", kSession, mine.changes());
  EXPECT_EQ(out.status, 204);
  EXPECT_EQ(out.header("Set-Cookie"), "docmill_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
  EXPECT_EQ(house.send("DELETE", kSession, "").status, 204) << "signed out already";
}

TEST(Session, TheApiTakesTheCookieInPlaceOfAKey) {
  ConsoleHouse house;
  const auto mine = house.sign_in();
  const auto job = house.start_job(mine);
  EXPECT_EQ(house.send("GET", "/api/v2/convert/jobs/docx-to-pdf/" + job, mine.reads()).status, 202);
  net::test::Client client(house.server->port());
  const auto refused = client.exchange(net::test::form_request("/api/v2/convert/jobs/docx-to-pdf", {house.file()}, mine.reads()));
  api::test::expect_problem(refused, 403, "permission_denied");
  const auto reader = house.sign_in(house.new_key("acme", {Scope::Console}));
  api::test::expect_problem(house.send("GET", "/api/v2/convert/jobs/docx-to-pdf/" + job, reader.reads()), 403, "permission_denied");
}

TEST(Session, BehindHttpsTheCookieIsSecureAndThePublicAddressIsHome) {
  ConsoleHouse house({.public_url = "https://docs.example.com/"});
  const auto answer = house.try_sign_in(house.key, "Origin: https://docs.example.com\r\n");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.header("Set-Cookie"), HasSubstr("; Secure"));
}

TEST(Session, AKeyThatExpiresSoonMakesAShortSession) {
  ConsoleHouse house;
  const auto mine = house.sign_in();
  const auto until = to_iso(house.clock.now() + 1h);
  const auto made =
      house.send("POST", "/console/api/keys", mine.changes(), R"({"label":"short","scopes":["console"],"expiresAt":")" + until + "\"}");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto short_key = text(ConsoleHouse::json(made).at("key"));
  EXPECT_EQ(text(ConsoleHouse::json(house.try_sign_in(short_key)).at("expiresAt")), until);
  house.clock.advance(1h);
  expect_refused(house.try_sign_in(short_key), 401, "unauthenticated", "expired on");
}

}  // namespace
}  // namespace docmill::console
