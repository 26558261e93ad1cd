#include "engines/child/program.h"

#include <malloc.h>

#include <cstdio>
#include <cstdlib>

#include "engines/child/large_code.h"
#include "engines/child/memory_guard.h"
#include "engines/child/room.h"
#include "engines/child/spare_memory.h"

namespace docmill::engines::child {

int run_program(int argc, char** argv, const Program& program) {
  auto context = sandbox::ZygoteContext::prepare(argc, argv);
  if (!context) return std::fprintf(stderr, "%s: %s\n", program.name, context.error().describe().c_str()), 1;
  ::mallopt(M_ARENA_MAX, 1);  // children work on one thread
  Room room = program.own_heap ? Room::open() : Room();
  if (auto warm = program.warm_up(context->home()); !warm) context->give_up(warm.error().describe());
  room.close();
  give_back_memory();
  code_in_large_pages();
  std::vector<std::string> readable{"/usr/lib", "/etc/localtime"};
  readable.insert(readable.end(), program.readable.begin(), program.readable.end());
  if (program.reads_home) readable.push_back(context->home());
  const auto child_main = [&](sandbox::ChildLink& link) {
    report_exhaustion_to(link);
    if (program.in_child != nullptr) program.in_child(link);
    const auto taken = room.enter();
    const auto before = copied_memory();
    if (program.ahead != nullptr) program.ahead();
    return run(link, taken + copied_memory() - before, program.perform);
  };
  context->serve(program.version(), std::move(readable), child_main, [&room] { room.leave(); });
}

void set_plain_environment(const std::string& home) {
  ::setenv("HOME", home.c_str(), 1);
  ::setenv("LC_ALL", "C.UTF-8", 1);
  ::setenv("TZ", "UTC", 1);
}

std::vector<std::string> font_paths() {
  return {"/usr/share", "/etc/fonts", "/var/cache/fontconfig"};
}

}  // namespace docmill::engines::child
