#pragma once
// A warm office engine shared by all tests of a binary, and readers for what it makes. For tests only.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include "documents/make_bad.h"
#include "engines/office/office_engine.h"

namespace docmill::engines::office {

inline const std::string kSource = DOCMILL_SOURCE_DIR;

inline std::string sample(const std::string& extension) {
  return documents::read(kSource + "/tests/documents/formats/sample." + extension);
}

inline std::string example(const std::string& name) {
  return documents::read(kSource + "/examples/" + name);
}

/// A directory that is gone with this.
class TempDir {
 public:
  TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "docmill-office-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
    std::filesystem::permissions(path_, std::filesystem::perms::all);  // the zygote works as another user
  }
  ~TempDir() {
    std::error_code ignored;  // a leftover in /tmp harms no test
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A loop and an engine that live until the binary ends; LibreOffice takes seconds to warm up, so tests share one.
class OfficeHost {
 public:
  explicit OfficeHost(OfficeOptions options = {}) {
    options.program = program();
    options.run_dir = dir_.path();
    engine_ = std::make_unique<OfficeEngine>(loop_.get_executor(), std::move(options));
    const auto started = run(engine_->start());
    if (!started) ADD_FAILURE() << started.error().describe();
  }
  ~OfficeHost() {
    run(engine_->stop());
    engine_.reset();
  }
  OfficeHost(const OfficeHost&) = delete;
  OfficeHost& operator=(const OfficeHost&) = delete;

  static OfficeHost& shared() {
    static OfficeHost host;
    return host;
  }

  /// The engine's program. LibreOffice does not run under ThreadSanitizer: tests of the worker's half there name the
  /// program of another build, or are skipped.
  static std::string program() {
    const char* other = std::getenv("DOCMILL_TEST_OFFICE_PROGRAM");
    if (other != nullptr) return other;
    return __has_feature(thread_sanitizer) ? std::string() : DOCMILL_OFFICE_PROGRAM;
  }

  OfficeEngine& engine() { return *engine_; }
  boost::asio::io_context& loop() { return loop_; }
  const std::string& run_dir() const { return dir_.path(); }

  template <class T>
  T run(Async<T> work) {
    std::optional<T> value;
    auto keep = [&](std::exception_ptr failed, T got) {
      if (failed) std::rethrow_exception(failed);
      value.emplace(std::move(got));
      loop_.stop();
    };
    boost::asio::co_spawn(loop_, std::move(work), keep);
    loop_.restart();
    loop_.run();
    if (!value) std::abort();  // the loop ended before the work did
    return *std::move(value);
  }

  void run(Async<void> work) {
    auto end = [&](std::exception_ptr failed) {
      if (failed) std::rethrow_exception(failed);
      loop_.stop();
    };
    boost::asio::co_spawn(loop_, std::move(work), end);
    loop_.restart();
    loop_.run();
  }

  Result<StepResult> convert(StepRequest request) {
    Stop stop;
    return run(engine_->run(std::move(request), stop));
  }

 private:
  TempDir dir_;
  boost::asio::io_context loop_;
  std::unique_ptr<OfficeEngine> engine_;
};

inline StepRequest request_for(const std::string& bytes, const std::string& extension, const std::string& target = "pdf") {
  StepRequest request;
  request.operation = "convert";
  request.target = target;
  auto memory = memory_file("input");
  EXPECT_TRUE(memory && write_all(memory->get(), bytes));
  request.inputs.push_back({*std::move(memory), extension});
  return request;
}

inline std::string bytes_of(const StepResult& result) {
  const int fd = result.outputs.at(0).bytes.get();
  return read_at(fd, 0, static_cast<std::size_t>(::lseek(fd, 0, SEEK_END))).value();
}

/// The text that poppler finds in a PDF.
inline std::string text_of(const StepResult& result) {
  const TempDir dir;
  std::ofstream(dir.path() + "/a.pdf", std::ios::binary) << bytes_of(result);
  const auto command = "pdftotext -layout " + dir.path() + "/a.pdf - 2>&1";
  std::string text;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> piece{};
  for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) text.append(piece.data(), got);
  EXPECT_EQ(::pclose(pipe), 0) << text;
  return text;
}

}  // namespace docmill::engines::office
