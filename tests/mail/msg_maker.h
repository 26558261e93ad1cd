#pragma once
// Writes Outlook messages (MS-OXMSG) with libgsf. For tests only.
#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-output-memory.h>
#include <gsf/gsf-utils.h>

#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace docmill::documents {

/// A message, recipient or attachment in the making: properties by id.
struct MsgItem {
  std::map<std::uint16_t, std::string> texts = {};   // UTF-8, ASCII only
  std::map<std::uint16_t, std::string> narrow = {};  // in the message's code page
  std::map<std::uint16_t, std::string> binaries = {};
  std::map<std::uint16_t, std::uint64_t> numbers = {};
  std::vector<MsgItem> recipients = {};
  std::vector<MsgItem> attachments = {};
  std::vector<MsgItem> embedded = {};  // of an attachment: the message it is
};

class MsgWriter {
 public:
  static std::string bytes(const MsgItem& message) {
    ::gsf_init();
    auto* sink = ::gsf_output_memory_new();
    auto* root = ::gsf_outfile_msole_new(sink);
    write(root, message, 32);
    ::gsf_output_close(GSF_OUTPUT(root));
    auto* memory = GSF_OUTPUT_MEMORY(sink);
    std::string out(reinterpret_cast<const char*>(::gsf_output_memory_get_bytes(memory)),
                    static_cast<std::size_t>(::gsf_output_size(sink)));
    ::g_object_unref(root);
    ::g_object_unref(sink);
    return out;
  }

 private:
  static void stream(GsfOutfile* folder, const std::string& name, const std::string& content) {
    auto* output = ::gsf_outfile_new_child(folder, name.c_str(), FALSE);
    ::gsf_output_write(output, content.size(), reinterpret_cast<const guint8*>(content.data()));
    ::gsf_output_close(output);
    ::g_object_unref(output);
  }

  static std::string name_of(std::uint16_t id, unsigned type) {
    char name[40];
    std::snprintf(name, sizeof name, "__substg1.0_%04X%04X", id, type);
    return name;
  }

  static std::string wide(const std::string& text) {
    std::string out;
    for (const char c : text) out += {c, '\0'};
    return out;
  }

  static std::string little_endian(std::uint64_t value, unsigned width) {
    std::string out;
    for (unsigned i = 0; i < width; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
    return out;
  }

  static void folder_with(GsfOutfile* parent, const std::string& name, const MsgItem& item, std::size_t header) {
    auto* folder = GSF_OUTFILE(::gsf_outfile_new_child(parent, name.c_str(), TRUE));
    write(folder, item, header);
    ::gsf_output_close(GSF_OUTPUT(folder));
    ::g_object_unref(folder);
  }

  static std::string numbered(const char* prefix, std::size_t number) {
    char name[60];
    std::snprintf(name, sizeof name, "%s%08zX", prefix, number);
    return name;
  }

  static void write(GsfOutfile* folder, const MsgItem& item, std::size_t header) {
    std::string fixed(header, '\0');
    for (const auto& [id, value] : item.numbers)
      fixed += little_endian(3, 2) + little_endian(id, 2) + little_endian(6, 4) + little_endian(value, 8);
    stream(folder, "__properties_version1.0", fixed);
    for (const auto& [id, text] : item.texts) stream(folder, name_of(id, 0x001F), wide(text));
    for (const auto& [id, text] : item.narrow) stream(folder, name_of(id, 0x001E), text);
    for (const auto& [id, bytes] : item.binaries) stream(folder, name_of(id, 0x0102), bytes);
    for (std::size_t i = 0; i < item.recipients.size(); ++i)
      folder_with(folder, numbered("__recip_version1.0_#", i), item.recipients[i], 8);
    for (std::size_t i = 0; i < item.attachments.size(); ++i)
      folder_with(folder, numbered("__attach_version1.0_#", i), item.attachments[i], 8);
    for (const auto& message : item.embedded) folder_with(folder, "__substg1.0_3701000D", message, 24);
  }
};

}  // namespace docmill::documents
