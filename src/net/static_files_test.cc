#include "net/static_files.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace docmill::net {
namespace {

constexpr std::array kThreeForms{
    StaticFile{.path = "a.js", .type = "text/javascript", .etag = "\"plain\"", .encoding = "identity", .immutable = true, .bytes = "plain"},
    StaticFile{.path = "a.js", .type = "text/javascript", .etag = "\"zip\"", .encoding = "gzip", .immutable = true, .bytes = "zip"},
    StaticFile{.path = "a.js", .type = "text/javascript", .etag = "\"brotli\"", .encoding = "br", .immutable = true, .bytes = "brotli"},
    StaticFile{.path = "index.html", .type = "text/html", .etag = "\"i\"", .encoding = "identity", .immutable = false, .bytes = "<p>"},
};

Response asked(std::string_view path, const std::string& encodings, const std::string& known = {}) {
  const StaticFiles files(kThreeForms);
  Request request;
  request.method = "GET";
  if (!encodings.empty()) request.headers.add("Accept-Encoding", encodings);
  if (!known.empty()) request.headers.add("If-None-Match", known);
  return files.answer(request, path);
}

TEST(StaticFiles, TheSmallestFormThatTheClientAcceptsIsSent) {
  EXPECT_EQ(asked("a.js", "").body, "plain");
  EXPECT_EQ(asked("a.js", "gzip, deflate, br").body, "brotli");
  EXPECT_EQ(asked("a.js", "gzip").body, "zip");
  EXPECT_EQ(asked("a.js", "GZIP;q=0.5").body, "zip");
  EXPECT_EQ(asked("a.js", "br;q=0, gzip;q=1").body, "zip");
  EXPECT_EQ(asked("a.js", "br;q=0.0,*;q=0").body, "plain");
  EXPECT_EQ(asked("a.js", "*").body, "brotli");
  EXPECT_EQ(asked("a.js", "identity;q=0").body, "plain") << "something is better than nothing";
  EXPECT_EQ(asked("a.js", ",;,;q=,=").body, "plain");
  EXPECT_EQ(asked("index.html", "br").body, "<p>");
}

TEST(StaticFiles, AnAnswerSaysWhichFormItIsAndHowLongItMayBeKept) {
  const auto script = asked("a.js", "br");
  EXPECT_EQ(script.headers.find("Content-Encoding"), "br");
  EXPECT_EQ(script.headers.find("Vary"), "Accept-Encoding");
  EXPECT_EQ(script.headers.find("Cache-Control"), "public, max-age=31536000, immutable");
  const auto page = asked("index.html", "br");
  EXPECT_FALSE(page.headers.find("Content-Encoding"));
  EXPECT_EQ(page.headers.find("Cache-Control"), "no-cache");
}

TEST(StaticFiles, AKnownFormIsNotSentAgainButAnotherOneIs) {
  const auto known = asked("a.js", "br", "\"other\", \"brotli\"");
  EXPECT_EQ(known.status, 304);
  EXPECT_EQ(known.body, "");
  EXPECT_EQ(known.headers.find("ETag"), "\"brotli\"");
  EXPECT_EQ(asked("a.js", "gzip", "\"brotli\"").status, 200);
}

TEST(StaticFiles, OnlyExactPathsAreThere) {
  const StaticFiles files(kThreeForms);
  EXPECT_TRUE(files.has("a.js"));
  for (const auto* path : {"", "/", "a.js/", "./a.js", "../a.js", "A.js", "a.js.br", "a.j"}) EXPECT_FALSE(files.has(path)) << path;
}

}  // namespace
}  // namespace docmill::net
