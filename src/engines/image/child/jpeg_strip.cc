#include "engines/image/child/jpeg_strip.h"

#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
// After cstdio, which it needs.
#include <jpeglib.h>

#include "engines/image/child/jpeg_facts.h"

namespace docmill::engines::image {
namespace {

struct CodecErrors {
  jpeg_error_mgr manager;
  std::jmp_buf back;
};

[[noreturn]] void leave(j_common_ptr codec) {
  std::longjmp(reinterpret_cast<CodecErrors*>(codec->err)->back, 1);
}

void keep_quiet(j_common_ptr /*codec*/) {}

/// All of one transcoding, so that whoever jumps back finds it.
struct Transcoding {
  jpeg_decompress_struct from{};
  jpeg_compress_struct to{};
  CodecErrors errors{};
  unsigned char* out = nullptr;  // malloc'ed by the library
  unsigned long out_size = 0;
  JOCTET* profile = nullptr;  // the same
  unsigned profile_size = 0;

  ~Transcoding() {
    jpeg_destroy_compress(&to);
    jpeg_destroy_decompress(&from);
    std::free(out);
    std::free(profile);
  }
};

void write_markers(Transcoding& work, std::string_view exif) {
  if (!exif.empty())
    jpeg_write_marker(&work.to, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(exif.data()), static_cast<unsigned>(exif.size()));
  if (work.profile != nullptr) jpeg_write_icc_profile(&work.to, work.profile, work.profile_size);
}

/// Plain C between setjmp and longjmp: nothing made here has a destructor.
bool transcode(Transcoding& work, std::string_view bytes, std::string_view exif) {
  work.from.err = work.to.err = jpeg_std_error(&work.errors.manager);
  work.errors.manager.error_exit = leave;
  work.errors.manager.output_message = keep_quiet;
  if (setjmp(work.errors.back) != 0) return false;
  jpeg_create_decompress(&work.from);
  jpeg_create_compress(&work.to);
  jpeg_mem_src(&work.from, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_save_markers(&work.from, JPEG_APP0 + 2, 0xFFFF);
  jpeg_read_header(&work.from, TRUE);
  if (jpeg_read_icc_profile(&work.from, &work.profile, &work.profile_size) == FALSE) work.profile = nullptr;
  auto* const coefficients = jpeg_read_coefficients(&work.from);
  jpeg_copy_critical_parameters(&work.from, &work.to);
  work.to.write_Adobe_marker = work.from.saw_Adobe_marker;
  work.to.optimize_coding = TRUE;
  if (work.from.progressive_mode != FALSE) jpeg_simple_progression(&work.to);
  jpeg_mem_dest(&work.to, &work.out, &work.out_size);
  jpeg_write_coefficients(&work.to, coefficients);
  write_markers(work, exif);
  jpeg_finish_compress(&work.to);
  jpeg_finish_decompress(&work.from);
  return true;
}

}  // namespace

std::string exif_orientation(int orientation) {
  using namespace std::string_literals;
  // Big-endian TIFF, one directory of one entry: tag 0x0112, SHORT, 1 value; no next directory.
  return "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"s + static_cast<char>(orientation) + "\0\0\0\0\0\0"s;
}

std::optional<std::string> stripped_jpeg(std::string_view bytes, int orientation) {
  using namespace std::string_literals;
  const auto coding = jpeg_coding(bytes);
  if (!coding || !coding->complete) return std::nullopt;
  const auto exif = orientation > 1 ? "Exif\0\0"s + exif_orientation(orientation) : std::string();
  Transcoding work;
  if (!transcode(work, bytes, exif)) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(work.out), work.out_size);
}

}  // namespace docmill::engines::image
