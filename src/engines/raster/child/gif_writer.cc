#include <cgif.h>
#include <libimagequant.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <vector>

#include "engines/raster/child/picture.h"

namespace docmill::engines::raster {
namespace {

int write_gif(void* stream, const std::uint8_t* data, std::size_t size) {
  return std::fwrite(data, 1, size, static_cast<std::FILE*>(stream)) == size ? 0 : -1;
}

template <class T, void (*destroy)(T*)>
struct Destroy {
  void operator()(T* held) const { destroy(held); }
};
using Attributes = std::unique_ptr<liq_attr, Destroy<liq_attr, liq_attr_destroy>>;
using Image = std::unique_ptr<liq_image, Destroy<liq_image, liq_image_destroy>>;
using Quantised = std::unique_ptr<liq_result, Destroy<liq_result, liq_result_destroy>>;

void check(liq_error error) {
  if (error != LIQ_OK) throw std::runtime_error("libimagequant");
}

/// A GIF has 256 colours: libimagequant chooses them once it has seen the whole picture.
class GifWriter final : public PictureWriter {
 public:
  GifWriter(PictureFile& file, const Canvas& canvas) : stream_(file.stream()), canvas_(canvas) {
    pixels_.reserve(canvas.pixels() * canvas.channels());
  }

  void row(const std::uint8_t* pixels) override {
    pixels_.insert(pixels_.end(), pixels, pixels + std::size_t{canvas_.width} * canvas_.channels());
  }

  void end() override {
    if (canvas_.grey) {
      for (std::size_t level = 0; level < 256; ++level) palette_.insert(palette_.end(), 3, static_cast<std::uint8_t>(level));
    } else {
      choose_colours();
    }
    write();
  }

 private:
  static void give_row(liq_color out[], int row, int width, void* writer) {
    const auto* from = static_cast<GifWriter*>(writer)->pixels_.data() + std::size_t{3} * static_cast<unsigned>(row * width);
    for (int x = 0; x < width; ++x, from += 3) out[x] = {from[0], from[1], from[2], 255};
  }

  void choose_colours() {
    const Attributes attributes(liq_attr_create());
    if (attributes == nullptr) throw std::bad_alloc();
    check(liq_set_speed(attributes.get(), 8));  // of 1 to 10; slower ones choose no better colours for pages
    const Image image(
        liq_image_create_custom(attributes.get(), give_row, this, static_cast<int>(canvas_.width), static_cast<int>(canvas_.height), 0));
    if (image == nullptr) throw std::bad_alloc();
    liq_result* made = nullptr;
    check(liq_image_quantize(image.get(), attributes.get(), &made));
    const Quantised result(made);
    std::vector<std::uint8_t> places(canvas_.pixels());
    check(liq_write_remapped_image(result.get(), image.get(), places.data(), places.size()));
    const auto* colours = liq_get_palette(result.get());
    for (unsigned i = 0; i < colours->count; ++i) {
      const auto& colour = colours->entries[i];
      palette_.insert(palette_.end(), {colour.r, colour.g, colour.b});
    }
    pixels_ = std::move(places);
  }

  void write() {
    CGIF_Config config{};
    config.pGlobalPalette = palette_.data();
    config.numGlobalPaletteEntries = static_cast<std::uint16_t>(palette_.size() / 3);
    config.width = static_cast<std::uint16_t>(canvas_.width);
    config.height = static_cast<std::uint16_t>(canvas_.height);
    config.pWriteFn = write_gif;
    config.pContext = stream_;
    CGIF_FrameConfig frame{};
    frame.pImageData = pixels_.data();
    CGIF* gif = cgif_newgif(&config);
    if (gif == nullptr) throw std::runtime_error("cgif_newgif");
    const bool added = cgif_addframe(gif, &frame) == CGIF_OK;
    if (const bool closed = cgif_close(gif) == CGIF_OK; !added || !closed) throw std::runtime_error("cgif");
  }

  std::FILE* stream_;
  Canvas canvas_;
  std::vector<std::uint8_t> pixels_;   // colours at first, then their places in the palette
  std::vector<std::uint8_t> palette_;  // red, green, blue
};

}  // namespace

std::unique_ptr<PictureWriter> gif_writer(PictureFile& file, const Canvas& canvas, int) {
  return std::make_unique<GifWriter>(file, canvas);
}

}  // namespace docmill::engines::raster
