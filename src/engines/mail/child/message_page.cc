#include "engines/mail/child/message_page.h"

#include <fmt/format.h>

#include <map>
#include <string_view>

#include "engines/mail/child/attachment_types.h"
#include "engines/mail/child/escape.h"
#include "engines/mail/child/plain_body.h"
#include "engines/mail/child/safe_html.h"

namespace docmill::engines::mail {
namespace {

constexpr std::string_view kStyle = R"(@page { margin: 15mm }
body { margin: 0; font: 11pt/1.35 "Liberation Sans", Arial, sans-serif; color: #111; background: #fff; overflow-wrap: break-word }
img { max-width: 100% }
docmill-body { display: block }
.docmill-text { white-space: pre-wrap; font: 10pt/1.4 "Liberation Mono", monospace }
.docmill-quote { margin: 0.3em 0 0.3em 0.2em; padding-left: 0.8em; border-left: 2px solid #9ab; color: #345 }
.docmill-note { margin: 0 0 1em; padding: 0.4em 0.7em; background: #fff6dd; border: 1px solid #e0c070; font-size: 10pt }
)";

// The head is styled in place and with weight, so that no message's own style can hide or dress up who it is from.
constexpr std::string_view kHead =
    R"(<div style="all: initial !important; display: block !important; font: 10pt/1.4 'Liberation Sans', Arial, sans-serif !important; )"
    R"(color: #111 !important; border-bottom: 1px solid #888 !important; margin: 0 0 5mm !important; padding: 0 0 3mm !important">)";
constexpr std::string_view kRow = R"(<div style="all: unset !important; display: flex !important">)";
constexpr std::string_view kLabel =
    R"(<div style="all: unset !important; display: block !important; flex: none !important; width: 24mm !important; color: #666 !important">)";
constexpr std::string_view kValue =
    R"(<div style="all: unset !important; display: block !important; flex: auto !important; min-width: 0 !important; )"
    R"(overflow-wrap: anywhere !important">)";

void add_row(std::string& out, std::string_view label, std::string_view html) {
  if (html.empty()) return;
  out.append(kRow).append(kLabel).append(label).append("</div>").append(kValue).append(html).append("</div></div>\n");
}

std::string show(const Address& address) {
  if (address.email.empty()) return escape(address.name);
  if (address.name.empty() || address.name == address.email) return escape(address.email);
  return fmt::format("{} &lt;{}&gt;", escape(address.name), escape(address.email));
}

std::string show(const std::vector<Address>& addresses) {
  std::string out;
  for (const auto& address : addresses) out.append(out.empty() ? "" : ", ").append(show(address));
  return out;
}

/// "2026-11-27 19:18 (UTC+01:00)": the same in every language.
std::string show_date(const Message& message) {
  const auto& date = message.date;
  if (date.size() < 25) return escape(message.raw_date);
  return fmt::format("{} {} (UTC{})", date.substr(0, 10), date.substr(11, 5), date.substr(19));
}

std::string show_length(std::size_t bytes) {
  if (bytes < 1000) return fmt::format("{} bytes", bytes);
  if (bytes < 1'000'000) return fmt::format("{:.1f} KB", static_cast<double>(bytes) / 1e3);
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::string show_files(const Message& message) {
  std::string out;
  for (const auto& file : message.attachments) {
    if (file.is_inline) continue;
    const auto name = file.name.empty() ? "unnamed." + note_of(file).extension : file.name;
    out.append(out.empty() ? "" : ", ").append(escape(name));
    if (!file.bytes.empty()) out.append(" (").append(show_length(file.bytes.size())).append(")");
  }
  return out;
}

std::string head_of(const Message& message) {
  std::string out(kHead);
  add_row(out, "From", show(message.from));
  add_row(out, "To", show(message.to));
  add_row(out, "Cc", show(message.cc));
  add_row(out, "Bcc", show(message.bcc));
  add_row(out, "Date", show_date(message));
  add_row(out, "Subject", "<b style=\"font-weight: bold !important\">" + escape(message.subject) + "</b>");
  add_row(out, "Attachments", show_files(message));
  return out + "</div>\n";
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const auto digits = text.substr(i + 1 > text.size() ? text.size() : i + 1, 2);
    const bool coded = text[i] == '%' && digits.size() == 2 && digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    if (coded) {
      for (const char d : digits) value = value * 16 + static_cast<unsigned>(d <= '9' ? d - '0' : (d | 0x20) - 'a' + 10);
      i += 2;
    }
    out += coded ? static_cast<char>(value) : text[i];
  }
  return out;
}

