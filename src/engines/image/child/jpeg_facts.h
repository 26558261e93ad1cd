#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace docmill::engines::image {

/// How a JPEG is coded, as far as a PDF reader must be told.
struct JpegCoding {
  int components = 0;
  bool adobe = false;     // written by Adobe's rules: four components are stored inverted
  bool rgb = false;       // three components that are red, green and blue, without a marker that says so
  bool for_pdf = false;   // eight bits and Huffman codes, which is what readers of PDF know (ISO 32000-1, 7.4.8)
  bool complete = false;  // the end is there; what lies before it is not decoded
};

/// Reads the header. nullopt when it is damaged.
std::optional<JpegCoding> jpeg_coding(std::string_view bytes);

enum class JpegState {
  Sound,
  Damaged,     // readers make some of its pixels up
  Unreadable,  // readers give up
};

/// Decodes the picture once, an eighth as large, which leaves out arithmetic but no byte. The caller has bounded its pixels. What readers
/// pass over without a trace, like bytes between its segments, is no damage.
JpegState jpeg_state(std::string_view bytes);

}  // namespace docmill::engines::image
