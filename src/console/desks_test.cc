#include "console/test_console.h"

namespace docmill::console {
namespace {

using namespace std::chrono_literals;
using test::ConsoleHouse;
using test::expect_refused;
using test::need;
using test::Scope;
using test::text;
using testing::HasSubstr;

TEST(Actions, AreTheCatalogueAndRevalidated) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto answer = house.send("GET", "/console/api/actions", who.reads());
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(boost::json::parse(answer.body).at_pointer("/actions/0/id"), "convert/docx-to-pdf");
  EXPECT_EQ(house.send("GET", "/console/api/actions", who.reads() + "If-None-Match: " + answer.header("ETag") + "\r\n").status, 304);
  EXPECT_EQ(house.send("GET", "/console/api/actions", "").status, 401);
}

TEST(TemplateCheck, IsTheActionWithTheSession) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  net::test::Client client(house.server->port());
  client.send(net::test::form_request("/console/api/template-check", {house.file()}, who.changes()));
  const auto job = house.finish_next({.content = R"({"schema":{}})", .filename = "r.json", .content_type = "application/json"});
  EXPECT_EQ(job.action, "generate/check-template");
  const auto answer = client.read_answer();
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.body, R"({"schema":{}})");
}

TEST(Usage, IsTheMonthByDayAndActionWithWhatIsLeft) {
  ConsoleHouse house;
  house.key = house.new_key("acme", {Scope::Convert, Scope::Console}, "free");
  const auto who = house.sign_in();
  const auto id = house.start_job(who);
  need(run_to_end(house.accounts.capture(JobId::trusted(id))));
  (void)house.start_job(who);
  const auto answer = house.send("GET", "/console/api/usage?month=2025-06", who.reads());
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(boost::json::parse(answer.body),
            boost::json::parse(R"({"month":"2025-06","plan":"free","limit":100,"charged":1,"held":1,"left":98,
    "days":[{"day":"2025-06-15","actions":{"convert/docx-to-pdf":1}}]})"))
      << answer.body;
  EXPECT_EQ(ConsoleHouse::json(house.send("GET", "/console/api/usage", who.reads())).at("month"), "2025-06");
  EXPECT_EQ(house.send("GET", "/console/api/usage?month=2025-13", who.reads()).status, 400);
  const auto other = house.sign_in(house.new_key("other", {Scope::Console}));
  const auto none = ConsoleHouse::json(house.send("GET", "/console/api/usage", other.reads()));
  EXPECT_TRUE(none.at("days").as_array().empty());
  EXPECT_TRUE(none.at("limit").is_null());
}

TEST(Keys, AreMadeShownOnceListedAndRevoked) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto made = house.send("POST", "/console/api/keys", who.changes(), R"({"label":"CI","scopes":["convert"]})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto id = text(ConsoleHouse::json(made).at("id"));
  const auto secret = text(ConsoleHouse::json(made).at("key"));
  EXPECT_EQ(house.send("GET", "/api/v2/processes", "Authorization: " + secret + "\r\n").status, 200);
  const auto listed = house.send("GET", "/console/api/keys", who.reads());
  EXPECT_THAT(listed.body, testing::Not(HasSubstr(secret)));
  bool current = false;
  bool found = false;
  const auto body = ConsoleHouse::json(listed);
  for (const auto& key : body.at("keys").as_array()) {
    current = current || key.at("current").as_bool();
    found = found || (text(key.at("id")) == id && key.at("label") == "CI" && key.at("tenant") == "acme");
  }
  EXPECT_TRUE(current && found) << listed.body;
  EXPECT_EQ(house.send("DELETE", "/console/api/keys/" + id, who.changes()).status, 204);
  EXPECT_EQ(house.send("DELETE", "/console/api/keys/" + id, who.changes()).status, 204) << "twice is fine";
  house.clock.advance(5s);
  EXPECT_EQ(house.send("GET", "/api/v2/processes", "Authorization: " + secret + "\r\n").status, 401);
}

