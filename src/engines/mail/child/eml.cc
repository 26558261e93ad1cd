#include "engines/mail/child/eml.h"

#include <algorithm>

#include "engines/mail/child/charset.h"
#include "engines/mail/child/glib.h"
#include "engines/mail/child/mime_walk.h"

namespace docmill::engines::mail {
namespace {

constexpr std::size_t kLongestHeaders = std::size_t{2} << 20;  // bytes; real ones stay under 100 KB, even with a thousand recipients
constexpr std::size_t kMostAddresses = 5000;

std::string or_empty(const char* text) {
  return text == nullptr ? std::string() : clean_line(text);
}

void add_addresses(std::vector<Address>& to, InternetAddressList* list, int depth = 0) {
  const int count = list == nullptr || depth > 3 ? 0 : ::internet_address_list_length(list);
  for (int i = 0; i < count && to.size() < kMostAddresses; ++i) {
    auto* address = ::internet_address_list_get_address(list, i);
    if (INTERNET_ADDRESS_IS_GROUP(address)) {
      add_addresses(to, ::internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)), depth + 1);
      continue;
    }
    Address one{.name = or_empty(::internet_address_get_name(address)), .email = {}};
    if (INTERNET_ADDRESS_IS_MAILBOX(address)) one.email = or_empty(::internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)));
    if (!one.name.empty() || !one.email.empty()) to.push_back(std::move(one));
  }
}

std::string iso_date(GDateTime* date) {
  if (date == nullptr) return {};
  const GText text(::g_date_time_format(date, "%Y-%m-%dT%H:%M:%S%:z"));
  return text ? text.get() : "";
}

/// The message without what some programs put before it: a byte order mark, empty lines, an mbox's "From " line.
std::string_view without_preamble(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  bytes.remove_prefix(std::min(bytes.find_first_not_of("\r\n"), bytes.size()));
  if (bytes.starts_with("From ") || bytes.starts_with(">From ")) bytes.remove_prefix(std::min(bytes.find('\n'), bytes.size() - 1) + 1);
  return bytes;
}

void check_headers(std::string_view bytes) {
  const auto end = std::min(bytes.find("\n\n"), bytes.find("\n\r\n"));
  if (std::min(end, bytes.size()) > kLongestHeaders) throw TooComplex{"The message's headers are longer than 2 MB, the limit."};
}

bool has_headers(GMimeMessage* message) {
  auto* headers = ::g_mime_object_get_header_list(GMIME_OBJECT(message));
  for (const char* name : {"From", "To", "Subject", "Date", "Message-ID", "Received", "MIME-Version", "Content-Type", "Return-Path",
                           "Sender", "Cc", "Bcc", "Reply-To", "Delivered-To"}) {
    if (::g_mime_header_list_contains(headers, name)) return true;
  }
  auto* part = ::g_mime_message_get_mime_part(message);
  return part != nullptr && ::g_mime_header_list_contains(::g_mime_object_get_header_list(part), "Content-Type");
}

}  // namespace

std::string date_from_header(const char* header) {
  auto* date = ::g_mime_utils_header_decode_date(header);
  auto text = iso_date(date);
  if (date != nullptr) ::g_date_time_unref(date);
  return text;
}

void read_message(GMimeMessage* from, MimeWalk& walk) {
  auto& to = walk.message;
  add_addresses(to.from, ::g_mime_message_get_from(from));
  if (to.from.empty()) add_addresses(to.from, ::g_mime_message_get_sender(from));
  add_addresses(to.to, ::g_mime_message_get_to(from));
  add_addresses(to.cc, ::g_mime_message_get_cc(from));
  add_addresses(to.bcc, ::g_mime_message_get_bcc(from));
  add_addresses(to.reply_to, ::g_mime_message_get_reply_to(from));
  to.subject = or_empty(::g_mime_message_get_subject(from));
  to.message_id = or_empty(::g_mime_message_get_message_id(from));
  to.date = iso_date(::g_mime_message_get_date(from));
  if (to.date.empty()) to.raw_date = or_empty(::g_mime_object_get_header(GMIME_OBJECT(from), "Date"));
  if (auto* part = ::g_mime_message_get_mime_part(from)) walk_part(part, walk, 0);
}

Message read_eml(std::string_view bytes, Budget& budget, int depth) {
  bytes = without_preamble(bytes);
  check_headers(bytes);
  const auto parsed = parse_message(bytes);
  if (!parsed || !has_headers(parsed.get())) throw Damaged{"This is no e-mail message; it has no headers such as From or Date."};
  Message message;
  MimeWalk walk{.message = message, .budget = budget, .depth = depth};
  read_message(parsed.get(), walk);
  mark_inline(message);
  return message;
}

}  // namespace docmill::engines::mail
