// docmill-image: libvips, loaded once, forked into a jailed child per step.
#include <malloc.h>

#include <cstdio>
#include <cstdlib>

#include "engines/child/memory_guard.h"
#include "engines/child/work.h"
#include "engines/image/child/operations.h"
#include "engines/image/child/vips_setup.h"
#include "engines/image/child/warm_up.h"
#include "sandbox/zygote_server.h"

namespace docmill::engines::image {
namespace {

int child_main(sandbox::ChildLink& link) {
  child::report_exhaustion_to(link);
  return child::run(link, 0, perform);
}

int run(int argc, char** argv) {
  auto context = sandbox::ZygoteContext::prepare(argc, argv);
  if (!context) return std::fprintf(stderr, "docmill-image: %s\n", context.error().describe().c_str()), 1;
  ::mallopt(M_ARENA_MAX, 1);  // one document, one core
  ::setenv("HOME", context->home().c_str(), 1);
  ::setenv("LC_ALL", "C.UTF-8", 1);
  ::setenv("TZ", "UTC", 1);
  if (auto warm = warm_up(context->home()); !warm) context->give_up(warm.error().describe());
  context->serve("libvips " + vips_version(),
                 {"/usr/lib", "/usr/share", "/etc/fonts", "/etc/localtime", "/var/cache/fontconfig", context->home()}, child_main);
}

}  // namespace
}  // namespace docmill::engines::image

int main(int argc, char** argv) {
  return docmill::engines::image::run(argc, argv);
}
