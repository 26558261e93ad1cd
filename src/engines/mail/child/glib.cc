#include "engines/mail/child/glib.h"

#include <algorithm>
#include <array>

#include "engines/mail/child/budget.h"

namespace docmill::engines::mail {
namespace {

/// Eight-bit headers without a charset are what they look like: UTF-8, else what Windows wrote.
GMimeParserOptions* lenient() {
  static auto* const options = [] {
    auto* made = ::g_mime_parser_options_new();
    static const char* charsets[] = {"utf-8", "windows-1252", nullptr};
    ::g_mime_parser_options_set_fallback_charsets(made, charsets);
    ::g_mime_parser_options_set_allow_addresses_without_domain(made, TRUE);
    return made;
  }();
  return options;
}

constexpr std::size_t kMostColons = 5000;  // of one header; each may begin a group inside the group before

bool is_address_header(std::string_view line) {
  static constexpr std::array<std::string_view, 8> kNames{"to",     "cc",       "bcc",     "from",
                                                          "sender", "reply-to", "resent-", "disposition-notification-to"};
  return std::ranges::any_of(kNames, [&](std::string_view name) {
    return line.size() > name.size() && ::g_ascii_strncasecmp(line.data(), name.data(), name.size()) == 0;
  });
}

/// Looks at every line that could be an address header with its continuations, of the message or of one inside it.
void check_addresses(std::string_view bytes) {
  std::size_t colons = 0;
  bool counting = false;
  while (!bytes.empty()) {
    const auto line = bytes.substr(0, bytes.find('\n'));
    bytes.remove_prefix(std::min(line.size() + 1, bytes.size()));
    const bool continues = line.starts_with(' ') || line.starts_with('\t');
    if (!continues) {
      counting = is_address_header(line);
      colons = 0;
    }
    if (counting) colons += static_cast<std::size_t>(std::ranges::count(line, ':'));
    if (colons > kMostColons) throw TooComplex{"The message has an address header with more groups than is allowed."};
  }
}

GRef<GMimeParser> parser_over(std::string_view bytes) {
  check_addresses(bytes);
  const auto stream = stream_over(bytes);
  GRef<GMimeParser> parser(::g_mime_parser_new_with_stream(stream.get()));
  ::g_mime_parser_set_persist_stream(parser.get(), TRUE);  // parts point into the stream instead of copying it
  return parser;
}

}  // namespace

GRef<GMimeStream> stream_over(std::string_view bytes) {
  // The array is made by hand so that it can borrow, and goes with the stream.
  auto* array = g_new0(GByteArray, 1);
  array->data = reinterpret_cast<guint8*>(const_cast<char*>(bytes.data()));
  array->len = static_cast<guint>(bytes.size());
  auto* stream = ::g_mime_stream_mem_new_with_byte_array(array);
  ::g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
  ::g_object_set_data_full(G_OBJECT(stream), "docmill-array", array, g_free);
  return GRef<GMimeStream>(stream);
}

GRef<GMimeMessage> parse_message(std::string_view bytes) {
  return GRef<GMimeMessage>(::g_mime_parser_construct_message(parser_over(bytes).get(), lenient()));
}

GRef<GMimeObject> parse_entity(std::string_view bytes) {
  return GRef<GMimeObject>(::g_mime_parser_construct_part(parser_over(bytes).get(), lenient()));
}

}  // namespace docmill::engines::mail
