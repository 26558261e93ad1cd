// Pages that choose what the browser tells us: it serves many documents, so none of it may end the talk.
#include <gmock/gmock.h>
#include <sys/socket.h>

#include <thread>

#include "engines/browser/read_message.h"
#include "engines/browser/test_browser.h"

namespace docmill::engines::browser {
namespace {

using testing::HasSubstr;

class HostileAnswersTest : public BrowserTest {
 protected:
  static std::uint64_t served_by() { return static_cast<std::uint64_t>(host().engine().pid()); }

  /// A script that runs before ours and has this thrown by what ours asks for.
  static std::string throwing(const std::string& what) {
    return "<p>shown<script>Object.defineProperty(document, 'fonts', {get() { throw " + what + "; }});</script>";
  }
};

TEST_F(HostileAnswersTest, HalfACharacterEndsNoBrowser) {
  EXPECT_THAT(text("<p>before"), HasSubstr("before"));
  const auto browser = served_by();
  EXPECT_THAT(text(throwing(R"('\ud800')")), HasSubstr("shown"));
  EXPECT_THAT(text(R"(<p>shown<script>const f = document.createElement('iframe'); f.name = 'a\ud800'; f.srcdoc = 'x';
                      document.body.append(f);</script>)"),
              HasSubstr("shown"));
  EXPECT_THAT(text("<p>after"), HasSubstr("after"));
  EXPECT_EQ(served_by(), browser);
}

TEST_F(HostileAnswersTest, ValuesDeepInOneAnotherAndWithoutEndEndNoBrowser) {
  EXPECT_THAT(text("<p>before"), HasSubstr("before"));
  const auto browser = served_by();
  for (const std::string what : {"Array(200).fill(0).reduce(a => [a], [])", "Array(3000000).fill(0)"}) {
    auto request = page_request(
        "<p id=a>x<script>Element.prototype.getBoundingClientRect = () => ({x: 0, y: 0, height: 9, width: " + what + "});</script>",
        {{"Selector", "#a"}}, "png");
    const auto got = host().convert(std::move(request));
    ASSERT_FALSE(got) << what;
    EXPECT_THAT(got.error().code(), testing::AnyOf(ErrorCode::EngineFailed, ErrorCode::InputTooComplex, ErrorCode::NotApplicable))
        << got.error().describe();
  }
  EXPECT_THAT(text("<p>after"), HasSubstr("after"));
  EXPECT_EQ(served_by(), browser);
}

TEST_F(HostileAnswersTest, AHeaderAndAFooterHaveALimitTogether) {
  EXPECT_THAT(text("<p>before"), HasSubstr("before"));
  const auto browser = served_by();
  auto request = page_request("<p>x");
  for (const auto* field : {"Header", "Footer"})
    request.inputs.push_back(document_of("<p title=" + std::string(11'000'000, 'x') + ">x", field, "h.html"));
  expect_refused(host().convert(std::move(request)), ErrorCode::InputTooComplex, "20 MB are allowed");
  EXPECT_THAT(text("<p>after"), HasSubstr("after"));
  EXPECT_EQ(served_by(), browser);
}

TEST(CdpTalk, GoesOnBehindWhatIsTooLongOrCannotBeRead) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
  Loop loop;
  const auto client = std::make_shared<CdpClient>(loop.context().get_executor(), UniqueFd(ends[0]));
  std::thread browser([end = UniqueFd(ends[1])] {
    const std::string zeros(1, '\0');
    std::string said = R"({"id":1,"result":{"data":")" + std::string(kLongestMessage + 200'000, 'x') + R"("}})" + zeros;
    said += R"({"id":2,"result":{"value":"\ud800"}})" + zeros + R"({"method":"Page.frameNavigated","params":{"name":"\ud800"}})" + zeros;
    said += R"({"id":3,"result":{"value":7}})" + zeros;
    for (std::string_view left = said; !left.empty();) {
      const auto sent = ::send(end.get(), left.data(), left.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      left.remove_prefix(static_cast<std::size_t>(sent));
    }
    char heard = 0;
    while (::read(end.get(), &heard, 1) > 0) {
    }
  });
  std::vector<CdpClient::Asked> asked;
  for (int i = 0; i < 3; ++i) asked.push_back(client->ask("", "Page.captureScreenshot", {}));
  spawn(loop.context().get_executor(), client->listen());
  std::vector<Result<CdpClient::Params>> answers;
  for (const auto& one : asked) answers.push_back(loop.run(client->answer_to(one, Deadline::in(std::chrono::seconds(30)))));
  client->close();
  browser.join();
  loop.context().poll();
  ASSERT_FALSE(answers[0]);
  EXPECT_EQ(answers[0].error().code(), ErrorCode::InputTooComplex);
  EXPECT_THAT(answers[0].error().message(), HasSubstr("more than 100 MB"));
  ASSERT_FALSE(answers[1]);
  EXPECT_EQ(answers[1].error().code(), ErrorCode::EngineFailed);
  ASSERT_TRUE(answers[2]) << answers[2].error().describe();
  EXPECT_EQ(number_at(*answers[2], "value"), 7);
}

TEST(ReadMessage, ReadsWhatCanBeReadInBoundedMemory) {
  const auto good = read_message(R"({"id":7,"result":{"value":"é"}})");
  ASSERT_EQ(good.state, Message::State::Good);
  EXPECT_EQ(text_at(object_at(good.object, "result"), "value"), "é");
  EXPECT_EQ(read_message(R"({"id":7,"result":{"value":"\ud800"}})").state, Message::State::Broken);
  EXPECT_EQ(read_message("[1]").state, Message::State::Broken);
  EXPECT_EQ(read_message("{\"a\":" + std::string(200, '[') + std::string(200, ']') + "}").state, Message::State::Broken);
  std::string zeros = "{\"a\":[0";
  for (int i = 0; i < 3'000'000; ++i) zeros += ",0";
  EXPECT_EQ(read_message(zeros + "]}").state, Message::State::TooLarge);
  EXPECT_EQ(read_message("{\"data\":\"" + std::string(10'000'000, 'x') + "\"}").state, Message::State::Good);
}

TEST(ReadMessage, KnowsTheCallOfAnAnswerByItsFirstBytes) {
  EXPECT_EQ(call_answered_by(R"({"id":12,"result":{)"), 12U);
  EXPECT_EQ(call_answered_by(R"({"method":"Page.frameNavigated")"), std::nullopt);
  EXPECT_EQ(call_answered_by(R"({"id":99999999999999999999,"result")"), std::nullopt);
  EXPECT_EQ(call_answered_by(R"({"id":12)"), std::nullopt);
}

}  // namespace
}  // namespace docmill::engines::browser
