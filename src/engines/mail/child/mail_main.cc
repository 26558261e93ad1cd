// docmill-mail: GMime, libgsf, gumbo and cmark, loaded once, forked into a jailed child per step.
#include <fmt/format.h>
#include <malloc.h>

#include <cstdio>

#include "engines/child/memory_guard.h"
#include "engines/child/work.h"
#include "engines/mail/child/glib.h"
#include "engines/mail/child/operations.h"
#include "engines/mail/child/warm_up.h"
#include "sandbox/zygote_server.h"

namespace docmill::engines::mail {
namespace {

int child_main(sandbox::ChildLink& link) {
  child::report_exhaustion_to(link);
  return child::run(link, 0, perform);
}

int run(int argc, char** argv) {
  auto context = sandbox::ZygoteContext::prepare(argc, argv);
  if (!context) return std::fprintf(stderr, "docmill-mail: %s\n", context.error().describe().c_str()), 1;
  ::mallopt(M_ARENA_MAX, 1);  // children work on one thread
  if (auto warm = warm_up(); !warm) context->give_up(warm.error().describe());
  // /usr/lib: rare charsets are loaded by whoever meets them.
  const auto version = fmt::format("gmime {}.{}.{}", gmime_major_version, gmime_minor_version, gmime_micro_version);
  context->serve(version, {"/usr/lib", "/etc/localtime"}, child_main);
}

}  // namespace
}  // namespace docmill::engines::mail

int main(int argc, char** argv) {
  return docmill::engines::mail::run(argc, argv);
}
