// docmill-data: PCRE2, libarchive, ICU and the readers and writers of tables, loaded once, forked into a jailed child per step.
#include <malloc.h>

#include <cstdio>

#include "engines/child/memory_guard.h"
#include "engines/child/work.h"
#include "engines/data/child/operations.h"
#include "engines/data/child/regex/time_guard.h"
#include "engines/data/child/warm_up.h"
#include "sandbox/zygote_server.h"

namespace docmill::engines::data {
namespace {

int child_main(sandbox::ChildLink& link) {
  child::report_exhaustion_to(link);
  report_lateness_to(link);
  return child::run(link, 0, perform);
}

int run(int argc, char** argv) {
  auto context = sandbox::ZygoteContext::prepare(argc, argv);
  if (!context) return std::fprintf(stderr, "docmill-data: %s\n", context.error().describe().c_str()), 1;
  ::mallopt(M_ARENA_MAX, 1);
  if (auto warm = warm_up(); !warm) context->give_up(warm.error().describe());
  context->serve("data " + versions(), {"/usr/lib", "/etc/localtime"}, child_main);
}

}  // namespace
}  // namespace docmill::engines::data

int main(int argc, char** argv) {
  return docmill::engines::data::run(argc, argv);
}
