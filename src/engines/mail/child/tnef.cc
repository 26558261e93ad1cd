#include "engines/mail/child/tnef.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "engines/mail/child/attachment_types.h"
#include "engines/mail/child/charset.h"
#include "engines/mail/child/open_attachment.h"
#include "engines/mail/child/rtf.h"

namespace docmill::engines::mail {
namespace {

// The one free library for TNEF is under the GPL, which this program is not. Source of all numbers: MS-OXTNEF 2.1.
constexpr std::string_view kSignature = "\x78\x9F\x3E\x22";
constexpr std::size_t kMostTnefProperties = 5000;

enum Attribute : std::uint32_t {
  kBody = 0x800C,
  kData = 0x800F,
  kTitle = 0x8010,
  kBegin = 0x9002,
  kMessage = 0x9003,
  kFile = 0x9005,
  kPage = 0x9007
};

/// Reads little-endian numbers and blocks; at the end, and beyond, there are zeros and nothing.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : bytes_(bytes) {}
  bool done() const { return at_ >= bytes_.size(); }
  std::string_view block(std::size_t size) {
    const auto out = bytes_.substr(std::min(at_, bytes_.size()), size);
    at_ = size > bytes_.size() - std::min(at_, bytes_.size()) ? bytes_.size() : at_ + size;
    return out;
  }
  std::uint32_t number(std::size_t width) {
    std::uint32_t value = 0;
    unsigned shift = 0;
    for (const char c : block(width)) {
      value |= std::uint32_t{static_cast<unsigned char>(c)} << shift;
      shift += 8;
    }
    return value;
  }
  std::string_view padded(std::size_t size) {
    const auto out = block(size);
    block((4 - size % 4) % 4);
    return out;
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

struct Value {
  std::uint16_t type = 0;
  std::string_view bytes;
};
using Values = std::map<std::uint16_t, Value>;

std::size_t fixed_size(std::uint16_t type) {
  switch (type) {
    case 0x0005:
    case 0x0006:
    case 0x0007:
    case 0x0014:
    case 0x0040: return 8;
    case 0x0048: return 16;
    default: return 4;
  }
}

void skip_name(Cursor& cursor) {
  cursor.block(16);
  if (cursor.number(4) == 0) {
    cursor.block(4);
  } else {
    cursor.padded(cursor.number(4));
  }
}

Values values_of(std::string_view bytes) {
  Cursor cursor(bytes);
  Values values;
  const auto count = std::min<std::size_t>(cursor.number(4), kMostTnefProperties);
  for (std::size_t i = 0; i < count && !cursor.done(); ++i) {
    const auto type = cursor.number(2);
    const auto id = static_cast<std::uint16_t>(cursor.number(2));
    if (id >= 0x8000) skip_name(cursor);
    const auto plain = static_cast<std::uint16_t>(type & 0x0FFFU);
    const bool varies = plain == 0x001E || plain == 0x001F || plain == 0x0102 || plain == 0x000D;
    const auto repeats = varies || (type & 0x1000U) != 0 ? cursor.number(4) : 1;
    for (std::uint32_t k = 0; k < repeats && !cursor.done(); ++k) {
      const auto block = varies ? cursor.padded(cursor.number(4)) : cursor.block(fixed_size(plain));
      if (k == 0) values.emplace(id, Value{plain, block});
    }
  }
  return values;
}

class TnefReader {
 public:
  TnefReader(Message& message, Budget& budget, int depth) : message_(message), budget_(budget), depth_(depth) {}

  bool read(std::string_view bytes) {
    Cursor cursor(bytes.substr(6));
    while (!cursor.done()) {
      cursor.block(1);
      const auto attribute = cursor.number(4) & 0xFFFFU;
      const auto data = cursor.block(cursor.number(4));
      cursor.block(2);
      take(attribute, data);
    }
    finish_file();
    return found_;
  }

 private:
  void take(std::uint32_t attribute, std::string_view data) {
    switch (attribute) {
      case kPage: charset_ = charset_of_code_page(Cursor(data).number(4)); return;
      case kMessage: return take_message(values_of(data));
      case kBegin:
        finish_file();
        file_.emplace();
        return;
      case kTitle:
        if (file_) file_->name = clean_file_name(to_utf8(data, charset_));
        return;
      case kData:
        if (file_) keep(*file_, data);
        return;
      case kFile:
        if (file_) take_file(*file_, values_of(data));
        return;
      default: return;
    }
  }

  void keep(Attachment& file, std::string_view data) {
    budget_.count_bytes(data.size());
    file.bytes = data;
  }

  std::string text(const Values& values, std::uint16_t id) const {
    const auto value = values.find(id);
    if (value == values.end()) return {};
    return to_utf8(value->second.bytes, value->second.type == 0x001F ? "utf-16le" : charset_);
  }

  void take_file(Attachment& file, const Values& values) {
    if (auto name = clean_file_name(text(values, 0x3707)); !name.empty()) file.name = std::move(name);
    file.type = clean_line(text(values, 0x370E));
    file.content_id = clean_line(text(values, 0x3712));
    const auto data = values.find(0x3701);
    if (data == values.end()) return;
    const bool is_object = data->second.type == 0x000D && data->second.bytes.size() > 16;
    const auto bytes = is_object ? data->second.bytes.substr(16) : data->second.bytes;  // an object's class comes first
    if (!is_object || is_tnef(bytes)) keep(file, bytes);
    if (is_object && is_tnef(bytes)) take_nested(file, bytes);
  }

  void take_nested(Attachment& file, std::string_view bytes) {
    if (depth_ + 1 > kDeepestMessage) return void(message_.notes.push_back("Messages nested more than 5 deep were not opened."));
    file.message = std::make_shared<Message>();
    file.message->subject = file.name;
    TnefReader(*file.message, budget_, depth_ + 1).read(bytes);
  }

  void take_message(const Values& values) {
    if (message_.subject.empty()) message_.subject = clean_line(text(values, 0x0037));
    std::string html;
    if (const auto found = values.find(0x1013); found != values.end()) html = html_to_utf8(found->second.bytes, charset_);
    if (const auto found = values.find(0x1009); html.empty() && found != values.end()) {
      auto content = content_of_rtf(decompress_rtf(found->second.bytes, budget_));
      if (content.is_html)
        html = std::move(content.text);
      else if (message_.bodies.empty())
        add_text(std::move(content.text));
    }
    if (html.empty() || std::ranges::any_of(message_.bodies, &Body::has_html)) return;
    if (message_.bodies.empty()) message_.bodies.emplace_back();
    message_.bodies.front().html = std::move(html);
    message_.bodies.front().has_html = true;
    found_ = true;
  }

  void add_text(std::string text) {
    if (text.empty()) return;
    Body body;
    body.text = std::move(text);
    body.has_text = true;
    message_.bodies.push_back(std::move(body));
    found_ = true;
  }

  void finish_file() {
    if (!file_) return;
    budget_.count_part();
    auto file = *std::move(file_);
    file_.reset();
    found_ = true;
    if (file.message || open_attachment(file, message_, budget_, depth_ + 1)) message_.attachments.push_back(std::move(file));
  }

  Message& message_;
  Budget& budget_;
  int depth_;
  std::string charset_;
  std::optional<Attachment> file_;
  bool found_ = false;
};

}  // namespace

bool is_tnef(std::string_view bytes) {
  return bytes.size() > 6 && bytes.starts_with(kSignature);
}

bool add_tnef(std::string_view bytes, Message& message, Budget& budget, int depth) {
  if (depth > kDeepestMessage) return false;
  return TnefReader(message, budget, depth).read(bytes);
}

}  // namespace docmill::engines::mail
