#pragma once
#include <chrono>
#include <string>
#include <vector>

namespace docmill::bench {

using Milliseconds = std::chrono::duration<double, std::milli>;

/// Values of one thing measured many times, in milliseconds.
class Series {
 public:
  void add(double value) { values_.push_back(value); }
  std::size_t size() const { return values_.size(); }
  /// 0 to 1; 0 when nothing was measured.
  double quantile(double q) const;
  double p50() const { return quantile(0.5); }

 private:
  std::vector<double> values_;
};

/// Times one call of `work`, in milliseconds.
template <class Work>
double time_ms(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return Milliseconds(std::chrono::steady_clock::now() - start).count();
}

/// One line of the report: what, the figure, and the target it is held against.
void print_figure(const std::string& what, const std::string& figure, const std::string& target = "");

// Each prints its own lines.
void measure_actions();     // actions beside qpdf, pdftoppm, img2pdf, zip, a service around puppeteer and others
void measure_latency();     // one small DOCX over HTTP beside soffice and beside the floor
void measure_templates();   // templates beside carbone and docxtemplater
void measure_throughput();  // two slots beside one
void measure_memory();      // a child, an idle house, an upload of 1 GiB
void measure_drivers();     // queues, stores and accounts of foreign servers beside the embedded ones
void measure_overhead();    // API, queue and store around an engine that does nothing

/// Sends every action in turn for that long and watches what the house takes; false when something grew or failed.
bool soak(std::chrono::minutes length);

}  // namespace docmill::bench
