#include "engines/image/child/warm_up.h"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>
#include <webp/decode.h>
#include <vips/vips8>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fd.h"
#include "engines/child/work.h"
#include "engines/image/child/bmp.h"
#include "engines/image/child/to_pdf.h"
#include "engines/image/child/vips_setup.h"

namespace docmill::engines::image {
namespace {

using vips::VImage;

constexpr std::array<const char*, 7> kSamples{".webp", ".png", ".jpg", ".gif", ".tif[compression=lzw]", ".heic", ".avif"};

constexpr std::string_view kDrawing =
    R"svg(<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="9" height="9" fill="#16c"/>
<text x="2" y="16" font-family="sans-serif" font-size="9">warm</text></svg>)svg";

Error cold(std::string cause) {
  return fail(ErrorCode::Unavailable,
              "The image engine does not start. Install libvips42, libheif1, librsvg2-2, librsvg2-common, libgdk-pixbuf-2.0-0 and fonts.")
      .cause(std::move(cause))
      .at("image.warm_up");
}

/// Writes one sample of each format into its file; runs in a process of its own and returns its exit status.
int write_samples(const std::string& home, const std::vector<UniqueFd>& files) try {
  if (!start_vips(home)) return 1;
  const auto picture = VImage::black(64, 48, VImage::option()->set("bands", 3))
                           .linear(1, 128)
                           .cast(VIPS_FORMAT_UCHAR)
                           .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
  for (std::size_t i = 0; i < files.size(); ++i) {
    void* bytes = nullptr;
    std::size_t size = 0;
    picture.write_to_buffer(kSamples.at(i), &bytes, &size);
    if (!write_all(files[i].get(), {static_cast<const char*>(bytes), size})) return 1;
    g_free(bytes);
  }
  return 0;
} catch (const std::exception&) {
  return 1;
}

/// libvips keeps threads where it writes, and a zygote must have none; so the samples are made elsewhere.
Result<std::vector<UniqueFd>> samples(const std::string& home) {
  std::vector<UniqueFd> files;
  for (std::size_t i = 0; i < kSamples.size(); ++i) {
    auto file = memory_file("docmill-sample");
    if (!file) return Failed(file.error());
    files.push_back(*std::move(file));
  }
  const pid_t writer = ::fork();
  if (writer == 0) ::_exit(write_samples(home, files));
  int status = 0;
  if (writer < 0 || ::waitpid(writer, &status, 0) != writer || status != 0)
    return Failed(cold(fmt::format("the samples were not made, status {}", status)));
  auto drawing = memory_file("docmill-sample");
  if (!drawing) return Failed(drawing.error());
  if (auto written = write_all(drawing->get(), kDrawing); !written) return Failed(written.error());
  files.push_back(*std::move(drawing));
  return files;
}

/// libvips reads WebP with a thread of its own that stays; so the decoder is called beside it.
Result<void> rehearse_webp(const UniqueFd& file) {
  const auto bytes = read_at(file.get(), 0, 64UL * 1024);
  if (!bytes) return Failed(bytes.error());
  int width = 0;
  int height = 0;
  auto* const pixels = WebPDecodeRGB(reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size(), &width, &height);
  WebPFree(pixels);
  auto* const blob = vips_blob_new(nullptr, bytes->data(), bytes->size());  // borrows
  const auto header = VImage::webpload_buffer(blob);
  vips_area_unref(VIPS_AREA(blob));
  if (pixels == nullptr || header.width() != width) return Failed(cold("WebP"));
  return {};
}

Result<void> rehearse(std::vector<UniqueFd> files) {
  if (auto done = rehearse_webp(files.front()); !done) return done;
  files.erase(files.begin());
  Request request{.operation = "to-pdf", .target = "pdf", .inputs = {}, .params = {}, .limits = {}};
  for (std::size_t i = 0; i < files.size(); ++i)
    request.inputs.push_back({.extension = {}, .field = "File", .name = fmt::format("sample {}", i)});
  auto work = child::Work::rehearsal(std::move(request), std::move(files));
  const auto done = to_pdf(work);
  if (!done) return Failed(cold(done.error().describe()));
  vips_error_clear();  // nothing of this is a later document's affair
  return {};
}

}  // namespace

Result<void> warm_up(const std::string& home) try {
  auto files = samples(home);
  if (!files) return Failed(files.error());
  if (!start_vips(home)) return Failed(cold("vips_init"));
  if (!warm_up_bmp()) return Failed(cold("the BMP module of gdk-pixbuf"));
  return rehearse(*std::move(files));
} catch (const std::exception& e) {
  return Failed(cold(e.what()));
}

}  // namespace docmill::engines::image
