// docmill-bench [actions|drivers|latency|templates|throughput|memory|overhead]…: prints what it measures; the targets are printed beside,
// never asserted. docmill-bench soak MINUTES: ends with 1 when what the house takes has grown.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>

#include "figures.h"

int main(int argc, char** argv) {
  using namespace docmill::bench;
  if (argc == 3 && std::string(argv[1]) == "soak") return soak(std::chrono::minutes(std::atoi(argv[2]))) ? 0 : 1;
  const std::map<std::string, std::function<void()>> all{
      {"actions", measure_actions},   {"drivers", measure_drivers},     {"latency", measure_latency},      {"memory", measure_memory},
      {"overhead", measure_overhead}, {"templates", measure_templates}, {"throughput", measure_throughput}};
  if (argc < 2) {
    // The drivers need foreign servers, the actions and templates foreign programs, so they are measured when asked for.
    for (const auto& [name, measure] : all) {
      if (name != "drivers" && name != "actions" && name != "templates") measure();
    }
    return 0;
  }
  for (int i = 1; i < argc; ++i) {
    const auto found = all.find(argv[i]);
    if (found == all.end()) {
      std::fprintf(stderr, "docmill-bench: there is no measure '%s'\n", argv[i]);
      return 2;
    }
    found->second();
  }
}
