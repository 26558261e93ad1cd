#include "engines/image/child/vips_setup.h"

#include <dlfcn.h>
#include <vips/vips.h>

#include <fmt/format.h>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace docmill::engines::image {
namespace {

namespace fs = std::filesystem;

/// libvips loads every module it finds, and Debian's package brings ImageMagick, Poppler and OpenSlide. So it is led to a place where
/// there is but one: it looks in $VIPSHOME/<name of its own directory>/vips-modules-<version>.
void offer_only_heif(const std::string& home) {
  Dl_info library{};
  if (::dladdr(reinterpret_cast<void*>(&vips_init), &library) == 0) return;
  const auto directory = fs::path(library.dli_fname).parent_path();
  const auto modules = fmt::format("vips-modules-{}.{}", ::vips_version(0), ::vips_version(1));
  const auto place = fs::path(home) / directory.filename() / modules;
  std::error_code there_already;  // a second start finds what the first one made; without it HEIF is missed in the warm-up
  fs::create_directories(place, there_already);
  fs::create_symlink(directory / modules / "vips-heif.so", place / "vips-heif.so", there_already);
  ::setenv("VIPSHOME", home.c_str(), 1);
}

void say_nothing(const gchar* /*domain*/, GLogLevelFlags /*level*/, const gchar* /*words*/, gpointer /*data*/) {}

}  // namespace

bool start_vips(const std::string& home) {
  offer_only_heif(home);
  ::setenv("VIPS_NOVECTOR", "1", 1);                // its compiler makes memory executable, which the jail forbids
  ::setenv("VIPS_DISC_THRESHOLD", "4g", 1);         // pictures stay in memory, which has a limit of its own
  g_log_set_default_handler(say_nothing, nullptr);  // what is wrong with a picture is its sender's affair
  if (vips_init("docmill-image") != 0) return false;
  vips_concurrency_set(1);
  vips_cache_set_max(0);  // no operation comes twice
  vips_operation_block_set("VipsForeignLoad", TRUE);
  for (const char* loader : {"VipsForeignLoadPng", "VipsForeignLoadJpeg", "VipsForeignLoadNsgif", "VipsForeignLoadTiff",
                             "VipsForeignLoadWebp", "VipsForeignLoadHeif", "VipsForeignLoadSvg"}) {
    vips_operation_block_set(loader, FALSE);
  }
  return true;
}

std::string vips_version() {
  return fmt::format("{}.{}.{}", ::vips_version(0), ::vips_version(1), ::vips_version(2));
}

}  // namespace docmill::engines::image
