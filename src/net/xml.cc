#include "net/xml.h"

#include <fmt/format.h>

#include "base/utf8.h"
#include "net/text.h"

namespace docmill::net {

Result<std::unique_ptr<pugi::xml_document>> parse_xml(std::string_view text, std::string_view root) {
  const auto corrupt = [&](std::string_view why) {
    return Failed(fail(ErrorCode::Corrupt, "The storage's answer cannot be read.").cause(fmt::format("{}: {}", root, why)).at("net.xml"));
  };
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // the services send a byte order mark
  if (!is_utf8(text)) return corrupt("not UTF-8");
  auto document = std::make_unique<pugi::xml_document>();
  // Spaces are kept: a message of blanks is a message.
  const auto parsed =
      document->load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_utf8);
  if (!parsed) return corrupt(parsed.description());
  if (document->document_element().name() != root) return corrupt("another root element");
  return document;
}

std::string_view text_of(const pugi::xml_node& parent, const char* name) {
  return parent.child(name).text().get();
}

}  // namespace docmill::net