/// Finds the pictures that a message brings along, by "cid:" or Content-Location (RFC 2557), and makes URLs of them.
class Pictures {
 public:
  Pictures(Message& message, PictureAllowance& allowance) : allowance_(allowance) {
    for (auto& file : message.attachments) {
      if (!file.content_id.empty()) by_name_.emplace("cid:" + file.content_id, &file);
      if (!file.location.empty()) by_name_.emplace(file.location, &file);
    }
  }

  std::optional<std::string> url_of(std::string_view address) {
    const bool is_cid = address.size() > 4 && (address.starts_with("cid:") || address.starts_with("CID:") || address.starts_with("Cid:"));
    const auto name = is_cid ? "cid:" + percent_decoded(address.substr(4)) : std::string(address);
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return std::nullopt;
    auto& file = *found->second;
    const auto type = picture_type(file);
    if (type.empty()) return std::nullopt;
    if (file.bytes.size() > allowance_.bytes_left) {
      allowance_.exceeded = true;
      return std::nullopt;
    }
    allowance_.bytes_left -= file.bytes.size();
    file.is_inline = true;
    return "data:" + type + ";base64," + base64(file.bytes);
  }

 private:
  PictureAllowance& allowance_;
  std::map<std::string, Attachment*> by_name_;
};

struct Rendered {
  std::string styles;
  std::string body;
};

/// The body stands in an element of a name that no message's style speaks of.
void add_html(Rendered& to, const std::string& html, const PictureSource& source) {
  const auto safe = safe_html(html, source);
  to.styles += safe.styles;
  to.body += "<docmill-body" + safe.body_attributes + ">" + safe.body + "</docmill-body>\n";
}

Rendered render(Message& message, PictureAllowance& allowance) {
  Pictures pictures(message, allowance);
  const PictureSource source = [&](std::string_view address) { return pictures.url_of(address); };
  Rendered out;
  for (const auto& body : message.bodies) {
    if (body.has_html) {
      add_html(out, body.html, source);
    } else {
      out.body += html_of_text(body) + "\n";
    }
  }
  return out;
}

}  // namespace

std::string message_page(Message& message, PictureAllowance& allowance) {
  const auto rendered = render(message, allowance);  // first, since it finds out which files stand in the body
  std::string out = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>" + escape(message.subject) + "</title>\n<style>\n";
  out.append(kStyle).append("</style>\n");
  if (!rendered.styles.empty()) out.append("<style>\n").append(rendered.styles).append("</style>\n");
  out.append("</head><body>\n").append(head_of(message));
  for (const auto& note : message.notes) out.append("<p class=\"docmill-note\">").append(escape(note)).append("</p>\n");
  return out.append(rendered.body).append("</body></html>\n");
}

std::string html_body(const Message& message) {
  const PictureSource as_it_is = [](std::string_view address) { return std::optional<std::string>(address); };
  std::string out;
  for (const auto& body : message.bodies) {
    if (!body.has_html) continue;
    const auto safe = safe_html(body.html, as_it_is);
    if (!safe.styles.empty()) out += "<style>\n" + safe.styles + "</style>\n";
    out += "<div" + safe.body_attributes + ">" + safe.body + "</div>\n";
  }
  return out;
}

std::string text_body(const Message& message) {
  std::string out;
  for (const auto& body : message.bodies) {
    if (!out.empty()) out += '\n';
    out += body.has_text ? unfolded_text(body) : text_of_html(body.html);
  }
  return out;
}

}  // namespace docmill::engines::mail