TEST(Keys, GiveNoMoreThanTheirMakerHas) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto make = [&](const std::string& body) { return house.send("POST", "/console/api/keys", who.changes(), body); };
  expect_refused(make(R"({"label":"x","scopes":["admin"]})"), 403, "permission_denied", "scope admin");
  for (const auto* body :
       {"", "[]", "{}", R"({"scopes":[]})", R"({"scopes":"convert"})", R"({"scopes":["root"]})", R"({"scopes":[1]})",
        R"({"scopes":["convert"],"expiresAt":"tomorrow"})", R"({"scopes":["convert"],"expiresAt":"2001-01-01T00:00:00.000Z"})"}) {
    EXPECT_EQ(make(body).status, 400) << body;
  }
  EXPECT_EQ(make(R"({"scopes":["convert"],"label":")" + std::string(201, 'x') + "\"}").status, 400);
  EXPECT_EQ(make(std::string(100'000, ' ')).status, 413);
}

TEST(Keys, OfAnotherTenantAreForAdministratorsOnly) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  (void)house.new_key("other", {Scope::Convert});
  const auto theirs = house.newest_key_id.text();
  expect_refused(house.send("GET", "/console/api/keys?tenant=other", who.reads()), 403, "permission_denied");
  expect_refused(house.send("POST", "/console/api/keys?tenant=other", who.changes(), R"({"scopes":["convert"]})"), 403,
                 "permission_denied");
  expect_refused(house.send("DELETE", "/console/api/keys/" + theirs, who.changes()), 404, "not_found");
  expect_refused(house.send("DELETE", "/console/api/keys/Not-A-Key", who.changes()), 404, "not_found");
  const auto admin = house.sign_in(house.new_key("house", {Scope::Admin, Scope::Convert}));
  EXPECT_THAT(house.send("GET", "/console/api/keys?tenant=other", admin.reads()).body, HasSubstr(theirs));
  EXPECT_EQ(house.send("POST", "/console/api/keys?tenant=other", admin.changes(), R"({"scopes":["convert"]})").status, 201);
  expect_refused(house.send("POST", "/console/api/keys?tenant=nobody", admin.changes(), R"({"scopes":["convert"]})"), 404, "not_found");
  EXPECT_EQ(house.send("GET", "/console/api/keys?tenant=No!", admin.reads()).status, 400);
  EXPECT_EQ(house.send("DELETE", "/console/api/keys/" + theirs, admin.changes()).status, 204);
}

TEST(System, IsForAdministratorsAndTellsWhatIsKnown) {
  ConsoleHouse house;
  house.facts.worker = SystemFacts::Worker{.name = "host:1", .slots = 2, .busy = 1};
  house.facts.storage = "files";
  house.engines = {
      {.name = "office", .version = "7.4", .ready = true, .layers = {{.name = "seccomp", .active = false, .detail = "Use Linux."}}}};
  const auto who = house.sign_in();
  (void)house.start_job(who);
  for (const auto* target : {"/console/api/system", "/console/api/dead"}) {
    expect_refused(house.send("GET", target, who.reads()), 403, "permission_denied", "scope admin");
  }
  const auto admin = house.sign_in(house.new_key("house", {Scope::Admin}));
  const auto answer = house.send("GET", "/console/api/system", admin.reads());
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto body = boost::json::parse(answer.body);
  EXPECT_EQ(body.at("role"), "serve");
  EXPECT_EQ(body.at_pointer("/ready/ok"), true);
  EXPECT_EQ(body.at_pointer("/queues/0/depth"), 1);
  EXPECT_EQ(body.at_pointer("/workers/0/busy"), 1);
  EXPECT_EQ(body.at_pointer("/zygotes/0/engine"), "office");
  EXPECT_EQ(body.at_pointer("/jail/0/remedy"), "Use Linux.");
  EXPECT_EQ(body.at_pointer("/storage/kind"), "files");
  EXPECT_FALSE(body.at("storage").as_object().contains("free"));
}

TEST(System, DeadLettersAreListedAndQueuedAgain) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto id = house.start_job(who);
  need(run_to_end(house.jobs.bury(house.next_message(), "internal: It broke.")));
  const auto admin = house.sign_in(house.new_key("house", {Scope::Admin}));
  const auto listed = ConsoleHouse::json(house.send("GET", "/console/api/dead", admin.reads()));
  const auto& letter = listed.at("messages").as_array().at(0);
  EXPECT_EQ(text(letter.at("job")), id);
  EXPECT_EQ(letter.at("tenant"), "acme");
  EXPECT_EQ(letter.at("action"), "convert/docx-to-pdf");
  EXPECT_EQ(letter.at("reason"), "internal: It broke.");
  const auto target = "/console/api/dead/" + text(letter.at("id")) + "/requeue";
  expect_refused(house.send("POST", target, who.changes()), 403, "permission_denied");
  EXPECT_EQ(house.send("POST", target, admin.changes()).status, 202);
  EXPECT_EQ(house.waiting().waiting, 1U);
  expect_refused(house.send("POST", target, admin.changes()), 404, "not_found");
  for (const auto* name : {"x", "am9icw", "%00", "am9icwo"}) {
    EXPECT_EQ(house.send("POST", std::string("/console/api/dead/") + name + "/requeue", admin.changes()).status / 100, 4) << name;
  }
}

