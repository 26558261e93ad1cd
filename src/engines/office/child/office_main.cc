// docmill-office: LibreOffice, started and warmed once, forked into a jailed child per document.
#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "base/fd.h"
#include "engines/child/memory_guard.h"
#include "engines/child/work.h"
#include "engines/office/child/convert.h"
#include "engines/office/child/profile.h"
#include "engines/office/child/warm_up.h"
#include "sandbox/zygote_server.h"

namespace docmill::engines::office {
namespace {

constexpr const char* kProgramDir = "/usr/lib/libreoffice/program";

/// A crash must look like one: LibreOffice's own handlers would try to save and report.
void restore_signals() {
  for (const int number : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTERM}) std::signal(number, SIG_DFL);
}

int child_main(Lok& office, const Warmth& warmth, sandbox::ChildLink& link) {
  restore_signals();
  child::report_exhaustion_to(link);
  office.on_password([&] { child::refuse_now(link, {ErrorCode::PasswordRequired, "The document is protected by a password.", ""}); });
  make_temporary_dirs(warmth.temporary_dirs);
  warmth.hot_pages.touch();
  const Workshop workshop{office, warmth.fonts};
  return child::run(link, warmth.hot_pages.copied(), [&](child::Work& work) { return convert(workshop, work); });
}

/// Everything LibreOffice reads while it converts.
std::vector<std::string> readable_paths(const sandbox::ZygoteContext& context) {
  return {"/usr/lib", "/usr/share", "/etc/fonts", "/etc/libreoffice", "/etc/localtime", "/var/cache/fontconfig", context.home()};
}

void configure_process(const sandbox::ZygoteContext& context) {
  // One arena: children convert on one thread, and a second arena only adds pages to copy.
  ::mallopt(M_ARENA_MAX, 1);
  ::setenv("HOME", context.home().c_str(), 1);
  ::setenv("LANG", "en_US.UTF-8", 1);
  ::setenv("LC_ALL", "C.UTF-8", 1);
  ::setenv("TZ", "UTC", 1);
  ::setenv("SAL_LOK_OPTIONS", "unipoll", 1);
  ::setenv("SAL_DISABLE_OPENCL", "1", 1);
  ::setenv("MAX_CONCURRENCY", "1", 1);  // one document, one core: other cores have other documents
}

/// LibreOffice tells stderr about every library it preloads; a service's log is no place for that. Bugs of ours are told
/// there again once the engine is warm.
class Hush {
 public:
  Hush() : stderr_(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)) {
    const UniqueFd nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    if (nowhere.valid()) ::dup2(nowhere.get(), STDOUT_FILENO);
    if (nowhere.valid() && stderr_.valid()) ::dup2(nowhere.get(), STDERR_FILENO);
  }
  void lift() {
    if (stderr_.valid()) ::dup2(stderr_.get(), STDERR_FILENO);
    stderr_.reset();
  }

 private:
  UniqueFd stderr_;
};

int run(int argc, char** argv) {
  auto context = sandbox::ZygoteContext::prepare(argc, argv);
  if (!context) return std::fprintf(stderr, "docmill-office: %s\n", context.error().describe().c_str()), 1;
  configure_process(*context);
  const auto profile = write_profile(context->home() + "/profile");
  if (!profile) context->give_up(profile.error().describe());
  Hush hush;
  auto office = Lok::start(kProgramDir, *profile);
  if (!office) context->give_up(office.error().describe());
  office->run([&](Lok& warm) {
    const auto warmth = warm_up(warm, context->home() + "/warm", kProgramDir);
    if (!warmth) context->give_up(warmth.error().describe());
    hush.lift();
    context->serve("LibreOffice " + warm.version(), readable_paths(*context),
                   [&](sandbox::ChildLink& link) { return child_main(warm, *warmth, link); });
  });
}

}  // namespace
}  // namespace docmill::engines::office

int main(int argc, char** argv) {
  return docmill::engines::office::run(argc, argv);
}
