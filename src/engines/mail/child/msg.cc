#include "engines/mail/child/msg.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "engines/mail/child/attachment_types.h"
#include "engines/mail/child/charset.h"
#include "engines/mail/child/eml.h"
#include "engines/mail/child/mapi.h"
#include "engines/mail/child/mime_walk.h"
#include "engines/mail/child/open_attachment.h"
#include "engines/mail/child/rtf.h"
#include "engines/mail/child/signed_content.h"

namespace docmill::engines::mail {
namespace {

constexpr std::uint64_t kEmbeddedMessage = 5;  // PidTagAttachMethod, MS-OXCMSG 2.2.2.9
constexpr std::size_t kHeaderOfFile = 32;
constexpr std::size_t kHeaderOfMessage = 24;
constexpr std::size_t kHeaderOfOthers = 8;

class MsgReader {
 public:
  MsgReader(const OleStorage& storage, std::size_t header, Budget& budget, int depth)
      : storage_(storage), properties_(storage, header, budget), budget_(budget), depth_(depth) {
    charset_ = charset_of_code_page(static_cast<std::uint32_t>(properties_.number(Property::MessageCodePage).value_or(0)));
    html_charset_ = charset_of_code_page(static_cast<std::uint32_t>(properties_.number(Property::InternetCodePage).value_or(0)));
    if (charset_.empty()) charset_ = html_charset_;
    properties_.set_charset(charset_);
  }

  Message read() {
    message_.subject = clean_line(properties_.text(Property::Subject));
    message_.message_id = clean_line(properties_.text(Property::MessageId));
    if (message_.message_id.starts_with('<') && message_.message_id.ends_with('>'))
      message_.message_id = message_.message_id.substr(1, message_.message_id.size() - 2);
    read_sender();
    read_body();
    for (const auto& name : storage_.names()) {
      if (name.starts_with("__recip_version1.0_#")) read_recipient(name);
      if (name.starts_with("__attach_version1.0_#")) read_attachment(name);
    }
    read_date();
    unwrap_signed();
    mark_inline(message_);
    return std::move(message_);
  }

 private:
  /// An Exchange sender's address is a path in a directory, "/o=…"; the SMTP address stands beside it in newer files.
  static Address address(std::string name, std::string smtp, const std::string& other) {
    Address out{.name = clean_line(name), .email = clean_line(smtp)};
    if (out.email.empty() && other.find('@') != std::string::npos) out.email = clean_line(other);
    return out;
  }

  void read_sender() {
    auto from =
        address(properties_.text(Property::SentForName), properties_.text(Property::SentForSmtp), properties_.text(Property::SentForEmail));
    if (from.name.empty() && from.email.empty())
      from =
          address(properties_.text(Property::SenderName), properties_.text(Property::SenderSmtp), properties_.text(Property::SenderEmail));
    if (!from.name.empty() || !from.email.empty()) message_.from.push_back(std::move(from));
  }

  /// Outlook keeps the time in UTC; the zone of the sender is in the headers of transport, when they came along.
  void read_date() {
    const auto headers = properties_.text(Property::TransportHeaders);
    for (std::size_t at = 0; at < headers.size();) {
      const auto end = std::min(headers.find('\n', at), headers.size());
      const auto line = headers.substr(at, std::min<std::size_t>(end - at, 1000));
      if (line.starts_with("Date:") || line.starts_with("date:")) message_.date = date_from_header(line.substr(5).c_str());
      at = end + 1;
    }
    if (!message_.date.empty()) return;
    auto when = properties_.time(Property::SubmitTime);
    if (!when) when = properties_.time(Property::DeliveryTime);
    std::tm utc{};
    const std::time_t seconds = when.value_or(0);
    if (!when || ::gmtime_r(&seconds, &utc) == nullptr || utc.tm_year > 9999) return;
    message_.date = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+00:00", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
                                utc.tm_min, utc.tm_sec);
  }

  void read_body() {
    Body body;
    body.text = properties_.text(Property::Body);
    body.has_text = !body.text.empty();
    if (auto html = properties_.binary(Property::Html)) {
      body.html = html_to_utf8(*html, html_charset_);
    } else {
      body.html = properties_.text(Property::Html);
    }
    if (body.html.empty()) read_rtf(body);
    body.has_html = !body.html.empty();
    if (body.has_html || body.has_text) message_.bodies.push_back(std::move(body));
  }

