// docmill-data: PCRE2, libarchive, ICU and the readers and writers of tables, loaded once, forked into a jailed child per step.
#include "engines/child/program.h"
#include "engines/data/child/operations.h"
#include "engines/data/child/regex/time_guard.h"
#include "engines/data/child/warm_up.h"

int main(int argc, char** argv) {
  using namespace docmill::engines;
  return child::run_program(argc, argv,
                            {.name = "docmill-data",
                             .version = [] { return "data " + data::versions(); },
                             .warm_up = [](const std::string&) { return data::warm_up(); },
                             .perform = data::perform,
                             .readable = {},
                             .in_child = data::report_lateness_to});
}
