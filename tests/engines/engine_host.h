#pragma once
// A warm engine shared by all tests of a binary, and readers for what it makes. For tests only.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include "engines/forked_engine.h"

namespace docmill::engines {

/// A directory that is gone with this.
class TempDir {
 public:
  TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "docmill-engine-XXXXXX").string();
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

/// A loop that runs until a piece of work is done.
class Loop {
 public:
  boost::asio::io_context& context() { return context_; }

  template <class T>
  T run(Async<T> work) {
    std::optional<T> value;
    auto keep = [&](std::exception_ptr failed, T got) {
      if (failed) std::rethrow_exception(failed);
      value.emplace(std::move(got));
      context_.stop();
    };
    boost::asio::co_spawn(context_, std::move(work), keep);
    context_.restart();
    context_.run();
    if (!value) std::abort();  // the loop ended before the work did
    return *std::move(value);
  }

  void run(Async<void> work) {
    auto end = [&](std::exception_ptr failed) {
      if (failed) std::rethrow_exception(failed);
      context_.stop();
    };
    boost::asio::co_spawn(context_, std::move(work), end);
    context_.restart();
    context_.run();
  }

 private:
  boost::asio::io_context context_;
};

/// A loop and an engine that live as long as this; an engine takes up to seconds to warm up, so tests share one.
template <class AnEngine>
class EngineHost {
 public:
  explicit EngineHost(EngineOptions options) {
    options.run_dir = dir_.path();
    engine_ = std::make_unique<AnEngine>(loop_.context().get_executor(), std::move(options));
    const auto started = loop_.run(engine_->start());
    if (!started) ADD_FAILURE() << started.error().describe();
  }
  ~EngineHost() {
    loop_.run(engine_->stop());
    engine_.reset();
  }
  EngineHost(const EngineHost&) = delete;
  EngineHost& operator=(const EngineHost&) = delete;

  AnEngine& engine() { return *engine_; }
  boost::asio::io_context& loop() { return loop_.context(); }
  const std::string& run_dir() const { return dir_.path(); }

  template <class Work>
  auto run(Work work) {
    return loop_.run(std::move(work));
  }

  Result<StepResult> convert(StepRequest request) {
    Stop stop;
    return run(engine_->run(std::move(request), stop));
  }

 private:
  TempDir dir_;
  Loop loop_;
  std::unique_ptr<AnEngine> engine_;
};

/// A document as a caller sends it.
inline Document document_of(const std::string& bytes, std::string extension, std::string name, std::string field = "File") {
  auto memory = memory_file("input");
  EXPECT_TRUE(memory && write_all(memory->get(), bytes));
  return {*std::move(memory), std::move(extension), std::move(field), std::move(name)};
}

/// What a step made, or nothing and a failure of the test that says why.
inline StepResult good_or_failure(Result<StepResult> got) {
  if (got) return *std::move(got);
  ADD_FAILURE() << got.error().describe();
  return {};
}

inline void expect_refused(const Result<StepResult>& got, ErrorCode code, const std::string& words) {
  ASSERT_FALSE(got) << words;
  EXPECT_EQ(got.error().code(), code) << got.error().describe();
  EXPECT_THAT(got.error().message(), testing::HasSubstr(words));
}

inline std::string bytes_of(const StepResult& result, std::size_t output = 0) {
  const int fd = result.outputs.at(output).bytes.get();
  return read_at(fd, 0, static_cast<std::size_t>(::lseek(fd, 0, SEEK_END))).value();
}

/// The text that poppler finds in a PDF.
inline std::string text_of(const StepResult& result, std::size_t output = 0) {
  const TempDir dir;
  std::ofstream(dir.path() + "/a.pdf", std::ios::binary) << bytes_of(result, output);
  const auto command = "pdftotext -layout " + dir.path() + "/a.pdf - 2>&1";
  std::string text;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> piece{};
  for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) text.append(piece.data(), got);
  EXPECT_EQ(::pclose(pipe), 0) << text;
  return text;
}

}  // namespace docmill::engines
