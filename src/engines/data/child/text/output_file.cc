#include "engines/data/child/text/output_file.h"

#include <fmt/format.h>

#include "base/units.h"

namespace docmill::engines::data {
namespace {

constexpr std::size_t kBuffer = 64 * kKiB;

}  // namespace

Result<OutputFile> OutputFile::create(std::uint64_t limit) {
  auto file = memory_file("docmill-output");
  if (!file) return Failed(file.error());
  return OutputFile(*std::move(file), limit);
}

void OutputFile::put(std::string_view bytes) {
  if (!status_) return;
  size_ += bytes.size();
  if (size_ > limit_) {
    status_ = Failed(fail(ErrorCode::InputTooComplex, fmt::format("The result is larger than {}, the limit.", show_size(limit_))));
    return;
  }
  buffer_.append(bytes);
  if (buffer_.size() >= kBuffer) flush();
}

void OutputFile::flush() {
  if (status_) status_ = write_all(file_.get(), buffer_);
  buffer_.clear();
}

Result<UniqueFd> OutputFile::finish() {
  flush();
  if (!status_) return Failed(status_.error());
  return std::move(file_);
}

}  // namespace docmill::engines::data
