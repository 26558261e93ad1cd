#include "engines/pdf/child/image_samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

constexpr long long kWidest = 65'500;
constexpr std::uint64_t kMostDecoded = 100'000'000;  // of one picture

/// Keeps what comes until it is too much.
class Bounded final : public Pipeline {
 public:
  explicit Bounded(std::uint64_t most) : Pipeline("bounded", nullptr), most_(most) {}
  void write(const unsigned char* data, std::size_t size) override {
    const auto room = most_ - bytes_.size();
    bytes_.append(reinterpret_cast<const char*>(data), std::min<std::uint64_t>(size, room));
    if (size <= room) return;
    more_ = true;
    throw std::runtime_error("more than was asked for");  // ends the decoder, which would go on for gigabytes
  }
  void finish() override {}
  bool more() const { return more_; }
  std::string take() { return std::move(bytes_); }

 private:
  std::uint64_t most_;
  std::string bytes_;
  bool more_ = false;
};

Error unsupported(std::string what) {
  return fail(ErrorCode::UnsupportedType, std::move(what));
}

Error damaged_picture() {
  return fail(ErrorCode::InputDamaged, "A picture of the PDF is damaged.");
}

/// What a colour space is by itself, without a palette.
std::optional<Colours> plain_colours(Handle space) {
  const auto name = space.isName() ? space.getName() : std::string();
  if (name == "/DeviceGray" || name == "/CalGray" || name == "/G") return Colours::Grey;
  if (name == "/DeviceRGB" || name == "/CalRGB" || name == "/RGB") return Colours::Rgb;
  if (name == "/DeviceCMYK" || name == "/CMYK") return Colours::Cmyk;
  if (!space.isArray() || space.getArrayNItems() < 2) return std::nullopt;
  auto kind = space.getArrayItem(0);
  if (kind.isNameAndEquals("/CalGray")) return Colours::Grey;
  if (kind.isNameAndEquals("/CalRGB")) return Colours::Rgb;
  if (kind.isNameAndEquals("/Separation")) return Colours::Ink;
  if (!kind.isNameAndEquals("/ICCBased") || !space.getArrayItem(1).isStream()) return std::nullopt;
  auto count = space.getArrayItem(1).getDict().getKey("/N");
  switch (count.isInteger() ? count.getIntValue() : 0) {
    case 1: return Colours::Grey;
    case 3: return Colours::Rgb;
    case 4: return Colours::Cmyk;
    default: return std::nullopt;
  }
}

bool is_palette(Handle space) {
  if (!space.isArray() || space.getArrayNItems() < 4) return false;
  auto kind = space.getArrayItem(0);
  return kind.isNameAndEquals("/Indexed") || kind.isNameAndEquals("/I");
}

void add_rgb(std::vector<std::uint8_t>& out, Colours base, const unsigned char* colour) {
  const auto without = [&](unsigned part) { return static_cast<std::uint8_t>((255U - colour[part]) * (255U - colour[3]) / 255U); };
  switch (base) {
    case Colours::Rgb: out.insert(out.end(), colour, colour + 3); break;
    case Colours::Cmyk: out.insert(out.end(), {without(0), without(1), without(2)}); break;
    default: {
      const auto grey = static_cast<std::uint8_t>(base == Colours::Ink ? 255U - *colour : *colour);
      out.insert(out.end(), {grey, grey, grey});
    }
  }
}

/// The colours of ["/Indexed" base last list], as many as the list really has.
std::optional<std::vector<std::uint8_t>> palette_of(Handle space) {
  const auto base = plain_colours(space.getArrayItem(1));
  auto list = space.getArrayItem(3);
  if (!base) return std::nullopt;
  constexpr std::size_t kMostColours = 256;
  const auto step = channels_of(*base);
  bool more = false;
  const auto bytes = list.isString()   ? std::optional(list.getStringValue())
                     : list.isStream() ? stream_bytes(list, kMostColours * 4, more)
                                       : std::nullopt;
  if (!bytes) return std::nullopt;
  std::vector<std::uint8_t> out;
  for (std::size_t at = 0; at + step <= bytes->size() && out.size() < kMostColours * 3; at += step)
    add_rgb(out, *base, reinterpret_cast<const unsigned char*>(bytes->data()) + at);
  return out;
}

