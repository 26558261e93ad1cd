#include "engines/image/child/jpeg_facts.h"

#include <csetjmp>
#include <cstddef>
#include <cstdio>
// After cstdio, which it needs.
#include <jpeglib.h>

namespace docmill::engines::image {
namespace {

struct Errors {
  jpeg_error_mgr manager;
  std::jmp_buf back;
};

[[noreturn]] void jump_back(j_common_ptr codec) {
  std::longjmp(reinterpret_cast<Errors*>(codec->err)->back, 1);
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

}  // namespace

std::optional<JpegCoding> jpeg_coding(std::string_view bytes) {
  JpegCoding coding;
  std::size_t scan = 0;
  if (!read_header(bytes, coding, scan)) return std::nullopt;
  // Looked for behind the header, where a preview with an end of its own may be. In the coded data these two bytes mean the end only.
  coding.complete = bytes.find("\xFF\xD9", scan) != std::string_view::npos;
  return coding;
}

}  // namespace docmill::engines::image
