#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "engines/mail/child/budget.h"
#include "engines/mail/child/ole_storage.h"

namespace docmill::engines::mail {

/// The property ids we read. Source: MS-OXPROPS.
enum class Property : std::uint16_t {
  MessageClass = 0x001A,
  Subject = 0x0037,
  SubmitTime = 0x0039,
  SentForName = 0x0042,
  SentForEmail = 0x0065,
  TransportHeaders = 0x007D,
  RecipientType = 0x0C15,
  SenderName = 0x0C1A,
  SenderEmail = 0x0C1F,
  DeliveryTime = 0x0E06,
  Body = 0x1000,
  RtfCompressed = 0x1009,
  Html = 0x1013,
  MessageId = 0x1035,
  DisplayName = 0x3001,
  EmailAddress = 0x3003,
  AttachData = 0x3701,
  AttachFileName = 0x3704,
  AttachMethod = 0x3705,
  AttachLongFileName = 0x3707,
  AttachType = 0x370E,
  AttachContentId = 0x3712,
  AttachLocation = 0x3713,
  SmtpAddress = 0x39FE,
  InternetCodePage = 0x3FDE,
  MessageCodePage = 0x3FFD,
  SenderSmtp = 0x5D01,
  SentForSmtp = 0x5D02,
  AttachHidden = 0x7FFE,
};

/// The properties of a message, a recipient or an attachment in an Outlook file (MS-OXMSG 2.4): the fixed ones in one stream, each of the
/// others in a stream of its own, which is read when it is asked for.
class MapiProperties {
 public:
  /// Both are borrowed. `header`: bytes before the first entry: 32 in a file's root, 24 in a message inside, 8 elsewhere.
  MapiProperties(const OleStorage& storage, std::size_t header, Budget& budget);

  /// A text in UTF-8; empty when it is missing.
  std::string text(Property id) const;
  std::optional<std::string> binary(Property id) const;
  std::optional<std::uint64_t> number(Property id) const;
  /// Seconds since 1970, UTC.
  std::optional<std::int64_t> time(Property id) const;
  /// For texts that are not in Unicode: the code page by which to read them.
  void set_charset(std::string charset) { charset_ = std::move(charset); }

 private:
  const OleStorage& storage_;
  Budget& budget_;
  std::string charset_;
  std::map<std::uint16_t, std::uint64_t> fixed_;
};

}  // namespace docmill::engines::mail
