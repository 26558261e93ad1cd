#include "engines/image/image_engine.h"

#include <utility>

#include "engines/protocol.h"

namespace docmill::engines::image {

ImageEngine::ImageEngine(Executor executor, EngineOptions options)
    : ForkedEngine(std::move(executor), {.name = "image", .product = "libvips", .most_inputs = kMostInputs, .tries = 1},
                   std::move(options)) {}

}  // namespace docmill::engines::image
