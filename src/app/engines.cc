#include "app/engines.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <cerrno>
#include <exception>
#include <filesystem>
#include <system_error>
#include <thread>

#include "app/browser.h"
#include "engines/data/data_engine.h"
#include "engines/image/image_engine.h"
#include "engines/mail/mail_engine.h"
#include "engines/office/office_engine.h"
#include "engines/ooxml/ooxml_engine.h"
#include "engines/pdf/pdf_engine.h"
#include "engines/raster/raster_engine.h"

namespace docmill::app {
namespace {

namespace fs = std::filesystem;

std::string beside_this_program(const std::string& name) {
  return (fs::read_symlink("/proc/self/exe").parent_path() / name).string();
}

using Make = std::unique_ptr<engines::Engine> (*)(Executor, engines::EngineOptions);

template <class E>
std::unique_ptr<engines::Engine> make(Executor executor, engines::EngineOptions options) {
  return std::make_unique<E>(std::move(executor), std::move(options));
}

/// One engine: its name in the steps of actions, its program, and the setting that names another one.
struct Row {
  std::string_view name;
  std::string_view program;
  std::string_view setting;
  std::string config::Settings::* chosen;
  Make make;
};

using S = config::Settings;

constexpr Row kRows[] = {
    {"mail", "docmill-mail", "mail-program", &S::mail_program, make<engines::mail::MailEngine>},
    {"office", "docmill-office", "office-program", &S::office_program, make<engines::office::OfficeEngine>},
    {"image", "docmill-image", "image-program", &S::image_program, make<engines::image::ImageEngine>},
    {"data", "docmill-data", "data-program", &S::data_program, make<engines::data::DataEngine>},
    {"ooxml", "docmill-ooxml", "ooxml-program", &S::ooxml_program, make<engines::ooxml::OoxmlEngine>},
    {"pdf", "docmill-pdf", "pdf-program", &S::pdf_program, make<engines::pdf::PdfEngine>},
    {"raster", "docmill-raster", "raster-program", &S::raster_program, make<engines::raster::RasterEngine>},
};

std::string program_of(const Row& row, const config::Settings& settings) {
  const auto& chosen = settings.*row.chosen;
  return chosen.empty() ? beside_this_program(std::string(row.program)) : chosen;
}

engines::EngineOptions options_for(const config::Settings& settings, std::string program) {
  engines::EngineOptions options;
  options.program = std::move(program);
  options.ready_children = static_cast<int>(settings.ready_children);
  options.memory_growth = settings.child_memory;
  options.run_dir = run_dir(settings);
  return options;
}

}  // namespace

Engines::Engines(Executor executor, const config::Settings& settings, const std::set<std::string_view>& names) {
  for (const auto& row : kRows) {
    if (!names.empty() && !names.contains(row.name)) continue;
    engines_.push_back(row.make(executor, options_for(settings, program_of(row, settings))));
  }
  if (settings.browser_program == kNoBrowser || (!names.empty() && !names.contains("browser"))) return;
  engines_.push_back(make_browser(executor, settings, options_for(settings, browser_program(settings))));
}

Engines::~Engines() = default;

/// All at once: each waits most of its time for its program.
Async<Result<void>> Engines::start() {
  namespace asio = boost::asio;
  const auto executor = co_await asio::this_coro::executor;
  const auto begin = [&](const auto& engine) { return asio::co_spawn(executor, engine->start(), asio::deferred); };
  std::vector<decltype(begin(engines_.front()))> starts;
  for (const auto& engine : engines_) starts.push_back(begin(engine));
  if (starts.empty()) co_return Result<void>{};
  auto [order, thrown, started] = co_await asio::experimental::make_parallel_group(std::move(starts))
                                      .async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
  for (const auto& failed : thrown) {
    if (failed) std::rethrow_exception(failed);
  }
  for (auto& one : started) {
    if (!one) co_return std::move(one);
  }
  co_return Result<void>{};
}

Async<void> Engines::stop() {
  for (const auto& engine : engines_) co_await engine->stop();
}

worker::EngineMap Engines::by_name() const {
  worker::EngineMap map;
  for (const auto& engine : engines_) map.emplace(engine->name(), engine.get());
  return map;
}

Result<void> check_programs(const config::Settings& settings) {
  for (const auto& row : kRows) {
    const auto program = program_of(row, settings);
    if (::access(program.c_str(), X_OK) == 0) continue;
    return Failed(
        fail(ErrorCode::BadRequest,
             fmt::format("The engine's program {} cannot be run. Install it, or say where it is with --{}.", program, row.setting))
            .cause(std::generic_category().message(errno)));
  }
  return check_browser(settings);
}

engines::PhaseBudgets phase_budgets(const config::Settings& settings) {
  return {
      .load = settings.load_budget, .layout = settings.layout_budget, .export_ = settings.export_budget, .total = settings.office_budget};
}

engines::DocumentLimits document_limits(const config::Settings& settings) {
  return {.pages = static_cast<std::uint32_t>(settings.page_limit),
          .output_size = settings.output_limit,
          .unpacked_size = settings.unpacked_limit,
          .unpacked_ratio = static_cast<std::uint32_t>(settings.unpacked_ratio),
          .unpacked_entries = static_cast<std::uint32_t>(settings.unpacked_entries)};
}

std::size_t slot_count(const config::Settings& settings) {
  if (settings.slots != 0) return settings.slots;
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

std::string run_dir(const config::Settings& settings) {
  return settings.run_dir.empty() ? settings.data + "/run" : settings.run_dir;
}

}  // namespace docmill::app
