#include "engines/pdf/child/links.h"

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

constexpr int kLongestDestination = 6;  // page, kind and at most four figures (ISO 32000-1, table 151)

/// What a name stands for: in the catalogue's dictionary (PDF 1.1) or in its tree of names (12.3.2.3).
Handle destination_named(QPDF& source, Handle name) {
  auto root = source.getRoot();
  if (name.isName()) return root.getKey("/Dests").getKeyIfDict(name.getName());
  auto tree = root.getKey("/Names").getKeyIfDict("/Dests");
  auto found = Handle::newNull();
  if (tree.isDictionary()) QPDFNameTreeObjectHelper(tree, source, false).findObject(name.getUTF8Value(), found);
  return found;
}

Handle explicit_destination(QPDF& source, Handle destination) try {
  if (destination.isName() || destination.isString()) destination = destination_named(source, destination);
  return destination.isDictionary() ? destination.getKey("/D") : destination;
} catch (const std::exception&) {
  return Handle::newNull();  // a tree of names that is none
}

Handle destination_in(Handle destination, QPDF& target, const PlaceFinder& places) {
  if (!destination.isArray() || destination.getArrayNItems() == 0) return Handle::newNull();
  auto page = destination.getArrayItem(0);
  const auto number = page.isInteger() ? page.getIntValue() : -1;  // counted from 0; meant for other files, but written for this one too
  const auto place = page.isIndirect()                   ? places.of_page(page.getObjGen())
                     : number >= 0 && number < INT32_MAX ? places.of_number(static_cast<std::uint32_t>(number) + 1)
                                                         : std::nullopt;
  if (!place) return Handle::newNull();
  auto out = Handle::newArray({target.getAllPages().at(*place)});
  for (int i = 1; i < destination.getArrayNItems() && i < kLongestDestination; ++i) {
    auto item = destination.getArrayItem(i);
    out.appendItem(item.isName()     ? Handle::newName(item.getName())
                   : item.isNumber() ? Handle::newReal(item.getNumericValue(), 4)
                                     : Handle::newNull());
  }
  return out;
}

}  // namespace

QPDFObjectHandle destination_of(QPDFObjectHandle item) {
  if (item.hasKey("/Dest")) return item.getKey("/Dest");
  auto action = item.getKey("/A");
  const bool leads = action.isDictionary() && action.getKey("/S").isNameAndEquals("/GoTo");
  return leads ? action.getKey("/D") : Handle::newNull();
}

void mend_links(QPDF& source, Handle from, QPDF& target, Handle to, const PlaceFinder& places) {
  auto old = from.getKey("/Annots");
  auto copied = to.getKey("/Annots");
  if (!old.isArray() || !copied.isArray() || old.getArrayNItems() != copied.getArrayNItems()) return;
  for (int i = 0; i < old.getArrayNItems(); ++i) {
    auto annotation = old.getArrayItem(i);
    auto copy = copied.getArrayItem(i);
    if (!annotation.isDictionary() || !copy.isDictionary()) continue;
    auto destination = destination_of(annotation);
    if (destination.isNull()) continue;
    copy.removeKey("/A");
    copy.removeKey("/Dest");
    if (auto led = destination_in(explicit_destination(source, destination), target, places); !led.isNull()) copy.replaceKey("/Dest", led);
  }
}

}  // namespace docmill::engines::pdf
