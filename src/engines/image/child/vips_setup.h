#pragma once
#include <string>

namespace docmill::engines::image {

/// Starts libvips: one thread, no cache, silent; with the loaders picture.cc calls and no others, whoever would ask for them. `home`: a
/// directory of this process's own. False when it does not start.
bool start_vips(const std::string& home);

/// "8.14.1"
std::string vips_version();

}  // namespace docmill::engines::image
