// docmill-ooxml: libzip and pugixml, loaded once, forked into a jailed child per step.
#include "engines/child/program.h"
#include "engines/ooxml/child/operations.h"
#include "engines/ooxml/child/warm_up.h"

int main(int argc, char** argv) {
  using namespace docmill::engines;
  return child::run_program(argc, argv,
                            {.name = "docmill-ooxml",
                             .version = [] { return "ooxml " + ooxml::versions(); },
                             .warm_up = [](const std::string&) { return ooxml::warm_up(); },
                             .perform = ooxml::perform,
                             .readable = {},
                             .own_heap = true,
                             .ahead = ooxml::rehearse_filling});
}
