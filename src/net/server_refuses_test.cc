// Requests that must be refused: smuggling, broken heads, targets and chunks.
#include "net/server.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "base/units.h"
#include "net/test_house.h"

namespace docmill::net {
namespace {

using test::Client;
using test::Fixture;
using test::request_text;

struct Refused {
  const char* name;
  std::string raw;
  int status = 400;
};

class ServerRefuses : public testing::TestWithParam<Refused> {};

TEST_P(ServerRefuses, WithAProblemAndCloses) {
  Fixture f({.header_limit = 4 * kKiB});
  Client client(f.port());
  client.send(GetParam().raw + request_text("GET", "/smuggled"));
  const auto answer = client.read_answer();
  EXPECT_EQ(answer.status, GetParam().status) << answer.body;
  EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(answer.header("Connection"), "close");
  const auto body = boost::json::parse(answer.body).as_object();
  EXPECT_EQ(body.at("requestId").as_string(), answer.header("X-Request-Id"));
  EXPECT_EQ(client.read_to_end(), "");
}

std::string post(const std::string& headers, const std::string& body = "") {
  return "POST /echo HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body;
}

std::string get(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

INSTANTIATE_TEST_SUITE_P(
    Smuggling, ServerRefuses,
    testing::Values(Refused{"LengthAndChunked", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
                    Refused{"ChunkedAndLength", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")},
                    Refused{"TwoLengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello")},
                    Refused{"EqualLengthsTwice", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")},
                    Refused{"LengthList", post("Content-Length: 5, 5\r\n", "hello")},
                    Refused{"NegativeLength", post("Content-Length: -1\r\n")},
                    Refused{"SignedLength", post("Content-Length: +5\r\n", "hello")},
                    Refused{"HexLength", post("Content-Length: 0x5\r\n", "hello")},
                    Refused{"HugeLength", post("Content-Length: 18446744073709551617\r\n")},
                    Refused{"EmptyLength", post("Content-Length: \r\n")}, Refused{"GzipCoding", post("Transfer-Encoding: gzip\r\n")},
                    Refused{"GzipChunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")},
                    Refused{"ChunkedTwice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
                    Refused{"OddChunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")},
                    Refused{"SpacedName", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")},
                    Refused{"FoldedCoding", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")},
                    Refused{"Http10Chunked", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
                    Refused{"BareLf", "GET / HTTP/1.1\nHost: a\n\n"}, Refused{"BareLfInside", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"},
                    Refused{"BareCr", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n"},
                    Refused{"Nul", std::string("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 35)},
                    Refused{"Control", "GET / HTTP/1.1\r\nHost: a\r\nX: a\x01\r\n\r\n"},
                    Refused{"TlsHello", std::string("\x16\x03\x01\x02\x00\x01", 6)}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Heads, ServerRefuses,
    testing::Values(Refused{"NoHost", "GET / HTTP/1.1\r\n\r\n"}, Refused{"TwoHosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"},
                    Refused{"OddHost", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"}, Refused{"NoVersion", "GET /\r\n\r\n"},
                    Refused{"OldVersion", "GET / HTTP/0.9\r\nHost: a\r\n\r\n"}, Refused{"NewVersion", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"},
                    Refused{"NoColon", "GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n"},
                    Refused{"EmptyName", "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n"},
                    Refused{"LongTarget", get("/" + std::string(5000, 'a')), 431},
                    Refused{"LongHeader", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'a') + "\r\n\r\n", 431}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(Targets, ServerRefuses,
                         testing::Values(Refused{"Star", get("*")}, Refused{"Authority", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"},
                                         Refused{"Relative", get("echo")}, Refused{"OtherHost", get("http://b/")},
                                         Refused{"UserInfo", get("http://u@a/")}, Refused{"OtherScheme", get("ftp://a/")},
                                         Refused{"Fragment", get("/a#b")}, Refused{"Dots", get("/a/../b")},
                                         Refused{"DotsAtEnd", get("/a/..")}, Refused{"EncodedDots", get("/a/%2e%2E/b")},
                                         Refused{"EncodedSlashDots", get("/a%2f..%2fb")}, Refused{"EncodedNul", get("/a%00b")},
                                         Refused{"EncodedControl", get("/a%0d%0ab")}, Refused{"Backslash", get("/a\\b")},
                                         Refused{"EncodedBackslash", get("/a%5cb")}, Refused{"CutEscape", get("/a%2")},
                                         Refused{"BadEscape", get("/a%zz")}, Refused{"BadUtf8", get("/a%ff")},
                                         Refused{"RawByte", get("/a\xC3\xA4")}),
                         [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Chunks, ServerRefuses,
    testing::Values(Refused{"NoSize", post("Transfer-Encoding: chunked\r\n", "\r\nhello\r\n0\r\n\r\n")},
                    Refused{"NegativeSize", post("Transfer-Encoding: chunked\r\n", "-5\r\nhello\r\n0\r\n\r\n")},
                    Refused{"PrefixedSize", post("Transfer-Encoding: chunked\r\n", "0x5\r\nhello\r\n0\r\n\r\n")},
                    Refused{"HugeSize", post("Transfer-Encoding: chunked\r\n", "10000000000000005\r\nhello\r\n0\r\n\r\n")},
                    Refused{"DataTooLong", post("Transfer-Encoding: chunked\r\n", "4\r\nhello\r\n0\r\n\r\n")},
                    Refused{"LfOnly", post("Transfer-Encoding: chunked\r\n", "5\nhello\n0\n\n")},
                    Refused{"EndlessExtension", post("Transfer-Encoding: chunked\r\n", "5;" + std::string(300'000, 'x'))},
                    Refused{"EndlessTrailer", post("Transfer-Encoding: chunked\r\n", "0\r\nX: " + std::string(300'000, 'x'))}),
    [](const auto& row) { return row.param.name; });

TEST(Server, DecodesThePathOnceAndAcceptsItsOwnAbsoluteForm) {
  Fixture f;
  Client client(f.port());
  EXPECT_EQ(client.exchange(get("/a%20b%252e/..c?q=%20")).body, "GET /a b%2e/..c?q=%20");
  EXPECT_EQ(client.exchange(get("http://A/x?y")).body, "GET /x?y");
  EXPECT_EQ(client.exchange(get("http://a")).body, "GET /?");
  EXPECT_EQ(client.exchange("\r\n" + get("/after-empty-line")).body, "GET /after-empty-line?");
}

}  // namespace
}  // namespace docmill::net
