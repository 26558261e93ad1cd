// docmill-raster: poppler, loaded and warmed once, forked into a jailed child per step. Linked with poppler and libimagequant it is a work
// under GPL-3.0, and therefore a program of its own.
#include <poppler-version.h>

#include "engines/child/program.h"
#include "engines/raster/child/open_pdf.h"
#include "engines/raster/child/operations.h"
#include "engines/raster/child/picture.h"
#include "engines/raster/child/warm_up.h"

int main(int argc, char** argv) {
  using namespace docmill::engines;
  return child::run_program(argc, argv,
                            // Of /usr/share and /usr/lib also character maps and the C library's converters.
                            {.name = "docmill-raster",
                             .version = [] { return "poppler " + poppler::version_string(); },
                             .warm_up =
                                 [](const std::string& home) {
                                   child::set_plain_environment(home);
                                   raster::calm_encoders();
                                   raster::listen_to_poppler();
                                   return raster::warm_up();
                                 },
                             .perform = raster::perform,
                             .readable = child::font_paths()});
}
