#include "engines/mail/child/mime_walk.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/small_letters.h"
#include "engines/mail/child/attachment_types.h"
#include "engines/mail/child/charset.h"
#include "engines/mail/child/open_attachment.h"
#include "engines/mail/child/signed_content.h"

namespace docmill::engines::mail {
namespace {

constexpr const char* kEncrypted = "The message is encrypted; its content cannot be shown without the recipient's key.";
constexpr const char* kSigned = "The message is signed; the signature was not checked.";

std::string given(const char* text) {
  return text == nullptr ? std::string() : clean_line(text);
}

std::string type_of(GMimeObject* part) {
  const GText text(::g_mime_content_type_get_mime_type(::g_mime_object_get_content_type(part)));
  return small_letters(text ? text.get() : "");
}

bool is_subtype(GMimeObject* part, const char* subtype) {
  return ::g_mime_content_type_is_type(::g_mime_object_get_content_type(part), "multipart", subtype);
}

std::string collected(const GRef<GMimeStream>& stream) {
  const auto* array = ::g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  return {reinterpret_cast<const char*>(array->data), array->len};
}

/// A part's content without its transfer encoding.
std::string decoded(GMimePart* part, Budget& budget) {
  auto* content = ::g_mime_part_get_content(part);
  if (content == nullptr) return {};
  // No encoding of mail grows when it is taken off.
  const auto size = ::g_mime_stream_length(::g_mime_data_wrapper_get_stream(content));
  budget.count_bytes(static_cast<std::uint64_t>(std::max<gint64>(size, 0)));
  const GRef<GMimeStream> to(::g_mime_stream_mem_new());
  ::g_mime_data_wrapper_write_to_stream(content, to.get());
  return collected(to);
}

std::string written(GMimeObject* object, Budget& budget) {
  const GRef<GMimeStream> to(::g_mime_stream_mem_new());
  ::g_mime_object_write_to_stream(object, nullptr, to.get());
  auto bytes = collected(to);
  budget.count_bytes(bytes.size());
  return bytes;
}

bool is_shown_as_text(const std::string& type) {
  return type == "text/plain" || type == "text/enriched" || type == "text/richtext" || type == "message/delivery-status";
}

bool has_value(GMimeObject* part, const char* parameter, std::string_view value) {
  const auto* text = ::g_mime_object_get_content_type_parameter(part, parameter);
  return text != nullptr && ::g_ascii_strcasecmp(text, std::string(value).c_str()) == 0;
}

Body body_of(GMimeObject* part, const std::string& type, const std::string& bytes) {
  Body body;
  const auto* charset = ::g_mime_object_get_content_type_parameter(part, "charset");
  if (type == "text/html") {
    body.html = html_to_utf8(bytes, charset == nullptr ? "" : charset);
    body.has_html = true;
    return body;
  }
  body.text = to_utf8(bytes, charset == nullptr ? "" : charset);
  body.has_text = true;
  body.flowed = has_value(part, "format", "flowed");
  body.delete_space = has_value(part, "delsp", "yes");
  return body;
}

Attachment attachment_of(GMimePart* part, const std::string& type) {
  Attachment out{.name = {}, .type = type, .content_id = {}, .location = {}, .bytes = {}};
  if (const auto* name = ::g_mime_part_get_filename(part)) out.name = clean_file_name(name);
  out.content_id = given(::g_mime_part_get_content_id(part));
  out.location = given(::g_mime_part_get_content_location(part));
  return out;
}

/// The content of a part that is CMS; false when it is none that can be read.
bool walk_signed(const std::string& bytes, MimeWalk& walk, int depth) {
  const auto content = signed_content(bytes);
  if (!content) return false;
  walk.budget.count_bytes(content->size());
  const auto inner = parse_entity(*content);
  if (!inner) return false;
  walk.message.notes.push_back(kSigned);
  walk_part(inner.get(), walk, depth + 1);
  return true;
}

void walk_leaf(GMimePart* part, MimeWalk& walk, int depth) {
  auto* object = GMIME_OBJECT(part);
  const auto type = type_of(object);
  if (type == "text/x-amp-html") return;  // a second form of the same, for readers that run programs
  auto bytes = decoded(part, walk.budget);
  const auto* disposition = ::g_mime_object_get_disposition(object);
  const bool attached = disposition != nullptr && ::g_ascii_strcasecmp(disposition, "attachment") == 0;
  const bool named = ::g_mime_part_get_filename(part) != nullptr;
  if ((is_shown_as_text(type) || type == "text/html") && !attached && (!named || walk.message.bodies.empty())) {
    walk.message.bodies.push_back(body_of(object, type, bytes));
    return;
  }
  if (type == "application/pkcs7-mime" || type == "application/x-pkcs7-mime") {
    if (walk_signed(bytes, walk, depth)) return;
    if (!has_value(object, "smime-type", "certs-only")) walk.message.notes.push_back(kEncrypted);
  }
  auto attachment = attachment_of(part, type);
  attachment.bytes = std::move(bytes);
  if (open_attachment(attachment, walk.message, walk.budget, walk.depth)) walk.message.attachments.push_back(std::move(attachment));
}

void walk_nested(GMimeMessagePart* part, MimeWalk& walk) {
  auto* message = ::g_mime_message_part_get_message(part);
  if (message == nullptr) return;
  Attachment out{.name = {}, .type = "message/rfc822", .content_id = {}, .location = {}, .bytes = {}};
  out.bytes = written(GMIME_OBJECT(message), walk.budget);
  if (walk.depth + 1 > kDeepestMessage) {
    walk.message.notes.push_back("Messages nested more than 5 deep were not opened.");
  } else {
    out.message = std::make_shared<Message>();
    MimeWalk inner{.message = *out.message, .budget = walk.budget, .depth = walk.depth + 1};
    read_message(message, inner);
    mark_inline(*out.message);
    out.name = clean_file_name(out.message->subject + ".eml");
  }
  walk.message.attachments.push_back(std::move(out));
}

void append(auto& to, auto& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// Several forms of the same, the plainest first (RFC 2046, 5.1.4): the richest is shown, and the plain one kept beside it.
void walk_alternative(GMimeMultipart* multipart, MimeWalk& walk, int depth) {
  std::vector<Body> plain;
  std::vector<Body> rich;
  const int count = ::g_mime_multipart_get_count(multipart);
  for (int i = 0; i < count; ++i) {
    Message found;
    MimeWalk inner{.message = found, .budget = walk.budget, .depth = walk.depth};
    walk_part(::g_mime_multipart_get_part(multipart, i), inner, depth + 1);
    const bool is_rich = std::ranges::any_of(found.bodies, &Body::has_html);
    if (!found.bodies.empty()) (is_rich ? rich : plain) = std::move(found.bodies);
    append(walk.message.attachments, found.attachments);
    append(walk.message.notes, found.notes);
  }
  if (!rich.empty() && !plain.empty() && !rich.front().has_text) {
    rich.front().text = std::move(plain.front().text);
    rich.front().has_text = true;
    rich.front().flowed = plain.front().flowed;
    rich.front().delete_space = plain.front().delete_space;
  }
  append(walk.message.bodies, rich.empty() ? plain : rich);
}

void walk_multipart(GMimeMultipart* multipart, MimeWalk& walk, int depth) {
  auto* object = GMIME_OBJECT(multipart);
  if (is_subtype(object, "encrypted")) {
    walk.message.notes.push_back(kEncrypted);
    return;
  }
  if (is_subtype(object, "alternative")) return walk_alternative(multipart, walk, depth);
  const int count = ::g_mime_multipart_get_count(multipart);
  if (is_subtype(object, "signed") && count > 0) {
    walk.message.notes.push_back(kSigned);
    return walk_part(::g_mime_multipart_get_part(multipart, 0), walk, depth + 1);
  }
  for (int i = 0; i < count; ++i) walk_part(::g_mime_multipart_get_part(multipart, i), walk, depth + 1);
}

/// Every "cid:" in the text, without regard to where it stands.
void collect_cids(std::string_view html, std::set<std::string, std::less<>>& cids) {
  for (auto at = html.find("cid:"); at != std::string_view::npos; at = html.find("cid:", at + 4)) {
    const auto rest = html.substr(at + 4, 1000);
    cids.emplace(rest.substr(0, rest.find_first_of("\"' )<>&;\n\t")));
  }
}

}  // namespace

void walk_part(GMimeObject* part, MimeWalk& walk, int depth) {
  Budget::check_depth(depth);
  walk.budget.count_part();
  if (GMIME_IS_MULTIPART(part)) return walk_multipart(GMIME_MULTIPART(part), walk, depth);
  if (GMIME_IS_MESSAGE_PART(part)) return walk_nested(GMIME_MESSAGE_PART(part), walk);
  if (GMIME_IS_PART(part)) walk_leaf(GMIME_PART(part), walk, depth);
}

void mark_inline(Message& message) {
  std::set<std::string, std::less<>> cids;
  for (const auto& body : message.bodies) collect_cids(body.html, cids);
  for (auto& attachment : message.attachments) {
    if (!attachment.content_id.empty() && cids.contains(attachment.content_id)) attachment.is_inline = true;
  }
}

}  // namespace docmill::engines::mail
