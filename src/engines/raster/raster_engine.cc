#include "engines/raster/raster_engine.h"

#include <utility>

namespace docmill::engines::raster {

RasterEngine::RasterEngine(Executor executor, EngineOptions options)
    : ForkedEngine(std::move(executor), {.name = "raster", .product = "poppler", .most_inputs = 2, .tries = 1}, std::move(options)) {}

}  // namespace docmill::engines::raster
