#include "base/pool.h"

namespace docmill {

Pool::Pool(std::string name, std::size_t threads) : name_(std::move(name)), threads_(threads) {}

Pool::~Pool() {
  threads_.join();
}

}  // namespace docmill
