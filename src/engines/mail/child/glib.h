#pragma once
#include <gmime/gmime.h>

#include <memory>
#include <string>
#include <string_view>

/// Owners for what GLib's libraries hand out.
namespace docmill::engines::mail {

struct Unref {
  void operator()(void* object) const { ::g_object_unref(object); }
};
template <class T>
using GRef = std::unique_ptr<T, Unref>;

struct GFree {
  void operator()(void* memory) const { ::g_free(memory); }
};
using GText = std::unique_ptr<char, GFree>;

/// A stream over bytes that are not copied and must outlive it.
GRef<GMimeStream> stream_over(std::string_view bytes);

/// A message whose parts are read from `bytes` when they are asked for; `bytes` are borrowed. nullptr when GMime finds none.
/// Throws TooComplex when an address header would lead GMime too deep: it reads groups within groups by recursion.
GRef<GMimeMessage> parse_message(std::string_view bytes);
/// The same for a MIME entity without the message's headers.
GRef<GMimeObject> parse_entity(std::string_view bytes);

}  // namespace docmill::engines::mail
