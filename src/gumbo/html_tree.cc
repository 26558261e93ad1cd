#include "gumbo/html_tree.h"

#include <csetjmp>

namespace docmill::gumbo {
namespace {

struct Room {
  std::pmr::memory_resource& memory;
  std::size_t left;
  std::jmp_buf full;  // gumbo does not look whether it got its memory, so it is left for good
};

void* allocate(void* room_, std::size_t size) {
  auto& room = *static_cast<Room*>(room_);
  if (size > room.left) std::longjmp(room.full, 1);  // NOLINT(cert-err52-cpp): there are frames of C in between, nothing else
  room.left -= size;
  return room.memory.allocate(size == 0 ? 1 : size);
}

void keep(void*, void*) {}

const GumboNode* parse(std::string_view html, Room& room) {
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;  // nobody reads them
  options.allocator = allocate;
  options.deallocator = keep;
  options.userdata = &room;
  if (setjmp(room.full) != 0) return nullptr;  // NOLINT(cert-err52-cpp)
  return ::gumbo_parse_with_options(&options, html.data(), html.size())->root;
}

}  // namespace

HtmlTree::HtmlTree(std::string_view html, std::size_t most) {
  Room room{.memory = memory_, .left = most, .full = {}};
  root_ = parse(html, room);
}

std::string_view tag_name(const GumboNode* element) {
  const auto& it = element->v.element;
  if (it.tag == GUMBO_TAG_UNKNOWN || it.tag_namespace != GUMBO_NAMESPACE_HTML) return {};
  return ::gumbo_normalized_tagname(it.tag);
}

std::string_view attribute_of(const GumboNode* element, const char* name) {
  const auto* attribute = ::gumbo_get_attribute(&element->v.element.attributes, name);
  return attribute != nullptr && attribute->value != nullptr ? attribute->value : "";
}

}  // namespace docmill::gumbo
