#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace docmill::engines::mail {

/// All text here is clean UTF-8 (charset.h), whatever the message said.
struct Address {
  std::string name;
  std::string email;
};

/// One piece of what the reader is meant to see, in one or both forms.
struct Body {
  std::string html;
  std::string text;
  bool has_html = false;
  bool has_text = false;
  bool flowed = false;        // the text is format=flowed (RFC 3676)
  bool delete_space = false;  // its parameter DelSp
};

struct Message;

struct Attachment {
  std::string name;                       // "Report.pdf", no path in it; empty when the sender gave none
  std::string type;                       // "application/pdf", in small letters; empty when unknown
  std::string content_id;                 // without angle brackets; what "cid:" leads to
  std::string location;                   // Content-Location
  std::string bytes;                      // decoded; of a nested message its own bytes, empty where they cannot be told apart
  bool is_inline = false;                 // stands in the body: the HTML shows it
  std::shared_ptr<Message> message = {};  // a message inside the message; owned by this attachment and its copies
};

/// An e-mail as we understand it, from whatever format.
struct Message {
  std::vector<Address> from, to, cc, bcc, reply_to;
  std::string subject;
  std::string date;      // "2026-11-27T19:18:00+01:00", in the sender's zone; empty when unknown
  std::string raw_date;  // the header as it stands, when `date` is empty
  std::string message_id;
  std::vector<Body> bodies;
  std::vector<Attachment> attachments;
  std::vector<std::string> notes;  // full sentences about what is not shown, for the document and the warnings
};

}  // namespace docmill::engines::mail