TEST(Pages, AreServedWithWhatKeepsBrowsersSafe) {
  ConsoleHouse house;
  const auto enter = house.send("GET", "/console", "");
  EXPECT_EQ(enter.status, 308);
  EXPECT_EQ(enter.header("Location"), "/console/");
  for (const auto* target : {"/console/", "/console/jobs/abc", "/console/index.html"}) {
    const auto page = house.send("GET", target, "");
    EXPECT_EQ(page.status, 200) << target;
    EXPECT_EQ(page.body, "<!doctype html>");
    EXPECT_EQ(page.header("Cache-Control"), "no-cache");
    EXPECT_EQ(page.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(page.header("Referrer-Policy"), "no-referrer");
    EXPECT_THAT(page.header("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
    EXPECT_THAT(page.header("Content-Security-Policy"), testing::Not(HasSubstr("unsafe")));
  }
  EXPECT_THAT(house.send("GET", "/console/assets/main-AB12.js", "").header("Cache-Control"), HasSubstr("immutable"));
  const auto head = house.send("HEAD", "/console/", "");
  EXPECT_EQ(head.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(head.header("Content-Length"), house.send("GET", "/console/", "").header("Content-Length"));
  EXPECT_EQ(house.send("GET", "/console/", "If-None-Match: \"i\"\r\n").status, 304);
  const auto posted = house.send("POST", "/console/", "");
  EXPECT_EQ(posted.status, 405);
  EXPECT_EQ(posted.header("Allow"), "GET, HEAD");
}

TEST(Pages, NoPathLeadsOutOfThem) {
  ConsoleHouse house;
  for (const auto* target : {"/console/../etc/passwd", "/console/%2e%2e/%2e%2e/etc/passwd", "/console/..%2fmaster.key", "/console/%00.html",
                             "/console/assets/..", "/console/no-such.js", "/console/api", "/console/api/", "/console/api/nothing",
                             "/console/api/jobs/a/b/c", "/console//etc/passwd.txt", "/console/....//x.y"}) {
    const auto answer = house.send("GET", target, "");
    EXPECT_TRUE(answer.status == 400 || answer.status == 404) << target << " " << answer.status;
  }
  EXPECT_EQ(house.send("GET", "/consoles", "").status, 404);
  EXPECT_EQ(house.send("GET", "/health/live", "").status, 200) << "the rest is the API's";
}

}  // namespace
}  // namespace docmill::console
