#include "engines/image/child/jpeg_facts.h"

#include <csetjmp>
#include <cstddef>
#include <cstdio>
// After cstdio, which it needs.
#include <jpeglib.h>
// After jpeglib, for the codes of its warnings.
#include <jerror.h>

namespace docmill::engines::image {
namespace {

struct Errors {
  jpeg_error_mgr manager;
  std::jmp_buf back;
};

constexpr int kGaveUp = 1;
constexpr int kMadeUp = 2;

[[noreturn]] void jump_back(j_common_ptr codec) {
  std::longjmp(reinterpret_cast<Errors*>(codec->err)->back, kGaveUp);
}

void say_nothing(j_common_ptr /*codec*/) {}

/// Plain C between setjmp and longjmp: nothing here has a destructor.
bool read_header(std::string_view bytes, JpegCoding& out, std::size_t& scan) {
  jpeg_decompress_struct codec{};
  Errors errors{};
  codec.err = jpeg_std_error(&errors.manager);
  errors.manager.error_exit = jump_back;
  errors.manager.output_message = say_nothing;
  if (setjmp(errors.back) != 0) {
    jpeg_destroy_decompress(&codec);
    return false;
  }
  jpeg_create_decompress(&codec);
  jpeg_mem_src(&codec, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  const bool read = jpeg_read_header(&codec, TRUE) == JPEG_HEADER_OK;
  out.components = codec.num_components;
  out.adobe = codec.saw_Adobe_marker != 0;
  out.rgb = codec.jpeg_color_space == JCS_RGB && codec.saw_Adobe_marker == 0;
  out.for_pdf = codec.data_precision == 8 && codec.arith_code == 0 && (out.components == 1 || out.components == 3 || out.components == 4);
  scan = bytes.size() - codec.src->bytes_in_buffer;
  jpeg_destroy_decompress(&codec);
  return read;
}

/// The first warning that pixels are made up ends the work.
void end_at_damage(j_common_ptr codec, int level) {
  if (level >= 0) return;  // a trace
  switch (codec->err->msg_code) {
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_JPEG_EOF:
    case JWRN_MUST_RESYNC: std::longjmp(reinterpret_cast<Errors*>(codec->err)->back, kMadeUp);
    default: break;
  }
}

}  // namespace

/// Plain C as above; the row belongs to the codec.
JpegState jpeg_state(std::string_view bytes) {
  jpeg_decompress_struct codec{};
  Errors errors{};
  codec.err = jpeg_std_error(&errors.manager);
  errors.manager.error_exit = jump_back;
  errors.manager.emit_message = end_at_damage;
  errors.manager.output_message = say_nothing;
  if (const int left = setjmp(errors.back); left != 0) {
    jpeg_destroy_decompress(&codec);
    return left == kMadeUp ? JpegState::Damaged : JpegState::Unreadable;
  }
  jpeg_create_decompress(&codec);
  jpeg_mem_src(&codec, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&codec, TRUE);
  codec.scale_num = 1;
  codec.scale_denom = 8;
  codec.out_color_space = codec.jpeg_color_space;
  jpeg_start_decompress(&codec);
  const auto width = codec.output_width * static_cast<JDIMENSION>(codec.output_components);
  auto* const row = (*codec.mem->alloc_sarray)(reinterpret_cast<j_common_ptr>(&codec), JPOOL_IMAGE, width, 1);
  while (codec.output_scanline < codec.output_height) jpeg_read_scanlines(&codec, row, 1);
  jpeg_finish_decompress(&codec);
  jpeg_destroy_decompress(&codec);
  return JpegState::Sound;
}

std::optional<JpegCoding> jpeg_coding(std::string_view bytes) {
  JpegCoding coding;
  std::size_t scan = 0;
  if (!read_header(bytes, coding, scan)) return std::nullopt;
  // Looked for behind the header, where a preview with an end of its own may be. In the coded data these two bytes mean the end only.
  coding.complete = bytes.find("\xFF\xD9", scan) != std::string_view::npos;
  return coding;
}

}  // namespace docmill::engines::image
