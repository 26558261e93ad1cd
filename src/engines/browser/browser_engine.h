#pragma once
#include <cstdint>
#include <memory>

#include "engines/browser/browser_spawn.h"
#include "engines/browser/intercept.h"
#include "engines/browser/resource.h"
#include "engines/engine.h"
#include "engines/forked_engine.h"

namespace docmill::engines::browser {

/// What an operator and the one who wires the engine may choose.
struct BrowserOptions {
  SpawnOptions spawn;
  FetchResource fetch;  // empty: nothing is fetched
  FetchLimits limits;
  std::uint64_t documents = 200;               // after so many a browser is replaced
  std::uint64_t resident_bytes = 600'000'000;  // of the browser process itself, then too
  std::size_t ready_pages = 8;                 // opened ahead, each for one document; two until documents have come
  std::chrono::seconds start_timeout{60};
};

/// Whatever of the options all engines share this one has a use for.
BrowserOptions browser_options(const EngineOptions& options, FetchResource fetch);

/// HTML, addresses and pictures of them, by Debian's Chromium. It is no zygote: one browser serves many documents, each in a context and a
/// renderer process of its own in Chromium's sandbox, opened ahead and thrown away, and is replaced beside its successor. Used from one
/// strand.
class BrowserEngine : public Engine {
 public:
  BrowserEngine(Executor executor, BrowserOptions options);
  ~BrowserEngine() override;

  std::string_view name() const override { return "browser"; }
  Async<Result<void>> start() override;
  /// Operations: "print" makes a PDF, "picture" a png, jpg or webp; of the input "File" or of the address in the param "Url".
  /// Errors: also FetchRefused and FetchFailed.
  Async<Result<StepResult>> run(StepRequest request, Stop& stop) override;
  bool ready() const override;
  std::string version() const override;
  std::vector<sandbox::LayerReport> layers() const override;
  Async<void> stop() override;

  /// The process id of the browser that takes documents now, for operators and tests; 0 when there is none.
  pid_t pid() const;
  /// How many pages are open and wait for their documents.
  std::size_t ready_pages() const;
  /// How many of them have been warmed up, which is done when no document comes.
  std::size_t warm_pages() const;

 private:
  class Impl;
  class Underway;
  std::shared_ptr<Impl> impl_;  // shared with the coroutines that start browsers and open pages
};

}  // namespace docmill::engines::browser
