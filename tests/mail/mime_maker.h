#pragma once
// Writes the messages that tests send. For tests only.
#include <string>
#include <vector>

namespace docmill::documents {

/// A small PNG: one pixel.
inline std::string pixel_png() {
  static constexpr unsigned char kBytes[] = {
      0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0,    0,    0,    13, 'I', 'H', 'D', 'R', 0,   0,   0,   1,    0,    0,    0,
      1,    8,   2,   0,   0,    0,    0x90, 0x77, 0x53, 0xDE, 0,    0,  0,   12,  'I', 'D', 'A', 'T', 8,   0xD7, 0x63, 0xF8, 0xCF,
      0xC0, 0,   0,   3,   1,    1,    0,    0x18, 0xDD, 0x8D, 0xB0, 0,  0,   0,   0,   'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82};
  return {reinterpret_cast<const char*>(kBytes), sizeof kBytes};
}

inline std::string in_base64(const std::string& bytes) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto at = [&](std::size_t k) { return k < bytes.size() ? static_cast<unsigned>(static_cast<unsigned char>(bytes[k])) : 0U; };
    const unsigned group = (at(i) << 16U) | (at(i + 1) << 8U) | at(i + 2);
    for (unsigned k = 0; k < 4; ++k) out += i + k <= bytes.size() ? kDigits[(group >> (18U - 6U * k)) & 0x3FU] : '=';
    if (out.size() % 77 == 76) out += '\n';
  }
  return out;
}

/// A MIME part: its headers, an empty line and its content.
inline std::string part(const std::string& headers, const std::string& content) {
  return headers + "\n\n" + content + "\n";
}

/// A part of this type in base64, with more headers before it: "Content-ID: <a>\n".
inline std::string file_part(const std::string& type, const std::string& name, const std::string& bytes, const std::string& more = "") {
  return part(
      more + "Content-Type: " + type + "\nContent-Disposition: attachment; filename=\"" + name + "\"\nContent-Transfer-Encoding: base64",
      in_base64(bytes));
}

/// "mixed", "alternative; type=x": several parts as one.
inline std::string multipart(const std::string& kind, const std::vector<std::string>& parts) {
  static int count = 0;
  const auto boundary = "=_" + std::to_string(++count);
  std::string content;
  for (const auto& one : parts) content += "--" + boundary + "\n" + one;
  return part("Content-Type: multipart/" + kind + "; boundary=\"" + boundary + "\"", content + "--" + boundary + "--");
}

/// A whole message around a part.
inline std::string letter(const std::string& body, const std::string& subject = "Test", const std::string& more = "") {
  return "From: Ada Lovelace <ada@example.com>\nTo: bob@example.org\nSubject: " + subject +
         "\nDate: Fri, 27 Nov 2026 19:18:05 +0130\nMessage-ID: <one@example.com>\nMIME-Version: 1.0\n" + more + body;
}

inline std::string text_letter(const std::string& text, const std::string& type = "text/plain; charset=utf-8") {
  return letter(part("Content-Type: " + type + "\nContent-Transfer-Encoding: 8bit", text));
}

inline std::string html_letter(const std::string& html) {
  return text_letter(html, "text/html; charset=utf-8");
}

}  // namespace docmill::documents
