#include <gmock/gmock.h>

#include "api/test_house.h"

// What flows ask while they are built: schemas, and whose key it is. Nothing here makes a job.
namespace docmill::api {
namespace {

using test::Answer;
using test::expect_problem;
using test::House;
using test::need;
using test::text;
using testing::HasSubstr;

const std::string kSchema = "/flow/v1/DocumentsFlow/Schema/";

Answer asked(House& house, const std::string& target, const std::string& headers, const std::string& body = "{}") {
  net::test::Client client(house.server->port());
  return client.exchange(net::test::request_text("POST", target, "Content-Type: application/json\r\n" + headers, body));
}

TEST(Design, ASchemaIsAnsweredAtOnceAndChargesNothing) {
  House house;
  const auto answer = asked(house, kSchema + "RegExpMatch?pattern=%28%3F%3Cid%3E%5Cd%2B%29", house.auth());
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.header("Content-Type"), "application/json");
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*");
  EXPECT_THAT(answer.body, HasSubstr("\"id\":{\"type\":\"string\""));
  EXPECT_EQ(house.usage().held + house.usage().charged, 0U);
  EXPECT_THAT(house.blobs(), testing::IsEmpty());
  EXPECT_EQ(asked(house, "/flow/v1/documentsflow/schema/splitpdf?type=ExtractPages", house.auth(), "").status, 200);
}

TEST(Design, AKeyIsNeededAndAddressesAreKnown) {
  House house;
  expect_problem(asked(house, kSchema + "SplitPdf?type=ExtractPages", ""), 401, "unauthenticated");
  expect_problem(asked(house, kSchema + "Docx2Pdf", house.auth()), 404, "not_found");
  expect_problem(asked(house, kSchema + "SplitPdf/more?type=ExtractPages", house.auth()), 404, "not_found");
  expect_problem(asked(house, "/api/v1/DocumentsFlow/Schema/SplitPdf", house.auth()), 404, "not_found");
  expect_problem(house.get(kSchema + "SplitPdf?type=ExtractPages", house.auth()), 405, "method_not_allowed");
  EXPECT_EQ(house.ask("OPTIONS", kSchema + "SplitPdf").status, 204);
}

TEST(Design, HostileQuestionsAreRefused) {
  House house;
  for (const std::string target :
       {"SplitPdf", "SplitPdf?type=%00", "AddWatermarkToPdf?type[]=Text", "ParseCsv?headers=%FF", "ParseCsv?headers=a%00b",
        "RegExpMatch?pattern=", "RegExpMatch?pattern=%5B", "RegExpMatch?pattern=%28%3FR%29"}) {
    expect_problem(asked(house, kSchema + target, house.auth()), 400, "bad_request");
  }
  EXPECT_EQ(asked(house, kSchema + "ParseCsv?headers=" + std::string(30'000, ','), house.auth()).status, 400);
  EXPECT_EQ(asked(house, kSchema + "ParseCsv?headers=" + std::string(40'000, 'a'), house.auth()).status, 431);
}

TEST(Profile, TellsWhoseKeyItIsAndWhatIsLeft) {
  House house;
  house.key = house.new_key("acme-team", {model::Scope::Convert}, "team");
  EXPECT_EQ(house.start().status, 202);
  for (const auto* address : {"/profiles/me", "/api/v2/user/Profiles/me", "/api/v2/user/profiles/me"}) {
    const auto answer = house.get(address, house.auth());
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    const auto profile = House::json(answer);
    EXPECT_EQ(text(profile.at("name")), "acme-team");
    EXPECT_EQ(text(profile.at("shortUserId")), "acme-team");
    EXPECT_EQ(text(profile.at("licenseStatus")), "Active");
    const auto& license = profile.at("licenseInfo").as_object();
    EXPECT_EQ(license.at("credits"), 2'999) << "3,000 less the one that is held";
    EXPECT_EQ(license.at("additionalCredits"), 0);
    const auto ends = text(license.at("expirationDate"));
    EXPECT_THAT(ends, HasSubstr("-01T00:00:00"));
    EXPECT_GT(ends, to_iso(house.clock.now()));
  }
}

TEST(Profile, NeedsAKeyAndAnAccountsDatabase) {
  House house;
  expect_problem(house.get("/profiles/me"), 401, "unauthenticated");
  expect_problem(house.ask("POST", "/profiles/me", house.auth()), 405, "method_not_allowed");
  EXPECT_EQ(house.get("/profiles/me", house.auth()).status, 200);
  house.accounts.faults().arm(accounts::FaultyAccounts::Call::Usage, {.when = Faults<accounts::FaultyAccounts::Call>::When::Before});
  expect_problem(house.get("/profiles/me", house.auth()), 503, "unavailable");
}

}  // namespace
}  // namespace docmill::api
