// docmill-raster: poppler, loaded and warmed once, forked into a jailed child per step. Linked with poppler and libimagequant it is a work
// under GPL-3.0, and therefore a program of its own.
#include <malloc.h>
#include <poppler-version.h>

#include <cstdio>
#include <cstdlib>

#include "engines/child/memory_guard.h"
#include "engines/child/work.h"
#include "engines/raster/child/open_pdf.h"
#include "engines/raster/child/operations.h"
#include "engines/raster/child/picture.h"
#include "engines/raster/child/warm_up.h"
#include "sandbox/zygote_server.h"

namespace docmill::engines::raster {
namespace {

int child_main(sandbox::ChildLink& link) {
  child::report_exhaustion_to(link);
  return child::run(link, 0, perform);
}

/// Fonts and their catalogue, character maps, and the C library's converters.
std::vector<std::string> readable_paths() {
  return {"/usr/lib", "/usr/share", "/etc/fonts", "/etc/localtime", "/var/cache/fontconfig"};
}

int run(int argc, char** argv) {
  auto context = sandbox::ZygoteContext::prepare(argc, argv);
  if (!context) return std::fprintf(stderr, "docmill-raster: %s\n", context.error().describe().c_str()), 1;
  ::mallopt(M_ARENA_MAX, 1);  // children work on one thread
  ::setenv("HOME", context->home().c_str(), 1);
  ::setenv("LC_ALL", "C.UTF-8", 1);
  ::setenv("TZ", "UTC", 1);
  calm_encoders();
  listen_to_poppler();
  if (auto warm = warm_up(); !warm) context->give_up(warm.error().describe());
  context->serve("poppler " + poppler::version_string(), readable_paths(), child_main);
}

}  // namespace
}  // namespace docmill::engines::raster

int main(int argc, char** argv) {
  return docmill::engines::raster::run(argc, argv);
}
