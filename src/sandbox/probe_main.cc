#include "base/log.h"
#include "sandbox/zygote_server.h"

// First version: echoes.
int main(int argc, char** argv) {
  using namespace docmill;
  auto context = sandbox::ZygoteContext::prepare(argc, argv);
  if (!context) {
    log::failure("probe", context.error());
    return 1;
  }
  context->serve("probe 1", {"/usr/share"}, [](sandbox::ChildLink& link) {
    while (true) {
      auto packet = link.receive();
      if (!packet) return 0;
      if (packet->text.starts_with("exit")) return 7;
      if (!link.send(*packet)) return 1;
    }
  });
}
