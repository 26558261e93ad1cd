// Request heads, targets and chunked bodies as strangers send them. The first byte chooses which.
#include <array>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/utf8.h"
#include "net/chunked.h"
#include "net/request_head.h"
#include "net/text.h"

namespace {

using namespace docmill;

void check_head(const std::string& raw) {
  net::HeadScanner scanner;
  const auto end = scanner.scan(raw);
  if (!end || !*end) return;
  const auto head = net::parse_head(std::string_view(raw).substr(0, **end));
  if (!head) return;
  const auto& request = head->request;
  DOCMILL_CHECK(request.path.starts_with('/'));
  DOCMILL_CHECK(is_utf8(request.path));
  DOCMILL_CHECK(request.path.find_first_of(std::string_view("\0\\\r\n", 4)) == std::string::npos);
  DOCMILL_CHECK(("/" + request.path + "/").find("/../") == std::string::npos);
  DOCMILL_CHECK(!(head->chunked && request.content_length));
  DOCMILL_CHECK(net::is_token(request.request_id));
}

/// Decodes `body` in pieces of `piece` bytes. "!" stands for a refusal.
std::string decoded(std::string_view body, std::size_t piece) {
  net::ChunkDecoder decoder;
  std::string text;
  std::array<char, 5> room{};
  bool more = true;
  while (more) {
    more = !body.empty();  // a last call without bytes learns of a fault
    const auto step = decoder.decode(body.substr(0, piece), room);
    if (!step) return text + "!";
    DOCMILL_CHECK(!more || step->used > 0);
    text.append(room.data(), step->made);
    body.remove_prefix(step->used);
    if (step->done) return text + "$";
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(data + 1, data + size);
  if (data[0] % 3 == 0) check_head(text);
  if (data[0] % 3 == 1) check_head("GET " + text + " HTTP/1.1\r\nHost: a\r\n\r\n");
  if (data[0] % 3 == 2) DOCMILL_CHECK(decoded(text, 1) == decoded(text, text.size() + 1));
  return 0;
}
