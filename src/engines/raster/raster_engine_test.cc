#include "engines/raster/raster_engine.h"

#include "engines/engine_host.h"

namespace docmill::engines::raster {
TEST(Raster, Starts) {
  EngineHost<RasterEngine> host({.program = DOCMILL_RASTER_PROGRAM});
  EXPECT_THAT(host.engine().version(), testing::HasSubstr("raster/"));
}
}  // namespace docmill::engines::raster