  void read_rtf(Body& body) {
    const auto packed = properties_.binary(Property::RtfCompressed);
    if (!packed) return;
    const auto rtf = decompress_rtf(*packed, budget_);
    auto content = content_of_rtf(rtf);
    if (content.is_html) {
      body.html = std::move(content.text);
    } else if (!body.has_text && !content.text.empty()) {
      body.text = std::move(content.text);
      body.has_text = true;
      message_.notes.push_back("The message is in Rich Text; its text is shown without its look.");
    }
  }

  void read_recipient(const std::string& name) {
    const auto storage = storage_.storage(name);
    if (!storage) return;
    MapiProperties recipient(*storage, kHeaderOfOthers, budget_);
    recipient.set_charset(charset_);
    auto one =
        address(recipient.text(Property::DisplayName), recipient.text(Property::SmtpAddress), recipient.text(Property::EmailAddress));
    if (one.name == one.email) one.name.clear();
    if (one.name.empty() && one.email.empty()) return;
    switch (recipient.number(Property::RecipientType).value_or(1) & 0xFU) {  // MS-OXOMSG 2.2.3.1; flags stand above
      case 2: return message_.cc.push_back(std::move(one));
      case 3: return message_.bcc.push_back(std::move(one));
      default: return message_.to.push_back(std::move(one));
    }
  }

  void read_attachment(const std::string& name) {
    budget_.count_part();
    const auto storage = storage_.storage(name);
    if (!storage) return;
    MapiProperties file(*storage, kHeaderOfOthers, budget_);
    file.set_charset(charset_);
    Attachment out{.name = {}, .type = clean_line(file.text(Property::AttachType)), .content_id = {}, .location = {}, .bytes = {}};
    for (const auto id : {Property::AttachLongFileName, Property::AttachFileName, Property::DisplayName}) {
      if (out.name.empty()) out.name = clean_file_name(file.text(id));
    }
    out.content_id = clean_line(file.text(Property::AttachContentId));
    out.location = clean_line(file.text(Property::AttachLocation));
    if (file.number(Property::AttachMethod).value_or(1) == kEmbeddedMessage) {
      read_embedded(*storage, std::move(out));
      return;
    }
    const auto data = file.binary(Property::AttachData);
    if (!data) {
      message_.notes.push_back("An object embedded by another program was left out.");
      return;
    }
    out.bytes = *data;
    if (out.type.empty() && !picture_type(out).empty()) out.type = picture_type(out);
    if (open_attachment(out, message_, budget_, depth_)) message_.attachments.push_back(std::move(out));
  }

  void read_embedded(const OleStorage& attachment, Attachment out) {
    const auto storage = attachment.storage("__substg1.0_3701000D");
    if (!storage) return;
    out.type = "message/rfc822";
    if (depth_ + 1 > kDeepestMessage) {
      message_.notes.push_back("Messages nested more than 5 deep were not opened.");
    } else {
      out.message = std::make_shared<Message>(MsgReader(*storage, kHeaderOfMessage, budget_, depth_ + 1).read());
      out.name = clean_file_name(out.message->subject + ".msg");
    }
    message_.attachments.push_back(std::move(out));
  }

  /// A signed message is stored with its whole MIME as its one attachment (MS-OXOSMIME 2.1.1).
  void unwrap_signed() {
    const auto kind = properties_.text(Property::MessageClass);
    if (!kind.starts_with("IPM.Note.SMIME") || message_.attachments.size() != 1) return;
    auto bytes = message_.attachments.front().bytes;
    if (auto content = signed_content(bytes)) bytes = *std::move(content);
    const auto entity = parse_entity(bytes);
    if (!entity || !(GMIME_IS_MULTIPART(entity.get()) || bytes.starts_with("Content-"))) {
      if (message_.bodies.empty())
        message_.notes.push_back("The message is encrypted; its content cannot be shown without the recipient's key.");
      return;
    }
    message_.attachments.clear();
    message_.bodies.clear();
    MimeWalk walk{.message = message_, .budget = budget_, .depth = depth_};
    walk_part(entity.get(), walk, 0);
  }

  const OleStorage& storage_;
  MapiProperties properties_;
  Budget& budget_;
  int depth_;
  std::string charset_;
  std::string html_charset_;
  Message message_;
};

}  // namespace

Message read_msg(std::string_view bytes, Budget& budget, int depth) {
  const auto root = OleStorage::open(bytes);
  const auto names = root.names();
  if (std::ranges::find(names, "__properties_version1.0") == names.end())
    throw Damaged{"This is no Outlook message, but another file of the same family."};
  return MsgReader(root, kHeaderOfFile, budget, depth).read();
}

}  // namespace docmill::engines::mail
