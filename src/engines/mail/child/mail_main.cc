// docmill-mail: GMime, libgsf, gumbo and cmark, loaded once, forked into a jailed child per step.
#include <fmt/format.h>

#include "engines/child/program.h"
#include "engines/mail/child/glib.h"
#include "engines/mail/child/operations.h"
#include "engines/mail/child/warm_up.h"

int main(int argc, char** argv) {
  using namespace docmill::engines;
  return child::run_program(
      argc, argv,
      // Rare charsets are loaded, from /usr/lib, by whoever meets them.
      {.name = "docmill-mail",
       .version = [] { return fmt::format("gmime {}.{}.{}", gmime_major_version, gmime_minor_version, gmime_micro_version); },
       .warm_up = [](const std::string&) { return mail::warm_up(); },
       .perform = mail::perform,
       .readable = {}});
}
