#include <boost/json.hpp>

#include "engines/mail/child/attachment_types.h"
#include "engines/mail/child/email.h"
#include "engines/mail/child/message_page.h"
#include "engines/mail/child/operations.h"

namespace docmill::engines::mail {
namespace {

namespace json = boost::json;

json::array written(const std::vector<Address>& addresses) {
  json::array out;
  for (const auto& address : addresses) out.push_back(json::object{{"name", address.name}, {"email", address.email}});
  return out;
}

json::value or_null(const std::string& text) {
  return text.empty() ? json::value() : json::value(text);
}

json::array written(const std::vector<Attachment>& files) {
  json::array out;
  for (const auto& file : files) {
    json::object one{{"name", file.name}, {"type", or_null(file.type)}, {"size", file.bytes.size()}, {"inline", file.is_inline}};
    if (!file.content_id.empty()) one["contentId"] = file.content_id;
    out.push_back(std::move(one));
  }
  return out;
}

json::object written(const Message& message) {
  json::object out;
  out["subject"] = message.subject;
  out["from"] = written(message.from);
  out["to"] = written(message.to);
  out["cc"] = written(message.cc);
  out["bcc"] = written(message.bcc);
  out["replyTo"] = written(message.reply_to);
  out["date"] = or_null(message.date);
  out["messageId"] = or_null(message.message_id);
  out["text"] = text_body(message);
  out["html"] = or_null(html_body(message));
  out["attachments"] = written(message.attachments);
  auto& notes = out["notes"].emplace_array();
  for (const auto& note : message.notes) notes.emplace_back(note);
  return out;
}

}  // namespace

Result<Finished> email_info(child::Work& work) {
  Budget budget(work.request().limits);
  auto message = read_email(work, budget);
  if (!message) return Failed(message.error());
  work.begin(Phase::Export);
  if (auto given = work.give(json::serialize(written(*message)), {.extension = "json", .name = ""}); !given) return Failed(given.error());
  return Finished{};
}

Result<Finished> extract_files(child::Work& work) {
  Budget budget(work.request().limits);
  auto message = read_email(work, budget);
  if (!message) return Failed(message.error());
  work.begin(Phase::Export);
  Finished finished;
  std::size_t count = 0;
  for (auto& file : message->attachments) {
    auto note = note_of(file);
    if (file.bytes.empty() && file.message) {  // a message that its file does not hold in one piece
      PictureAllowance allowance{.bytes_left = work.request().limits.output_size / 2, .exceeded = false};
      file.bytes = message_page(*file.message, allowance);
      note.extension = "html";
    }
    if (file.bytes.empty()) {
      finished.warnings.push_back("The attachment \"" + file.name + "\" is empty and was left out.");
      continue;
    }
    if (auto given = work.give(file.bytes, note); !given) return Failed(given.error());
    ++count;
  }
  if (count == 0) return Failed(fail(ErrorCode::NotApplicable, "The message has no attached files.").in(Phase::Export));
  return finished;
}

}  // namespace docmill::engines::mail
