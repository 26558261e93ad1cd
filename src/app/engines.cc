#include "app/engines.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <thread>

#include "engines/office/office_engine.h"
#include "engines/pdf/pdf_engine.h"

namespace docmill::app {
namespace {

namespace fs = std::filesystem;

std::string beside_this_program(const std::string& name) {
  return (fs::read_symlink("/proc/self/exe").parent_path() / name).string();
}

constexpr std::string_view kOfficeProgram = "docmill-office";
constexpr std::string_view kPdfProgram = "docmill-pdf";

std::string program_or(const std::string& chosen, std::string_view name) {
  return chosen.empty() ? beside_this_program(std::string(name)) : chosen;
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
  const auto wanted = [&](std::string_view name) { return names.empty() || names.contains(name); };
  if (wanted("office")) {
    engines_.push_back(std::make_unique<engines::office::OfficeEngine>(
        executor, options_for(settings, program_or(settings.office_program, kOfficeProgram))));
  }
  if (wanted("pdf")) {
    engines_.push_back(
        std::make_unique<engines::pdf::PdfEngine>(executor, options_for(settings, program_or(settings.pdf_program, kPdfProgram))));
  }
}

Engines::~Engines() = default;

Async<Result<void>> Engines::start() {
  for (const auto& engine : engines_) {
    if (auto started = co_await engine->start(); !started) co_return started;
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
  const struct {
    std::string program;
    std::string_view setting;
  } engines[] = {{program_or(settings.office_program, kOfficeProgram), "office-program"},
                 {program_or(settings.pdf_program, kPdfProgram), "pdf-program"}};
  for (const auto& [program, setting] : engines) {
    if (::access(program.c_str(), X_OK) == 0) continue;
    return Failed(fail(ErrorCode::BadRequest,
                       fmt::format("The engine's program {} cannot be run. Install it, or say where it is with --{}.", program, setting))
                      .cause(std::generic_category().message(errno)));
  }
  return {};
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
