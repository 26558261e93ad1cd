// docmill-image: libvips, loaded once, forked into a jailed child per step.
#include "engines/child/program.h"
#include "engines/image/child/operations.h"
#include "engines/image/child/vips_setup.h"
#include "engines/image/child/warm_up.h"

int main(int argc, char** argv) {
  using namespace docmill::engines;
  return child::run_program(argc, argv,
                            {.name = "docmill-image",
                             .version = [] { return "libvips " + image::vips_version(); },
                             .warm_up =
                                 [](const std::string& home) {
                                   child::set_plain_environment(home);
                                   return image::warm_up(home);
                                 },
                             .perform = image::perform,
                             .readable = child::font_paths(),
                             .reads_home = true});
}
