#include "queue/azure/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <optional>

#include "base/utf8.h"
#include "crypto/base64.h"
#include "net/http_date.h"
#include "net/text.h"
#include "net/xml.h"
#include "queue/limits.h"

namespace docmill::queue {
namespace {

namespace json = boost::json;

constexpr std::int64_t kLetterSchema = 1;
constexpr std::string_view kSchemaName = "docmill_dead_letter";
constexpr std::string_view kNoReason = "unknown: No reason was kept.";

std::string decoded(std::string_view text) {
  auto bytes = crypto::from_base64(text);
  return bytes && is_utf8(*bytes) ? *std::move(bytes) : std::string(text);
}

std::optional<std::uint32_t> count_in(std::string_view text) {
  std::uint32_t value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && rest == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<AzureMessage> read_message(const pugi::xml_node& node) {
  const auto put_at = net::from_http_date(net::text_of(node, "InsertionTime"));
  const auto delivery = count_in(net::text_of(node, "DequeueCount"));
  AzureMessage message;
  message.id = net::text_of(node, "MessageId");
  if (!put_at || !delivery || !is_message_id(message.id)) return std::nullopt;
  message.receipt = net::text_of(node, "PopReceipt");
  message.body = decoded(net::text_of(node, "MessageText"));
  message.delivery = *delivery;
  message.put_at = *put_at;
  message.visible_at = net::from_http_date(net::text_of(node, "TimeNextVisible")).value_or(*put_at);
  return message;
}

/// The envelope in `body`; nullptr when it is none.
const json::object* envelope_in(const json::value& value) {
  const auto* object = value.if_object();
  const auto* schema = object == nullptr ? nullptr : object->if_contains(kSchemaName);
  return schema != nullptr && schema->is_int64() && schema->get_int64() == kLetterSchema ? object : nullptr;
}

std::optional<std::string> text_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->get_string());
}

std::uint32_t count_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_int64()) return 0;
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(value->get_int64(), 0, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

std::string write_message(std::string_view body) {
  return fmt::format("<QueueMessage><MessageText>{}</MessageText></QueueMessage>", crypto::to_base64(body));
}

Result<std::vector<AzureMessage>> read_messages(std::string_view xml) {
  const auto document = net::parse_xml(xml, "QueueMessagesList");
  if (!document) return Failed(document.error().at("queue.azure"));
  std::vector<AzureMessage> messages;
  for (const auto& node : (*document)->document_element().children("QueueMessage")) {
    auto message = read_message(node);
    if (!message)
      return Failed(
          fail(ErrorCode::Corrupt, "The queue's answer cannot be read.").cause("a message without id, time or count").at("queue.azure"));
    messages.push_back(*std::move(message));
  }
  return messages;
}

bool is_message_id(std::string_view text) {
  const auto good = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; };
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, good);
}

std::string write_letter(const Lease& lease, std::string_view reason) {
  const json::object envelope{{kSchemaName, kLetterSchema},
                              {"message_id", lease.message_id},
                              {"delivery", lease.delivery},
                              {"reason", net::clean_text(reason)},
                              {"body", lease.body}};
  auto text = json::serialize(envelope);
  return text.size() <= kLongestBody ? text : lease.body;
}

DeadLetter read_letter(const AzureMessage& message) {
  DeadLetter bare{.message_id = message.id,
                  .body = message.body,
                  .delivery = message.delivery,
                  .reason = std::string(kNoReason),
                  .buried_at = message.put_at};
  boost::system::error_code broken;
  const auto value = json::parse(message.body, broken);
  const auto* envelope = broken ? nullptr : envelope_in(value);
  if (envelope == nullptr) return bare;
  const auto id = text_in(*envelope, "message_id");
  const auto body = text_in(*envelope, "body");
  if (!id || !body || !is_message_id(*id)) return bare;
  return {.message_id = *id,
          .body = *body,
          .delivery = count_in(*envelope, "delivery"),
          .reason = text_in(*envelope, "reason").value_or(std::string(kNoReason)),
          .buried_at = message.put_at};
}

}  // namespace docmill::queue
