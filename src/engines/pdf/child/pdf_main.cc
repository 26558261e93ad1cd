// docmill-pdf: libqpdf, loaded once, forked into a jailed child per step.
#include <malloc.h>

#include <cstdio>

#include "engines/child/memory_guard.h"
#include "engines/child/work.h"
#include "engines/pdf/child/operations.h"
#include "engines/pdf/child/warm_up.h"
#include "engines/pdf/qpdf.h"
#include "sandbox/zygote_server.h"

namespace docmill::engines::pdf {
namespace {

int child_main(sandbox::ChildLink& link) {
  child::report_exhaustion_to(link);
  return child::run(link, 0, perform);
}

int run(int argc, char** argv) {
  auto context = sandbox::ZygoteContext::prepare(argc, argv);
  if (!context) return std::fprintf(stderr, "docmill-pdf: %s\n", context.error().describe().c_str()), 1;
  ::mallopt(M_ARENA_MAX, 1);  // children work on one thread
  if (auto warm = warm_up(); !warm) context->give_up(warm.error().describe());
  context->serve("qpdf " + QPDF::QPDFVersion(), {"/usr/lib", "/etc/localtime"}, child_main);
}

}  // namespace
}  // namespace docmill::engines::pdf

int main(int argc, char** argv) {
  return docmill::engines::pdf::run(argc, argv);
}