std::optional<unsigned> whole_number(Handle dict, const char* key, long long least, long long most) {
  auto value = dict.getKey(key);
  if (!value.isInteger() || value.getIntValue() < least || value.getIntValue() > most) return std::nullopt;
  return static_cast<unsigned>(value.getIntValue());
}

bool is_inverted(Handle dict) {
  auto decode = dict.getKey("/Decode");
  if (!decode.isArray() || decode.getArrayNItems() < 2) return false;
  auto first = decode.getArrayItem(0);
  auto second = decode.getArrayItem(1);
  return first.isNumber() && second.isNumber() && first.getNumericValue() > second.getNumericValue();
}

Result<void> read_colours(Handle dict, Samples& samples) {
  auto space = dict.getKey("/ColorSpace");
  const bool mask = dict.getKey("/ImageMask").isBool() && dict.getKey("/ImageMask").getBoolValue();
  const auto bits = mask ? std::optional(1U) : whole_number(dict, "/BitsPerComponent", 1, 16);
  if (!bits || (*bits & (*bits - 1)) != 0) return Failed(damaged_picture());
  samples.bits = *bits;
  if (is_palette(space) && samples.bits <= 8) {
    auto palette = palette_of(space);
    if (!palette) return Failed(unsupported("A picture of the PDF has colours that are not known."));
    samples.palette = *std::move(palette);
    samples.colours = Colours::Palette;
    return {};
  }
  const auto colours = mask ? std::optional(Colours::Grey) : plain_colours(space);
  if (!colours) return Failed(unsupported("A picture of the PDF has colours that are not known."));
  samples.colours = *colours;
  samples.inverted = is_inverted(dict);
  return {};
}

}  // namespace

unsigned channels_of(Colours colours) {
  return colours == Colours::Rgb ? 3 : colours == Colours::Cmyk ? 4 : 1;
}

std::vector<std::string> filters_of(Handle dict) {
  auto filter = dict.getKey("/Filter");
  if (filter.isName()) return {filter.getName()};
  std::vector<std::string> names;
  if (!filter.isArray()) return names;
  for (auto& one : filter.aitems()) names.push_back(one.isName() ? one.getName() : "");
  return names;
}

std::optional<std::string> stream_bytes(Handle stream, std::uint64_t most, bool& more) {
  static const std::set<std::string> known{"/FlateDecode",    "/Fl",  "/LZWDecode",     "/LZW", "/RunLengthDecode", "/RL",
                                           "/ASCIIHexDecode", "/AHx", "/ASCII85Decode", "/A85", "/DCTDecode",       "/DCT"};
  // The library tells apart what it cannot decode from what it could not finish, but not after a failure.
  more = false;
  if (!std::ranges::all_of(filters_of(stream.getDict()), [&](const auto& name) { return known.contains(name); })) return std::nullopt;
  Bounded bounded(most);
  try {
    stream.pipeStreamData(&bounded, nullptr, 0, qpdf_dl_all, true, true);
  } catch (const std::exception&) {
    // Damage, or the end that was asked for: what came before counts.
  }
  more = bounded.more();
  return bounded.take();
}

Result<Samples> read_samples(Handle image, std::uint64_t& pixels_left) {
  auto dict = image.getDict();
  const auto width = whole_number(dict, "/Width", 1, kWidest);
  const auto height = whole_number(dict, "/Height", 1, kWidest);
  if (!width || !height) return Failed(damaged_picture());
  const auto pixels = std::uint64_t{*width} * *height;
  if (pixels > kMostDecoded || pixels > pixels_left)
    return Failed(fail(ErrorCode::InputTooComplex,
                       fmt::format("The pictures are too large: {} × {} pixels. Choose fewer pages with Pages.", *width, *height)));
  Samples samples{.width = *width, .height = *height};
  if (auto read = read_colours(dict, samples); !read) return Failed(read.error());
  const auto size = samples.row_bytes() * samples.height;
  bool more = false;
  auto bytes = stream_bytes(image, size, more);
  if (!bytes) return Failed(unsupported("A picture of the PDF is coded in a way that is not known."));
  if (bytes->empty()) return Failed(damaged_picture());
  pixels_left -= pixels;
  samples.bytes = *std::move(bytes);
  samples.bytes.resize(size);  // what is missing is black, as viewers have it
  return samples;
}

}  // namespace docmill::engines::pdf
