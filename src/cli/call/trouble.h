#pragma once
#include <string>
#include <tl/expected.hpp>

#include "base/error.h"
#include "cli/call/exit_codes.h"

namespace docmill::cli {

/// Why a file was not done, for people and for scripts.
struct Trouble {
  int exit = kNoService;
  std::string code;     // the server's name for it, or one of ours: "unavailable", "local"
  std::string message;  // a full sentence
  std::string job;      // the job's id, when there was one
  std::string request;  // the id to look for in the server's log
  bool interrupted = false;
};

template <class T>
using Outcome = tl::expected<T, Trouble>;

inline tl::unexpected<Trouble> troubled(Trouble trouble) {
  return tl::unexpected<Trouble>(std::move(trouble));
}
inline tl::unexpected<Trouble> troubled(int exit, std::string code, std::string message) {
  return troubled(Trouble{.exit = exit, .code = std::move(code), .message = std::move(message), .job = {}, .request = {}});
}
/// A command line that cannot be meant so.
inline Error misused(std::string message) {
  return fail(ErrorCode::BadRequest, std::move(message));
}
/// Of this machine: a file, a disk.
inline tl::unexpected<Trouble> local_trouble(std::string message) {
  return troubled(kFailed, "local", std::move(message));
}
/// An error that a check of ours found before anything was sent.
inline tl::unexpected<Trouble> refused(const Error& error) {
  return troubled(exit_code_of(error.code()), std::string(info(error.code()).name), error.message());
}

}  // namespace docmill::cli
